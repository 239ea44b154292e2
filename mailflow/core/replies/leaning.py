"""What words lean to that no rule knows whole: points learned from judged replies, added up.

A table of `learned/` says which words, pairs of words, stems, endings, and classes the reader gave the words speak for
which meaning, and how much. Every reply's points come from its own words, so `by` can name them. Linear; no rule is
overruled here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType

from mailflow.core.replies.levelled import END, PART, START, Marked
from mailflow.core.replies.tokens import Levelled
from mailflow.lazy_dataclasses import dataclass

Table = Sequence[tuple[str, int, str]]  # meaning, half points, features parted by "|"

_ENDS = ("nya", "kan", "in", "ku", "mu", "ing", "ed", "n't")
_BEGINNINGS = ("di", "ng", "me", "ber")
_CUT_END = ("nya", "lah", "kan", "in", "ku", "mu")
_CUT_BEGINNING = ("meng", "men", "mem", "me", "di", "nge", "ng", "ny", "ber", "ter", "per", "se", "ke", "ku")
_LONG_WORD = 5  # letters of one that may be cut
_SHORTEST = 3  # letters beside a beginning or an end
_STEP, _LONGEST = 3, 6  # words: of how many the length is told, and up to where
_SHOWN = 3  # of the words that say it


@dataclass(frozen=True, slots=True)
class Lean:
    """How likely each meaning is, and the words that say the likeliest: "" where only length and form do."""

    chances: Mapping[str, float]
    by: str
    strange: int = 0  # words that speak for nothing: no judged reply had them

    @property
    def likeliest(self) -> str:
        return max(self.chances, key=self.chances.__getitem__)

    def chance(self, meaning: str) -> float:
        return self.chances.get(meaning, 0.0)


class Leanings:
    """The points of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @cached_property
    def _points(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """The meanings each feature speaks for: made when the first reply needs it."""
        found: dict[str, list[tuple[str, int]]] = {}
        for meaning, points, spelled in self._table:
            for feature in spelled.split("|"):
                found.setdefault(feature, []).append((meaning, points))
        return MappingProxyType(found)

    @cached_property
    def _vocabulary(self) -> Levelled:
        return Levelled({word: word for feature in self._points if _is_of_words(feature) for word in feature.split()})

    def of(self, row: Marked, shape: Sequence[str] = ()) -> Lean:
        """What the words lean to; `shape` of the whole text."""
        words = [word if word[0] == "<" else self._vocabulary.spelled(word) or word for word in row.words]
        scores = {meaning: 0 for meaning, _, _ in self._table}
        said: dict[str, list[tuple[int, int, int]]] = {meaning: [] for meaning in scores}  # points, at, size
        known = 0
        for feature, at, size in features(words, shape, row.signs):
            points = self._points.get(feature, ())
            known += bool(points)
            for meaning, more in points:
                scores[meaning] += more
                if size:
                    said[meaning].append((more, at, size))
        chances = _chances(scores, known)
        likeliest = said[max(chances, key=chances.__getitem__)]
        by = _strongest([(more, " ".join(row.raw[at : at + n]).strip()) for more, at, n in likeliest])
        return Lean(chances, by, sum(word[0] != "<" and word not in self._points for word in words))


def _is_of_words(feature: str) -> bool:
    return feature[0] not in "~-=/"


def _chances(scores: Mapping[str, int], known: int) -> Mapping[str, float]:
    """Of the points a chance: half points, evened out by how many features there were."""
    even = 2 * math.sqrt(max(known, 1))
    powers = {meaning: math.exp(score / even) for meaning, score in scores.items()}
    whole = sum(powers.values())
    return MappingProxyType({meaning: power / whole for meaning, power in powers.items()})


def _strongest(said: Sequence[tuple[int, str]]) -> str:
    """The words with most points, none of them part of another: `words such as "by phone", "tinggal tutup"`."""
    found: list[str] = []
    for _, words in sorted(said, key=lambda one: (-one[0], -len(one[1]))):
        if words and not any(words in other for other in found):
            found.append(words)
    shown = ", ".join(f'"{words}"' for words in found[:_SHOWN])
    return f"words such as {shown}" if shown else ""


# -- features


def features(words: Sequence[str], shape: Sequence[str], signs: Sequence[str] = ()) -> Iterator[tuple[str, int, int]]:
    """(feature, at which word, of how many words; 0 for none), each once."""
    seen: set[str] = set()
    for feature, at, size in _all(words, [*shape, *_classed(signs)]):
        if feature not in seen:
            seen.add(feature)
            yield feature, at, size


def _all(words: Sequence[str], shape: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    for at, word in enumerate(words):
        if at:
            yield f"{words[at - 1]} {word}", at - 1, 2
        if word in (START, PART, END):
            continue
        yield word, at, 1
        if word[0] != "<":
            yield from ((feature, at, 1) for feature in _formed(word))
    yield from ((feature, 0, 0) for feature in shape)
    yield f"={min(sum(word[0] != '<' for word in words) // _STEP, _LONGEST)}", 0, 0
    yield "=", 0, 0


def _classed(signs: Sequence[str]) -> Iterator[str]:
    """Of the words' classes, and of each two in a row: what the words share with others that nobody has judged."""
    before = "^"
    for sign in [*(sign.replace("|", ",") for sign in signs), "$"]:
        yield f"/{sign}"
        yield f"/{before} {sign}"
        before = sign


@lru_cache(maxsize=4096)  # words return: 1 % of answers
def _formed(word: str) -> tuple[str, ...]:
    """Of "dikirimkan": di-, -kan, ~kirim."""
    ends = (f"-{end}" for end in _ENDS if word.endswith(end) and len(word) >= len(end) + _SHORTEST)
    begins = (f"{start}-" for start in _BEGINNINGS if word.startswith(start) and len(word) >= _LONG_WORD)
    return (f"~{stem(word)}", *ends, *begins)


def stem(word: str) -> str:
    """Without a beginning and an end as verbs and nouns have; good enough to know its brothers."""
    if len(word) > _LONG_WORD:
        word = next((word.removesuffix(end) for end in _CUT_END if word.endswith(end)), word)
    if len(word) > _LONG_WORD:
        word = next((word.removeprefix(one) for one in _CUT_BEGINNING if word.startswith(one)), word)
    return word


def shape(text: str) -> list[str]:
    """Signs of the whole text: how it begins and ends, and whether it has figures."""
    told = text.strip()
    found = {"=Capital": told[:1].isupper(), "=.": told.endswith("."), "=1234": any(map(str.isdigit, told))}
    return [name for name, holds in found.items() if holds]
