"""Words for faults: the nearest valid word, lists of choices."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, valid: Iterable[str]) -> str:
    """ "did you mean `claim`?", or "" when nothing is near."""
    by_folded = {choice.casefold(): choice for choice in valid}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f"did you mean `{by_folded[found[0]]}`?" if found else ""


def choices(valid: Iterable[str]) -> str:
    """ "possible are a, b, c"."""
    return f"possible are {', '.join(valid)}"


def advice(word: str, valid: Iterable[str]) -> str:
    """The nearest valid word, else all of them."""
    known = list(valid)
    return nearest(word, known) or choices(known)
