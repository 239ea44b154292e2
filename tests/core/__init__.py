"""Tables and properties of the policy: nothing here reads a clock, a file or a socket."""
