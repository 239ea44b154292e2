"""The desk's policy as values and pure functions: no I/O, clock, randomness, logging or third-party packages."""
