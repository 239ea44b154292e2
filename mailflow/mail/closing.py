"""Whether an operator's words are a closing statement. Pure, linear, conservative.

A mail is a closing statement when it *is* one of the canned texts with `closes:`, apart from greeting, names, signature
and a few changed words; not when it merely ends as politely (procedure.md, step 8).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, cast

from mailflow.mail.canned import Canned, words_of
from mailflow.mail.templates import Templates

Statement = Literal["satisfied", "no-feedback"]

LONGEST_TEXT = 20_000  # characters: no closing text with greeting and signature is longer
FEWEST_WORDS = 5  # "ok", "sudah, terima kasih" are never a canned text, whatever the admin's texts are
LONG_ENOUGH = 12  # words: a shorter canned text must match word for word

_NOT_YET = frozenset({"belum", "not", "isn", "unsolved"})


def closing_statement(text: str, templates: Templates) -> Statement | None:
    """Which closing text `text` is, None if it is none."""
    if len(text) > LONGEST_TEXT:
        return None
    said = words_of(text)
    if len(said) < FEWEST_WORDS:
        return None
    best, closes = 0.0, None
    for canned in templates.closings():
        likeness = _likeness(said, canned.words)
        if likeness > best:
            best, closes = likeness, _statement(canned)
    return closes


def _statement(canned: Canned) -> Statement:
    return cast(Statement, canned.closes)  # canned.py allows no other values


def _likeness(said: Sequence[str], canned: Sequence[str]) -> float:
    """The share of the canned words that occur, in order; 0 when it is too small or too much other text is there."""
    if len(canned) < FEWEST_WORDS or len(said) > 2 * len(canned) + 40:
        return 0.0
    needed = 0.75 * len(canned) if len(canned) >= LONG_ENOUGH else len(canned)
    added = Counter(said) - Counter(canned)
    # words are counted before their order is compared: as many match at most, and mostly too few; in a quarter of the
    # time (bench/tricks.py, 2026-11-30)
    if len(said) - added.total() < needed or _denies(said, added):
        return 0.0
    matched = sum(block.size for block in SequenceMatcher(None, canned, said, autojunk=False).get_matching_blocks())
    room = max(12, int(0.4 * len(canned)))  # greeting, names, a signature
    return matched / len(canned) if matched >= needed and len(said) - matched <= room else 0.0


def _denies(said: Sequence[str], added: Counter[str]) -> bool:
    """An added "not yet" reverses the meaning; "do not hesitate" does not."""
    if not _NOT_YET & added.keys():
        return False
    polite = sum(1 for word, after in pairwise(said) if word == "not" and after == "hesitate")
    return sum(added[word] for word in _NOT_YET) > polite
