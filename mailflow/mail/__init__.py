"""Bytes to values and back: everything that knows email, nothing that knows tables."""
