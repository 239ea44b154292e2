"""Words that some write together and others apart: tandatangan, tanda tangan; b203, B 203; covid19, Covid 19."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailflow.core.search.families import nasal

_LEAST_APART, _LEAST_PART = 8, 4  # letters of a word that is looked for apart, and of each part
_LEAST, _MOST = 4, 30  # letters and digits of what may be written as one
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_OURS = re.compile(r"no?\d+")  # the tokens of numbers and tickets (numbers.py)


def together(words: Sequence[str | None]) -> Iterator[tuple[range, str]]:
    """(places, as one word) of neighbours: two words, or three with digits among them. None parts them."""
    for start in range(len(words) - 1):
        for end in (start + 2, start + 3):
            run = [word for word in words[start:end] if word is not None]
            one = "".join(run)
            digits = any(map(str.isdigit, one))
            if len(run) == end - start and (end == start + 2 or digits) and _may_be_one(one):
                yield range(start, end), one


def forms_of_pair(word: str) -> tuple[str, ...]:
    """What two words are found by that are written as one: tandatangan, ditandatangani, kerjasamanya."""
    if not (word.isascii() and word.isalpha()):
        return (word,)
    doing, doer = nasal("me", word), nasal("pe", word)
    return (word, f"{word}nya", *(f"{stem}{end}" for stem in (doing, f"di{word}") for end in ("i", "kan")),
            f"{word}i", f"{doer}an", f"{doing}")  # fmt: skip


def _may_be_one(word: str) -> bool:
    return _LEAST <= len(word) <= _MOST and not word.isdecimal() and not _OURS.fullmatch(word)


def apart(word: str) -> Iterator[tuple[str, ...]]:
    """The phrases that may be meant by one word."""
    parts = runs((word,))
    if len(parts) > 1:
        yield parts
    elif word.isalpha() and len(word) >= _LEAST_APART:
        yield from ((word[:place], word[place:]) for place in range(_LEAST_PART, len(word) - _LEAST_PART + 1))


def runs(words: Sequence[str]) -> tuple[str, ...]:
    """The letters and the digits of words, each a word of its own: x4gn → x, 4, gn."""
    return tuple(run for word in words for run in _RUNS.findall(word))
