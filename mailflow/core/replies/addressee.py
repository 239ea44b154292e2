"""Whom the words of an operator's reply are for when no rule knows all of them: weighed, sign by sign.

SIGNS gives each group of phrases its points: above nothing for talk among colleagues (the customer in the third person,
"ada yang tahu", "bukan bagian kita"), below for words to the customer (Kak, Anda, silakan, kami). A phrase is words of
one alternative each (`sudah/udah`); a group counts once, the longest phrase at a place wins, and the sum decides.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from mailflow.core.replies.addressee_words import CASUAL, SIGNS
from mailflow.core.replies.levelled import MARKS, SPELLED, levelled
from mailflow.core.replies.spoken import Spoken
from mailflow.core.replies.tokens import sizes_by_first
from mailflow.lazy_dataclasses import dataclass

_IN_CLAIMS = frozenset({"title", "do", "done", "modal", "fact"})  # "Baik Bu, saya ambil"
AMONG_US, TO_CUSTOMER = 2, -2  # points from which a reply is the one or the other


@dataclass(frozen=True, slots=True)
class Weighed:
    """The points of a reply, and the words that speak for each side."""

    points: int
    to_customer: int  # what speaks for the customer alone, zero or below; those aside that stand in claims too
    by: str  # the words that say most clearly that it is for colleagues
    to_customer_by: str  # … for the customer, "" for none
    strongest: int  # points of the clearest sign for colleagues; where a sentence begins is none

    def is_doubtful(self, enough: int) -> bool:
        """One point is missing for talk among colleagues, and it is not the tone alone that speaks for it."""
        tone = self.strongest < 2 if self.to_customer_by else self.strongest == 0
        return self.points == enough - 1 and self.to_customer > TO_CUSTOMER and not tone


def weighed(signed: Sequence[Spoken]) -> Weighed:
    """All signs of `signed`, each group counted once; chat's own words and the length of what speaks to nobody, too."""
    best: dict[str, tuple[int, str]] = {}
    for group, points, said in _signs(signed):
        if abs(points) > abs(best.get(group, (0, ""))[0]):
            best[group] = (points, said)
    found = list(best.values())
    us = [(points, said) for points, said in found if points > 0]
    casual = [one.said for one in signed if one.said in CASUAL]
    to_nobody = sum(not one.said.isdigit() for one in signed) >= _LONG and all(points >= 0 for points, _ in found)
    return Weighed(
        points=sum(points for points, _ in found) + min(len(casual), _MOST_CASUAL) + to_nobody,
        to_customer=sum(points for group, (points, _) in best.items() if points < 0 and group not in _IN_CLAIMS),
        by=max(us, default=(0, " ".join(casual)))[1],
        to_customer_by=min((one for one in found if one[0] < 0), default=(0, ""))[1],
        strongest=max((points for group, (points, _) in best.items() if group != "first"), default=0),
    )


def _signs(signed: Sequence[Spoken]) -> Iterator[tuple[str, int, str]]:
    """(group, points, words) of each sign, from left to right."""
    row = levelled(signed)
    words, raw = row.words, row.raw
    at = 0
    while at < len(words):
        size, found = _longest(words, at)
        if found is None:
            at += 1
            continue
        yield (*found, " ".join(raw[at : at + size]).strip())
        at += 1 if words[at] in MARKS else size  # where a sentence begins says something beside its words


def _longest(words: Sequence[str], at: int) -> tuple[int, tuple[str, int] | None]:
    phrases, sizes = _table()
    for size in _sizes(sizes, words[at]):
        phrase = tuple(words[at : at + size])
        if len(phrase) < size:
            continue
        found = phrases.get(phrase) or phrases.get(tuple(map(_passive, phrase)))
        if found:
            return size, found
    return 1, None


def _sizes(sizes: Mapping[str, Sequence[int]], first: str) -> Sequence[int]:
    passive = _passive(first)
    own = sizes.get(first, ())
    return own if passive == first else sorted({*own, *sizes.get(passive, ())}, reverse=True)


def _passive(word: str) -> str:
    """`<di>` for "dijawab", "dibawa"."""
    return "<di>" if word.startswith("di") and len(word) >= _SHORTEST_PASSIVE else word


_SHORTEST_PASSIVE = 5  # letters: "diri", "dia" are none
_LONG, _MOST_CASUAL = 6, 2  # words; points


@cache
def _table() -> tuple[Mapping[tuple[str, ...], tuple[str, int]], Mapping[str, Sequence[int]]]:
    """((group, points) by phrase, sizes of the phrases by their first word, longest first): made when the first reply
    needs it."""
    found: dict[tuple[str, ...], tuple[str, int]] = {}
    for group, points, entries in SIGNS:
        for entry in entries.split(";"):
            slots = [slot.split("/") for slot in entry.split()]
            for phrase in itertools.product(*slots) if slots else ():
                found.setdefault(tuple(SPELLED.get(word, word) for word in phrase), (group, points))
    return MappingProxyType(found), sizes_by_first(found)
