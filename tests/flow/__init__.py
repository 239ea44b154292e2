"""The loops, where a script in Markdown cannot tell it: threads, failures, leases, restarts."""
