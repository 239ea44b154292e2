"""Escaping for `LIKE … ESCAPE '!'`."""

from __future__ import annotations


def literal(word: str) -> str:
    """The word with LIKE's wildcards escaped."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
