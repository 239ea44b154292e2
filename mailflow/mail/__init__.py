"""Bytes to values and back: everything about mail formats and protocols, nothing about tables."""
