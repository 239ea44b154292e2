"""Suggestions for an unknown word, in the same form for rules.yaml, letters and commands."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, valid: Iterable[str], likeness: float = 0.6) -> str:
    """The valid word most similar to `word`, ignoring case; "" when none is similar. `likeness`: difflib's ratio, 1.0
    is identical."""
    from difflib import get_close_matches  # 3 ms, and unknown words are rare

    by_folded = {choice.casefold(): choice for choice in valid}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=likeness)
    return by_folded[found[0]] if found else ""


def did_you_mean(word: str, valid: Iterable[str], quote: str = "`") -> str:
    """ "did you mean `claim`?", or "" when nothing is near."""
    found = nearest(word, valid)
    return f"did you mean {quote}{found}{quote}?" if found else ""


def choices(valid: Iterable[str]) -> str:
    """ "possible are a, b, c"."""
    return f"possible are {', '.join(valid)}"


def advice(word: str, valid: Iterable[str]) -> str:
    """The nearest valid word, else all of them."""
    known = list(valid)
    return did_you_mean(word, known) or choices(known)
