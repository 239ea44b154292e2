"""Robots that reply to our acknowledgements under a new address each time: whether two conversations are by the same
one (mail.md 1.8). Linear in the words compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mailflow.core.message import Address

_ALIKE, _NEARLY_SAME = 0.6, 0.8  # share of the words of two texts that are in both
_SOME, _TELLING = 5, 8  # words in both that are more than chance: "wifi mati" is said by many
_MOST = 2_000  # characters of a text that are compared
_LONGEST_KEY = 200  # characters
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a conversation: author and text."""

    author: Address
    subject: str
    text: str


def is_alike(one: Begun, other: Begun) -> bool:
    """Probably the same machine: name and address the same except for a counter, and similar words; or only one of the
    two the same, with nearly the same words, and many of them. Namesakes with the same problem, and students whose
    addresses are numbers, are people: each writes a few words of their own, or has a name."""
    names = {_letters(begun.author.name) for begun in (one, other)} - {""}
    same = likenesses(one.author) & likenesses(other.author)
    if not same or len(names) > 1:
        return False
    mine, theirs = _words(one), _words(other)
    common, likeness = len(mine & theirs), _likeness(mine, theirs)
    if len(same) > 1:
        return likeness >= _ALIKE and (common >= _SOME or mine == theirs)
    return likeness >= _NEARLY_SAME and common >= _TELLING


@lru_cache(maxsize=64)  # asked of each new request three times
def likenesses(author: Address) -> frozenset[str]:
    """Keys of which two authors must share one to be the same machine: short, for lookup."""
    name, local = _letters(author.name), _letters(_local(author))
    found = {f"name {name}": len(name) > 2, f"address {local}": bool(local)}
    return frozenset(key[:_LONGEST_KEY] for key, telling in found.items() if telling)


def _local(author: Address) -> str:
    """The local part without its plus tag, which may be a token."""
    return author.email.rpartition("@")[0].partition("+")[0]


def _letters(text: str) -> str:
    """Without digits: numbers count up, words stay."""
    return "".join(_WORD.findall(text.casefold()))


def _words(begun: Begun) -> set[str]:
    return set(_WORD.findall(f"{begun.subject} {begun.text}"[:_MOST].casefold()))


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))
