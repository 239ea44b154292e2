"""Text for LIKE … ESCAPE '!'."""

from __future__ import annotations


def literal(word: str) -> str:
    """The word with LIKE's own characters taken literally."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
