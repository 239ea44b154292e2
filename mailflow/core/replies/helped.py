"""The word that an acknowledgement with canned answers asks for: SELESAI, SOLVED. It closes a ticket without anybody
looking, so it must be said by itself, not be a word of some sentence."""

from __future__ import annotations

import re

from mailflow.core.replies.words import POLITE, THANKS, words_of

_WORDS = frozenset({"selesai", "solved"})
_WISHES = frozenset("cepat quick fast semoga".split())
_BESIDE = (
    THANKS | POLITE | frozenset("udah sdh udh dah ini it's its is now already bisa beres myself iya yes".split())
) - _WISHES
_CLAUSE = re.compile(r"[.,;:!?\n]")


def says_helped(text: str) -> bool:
    """Whether a clause is that word, with nothing but courtesy beside it. "Udah selesai ngisi data" is not."""
    return any(_is_the_word(words_of(clause)) for clause in _CLAUSE.split(text))


def _is_the_word(words: list[str]) -> bool:
    return not _WORDS.isdisjoint(words) and (_WORDS | _BESIDE).issuperset(words)
