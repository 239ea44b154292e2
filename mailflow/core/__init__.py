"""The desk's rules as values and functions: no I/O, no clock, no randomness, no logging, no third party."""
