"""The words of a text in which a moment in the past may be told, and what some of them say. past_days.py and
past_hours.py read them, past_moment.py joins what they say."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timezone, tzinfo

from mailflow.core.when.hasty import HASTY
from mailflow.lazy_dataclasses import dataclass

_TOKEN = re.compile(
    r"(?i:pagi|siang|sore|malam|malem)2(?!\d)|[aApP]\.[mM](?:\.|\b)|\d+(?:[./:\-]\d+)*"
    r"|[^\W\d_]+(?:['\u2019\u02bc`][^\W\d_]+)*|[^\s\w]"
)
_APOSTROPHES = "'\u2019\u02bc`"


class TextWords:
    """The words, figures and signs of a text, levelled. Where each stands is looked up only when something was found:
    most of a mail tells of no moment."""

    __slots__ = ("_spans", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = (
            _TOKEN.findall(text.lower()) if text.isascii() else [word.casefold() for word in _TOKEN.findall(text)]
        )
        if any(sign in text for sign in _APOSTROPHES):
            self.words = ["".join(c for c in word if c not in _APOSTROPHES) or word for word in self.words]
        if not HASTY.keys().isdisjoint(self.words):
            self.words = [HASTY.get(word, word) for word in self.words]
        self._spans: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self.words)

    def span(self, at: int) -> tuple[int, int]:
        """Where word `at` stands (half-open)."""
        if not self._spans:
            self._spans = [found.span() for found in _TOKEN.finditer(self.text)]
        return self._spans[at]


@dataclass(frozen=True, slots=True)
class WrittenAt:
    """When and where the mail was written: what "kemarin" counts from."""

    at: datetime  # aware
    zone: tzinfo

    @property
    def local(self) -> datetime:
        return self.at.astimezone(self.zone)

    @property
    def today(self) -> date:
        return self.local.date()


@dataclass(frozen=True, slots=True)
class Told:
    """What some tokens say; `end` is the index behind them."""

    end: int
    day: date | None = None
    clock: time | None = None
    part: str = ""
    exact: datetime | None = None  # "2 jam lalu"
    zone: timezone | None = None
    unpadded: bool = False  # "jam 2": of the clock on the wall, not of a receipt
    sure: bool = True  # False: says a moment only beside others ("14:05" alone)


def word_at(tokens: TextWords, at: int) -> str:
    return tokens.words[at] if 0 <= at < len(tokens.words) else ""
