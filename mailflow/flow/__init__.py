"""The imperative shell: the loops that carry a mail from a source through the core to a transport."""
