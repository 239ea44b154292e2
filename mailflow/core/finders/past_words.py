"""The words of a text in which a moment in the past may be told, and what some of them say. past_days.py and
past_hours.py read them, past_moment.py joins what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timezone, tzinfo
from types import MappingProxyType

from mailflow.lazy_dataclasses import dataclass

_TOKEN = re.compile(r"\d+(?:[./:\-]\d+)*|[^\W\d_]+(?:['\u2019\u02bc`][^\W\d_]+)*|[^\s\w]")
_APOSTROPHES = "'\u2019\u02bc`"

# Hasty spellings of words that tell of moments, and what they stand for.
_SPELLED: Mapping[str, str] = MappingProxyType(
    {
        hasty: word
        for word, spellings in (
            ("tadi", "td tdi tadii tadinya"),
            ("pagi", "pg pgi pagii"),
            ("siang", "siank sng"),
            ("sore", "sre soree"),
            ("malam", "mlm mlam mlem"),
            ("semalam", "smlm smalam smalem semlm semalem"),
            ("kemarin", "kmren kemrin kmrin kemarn kmarn kemaren2 kemarennya kemarinnya kmrin2"),
            ("lalu", "yll"),
            ("sejam", "sjam"),
            ("setengah", "stengah stgh setgh stngh setengh stgah"),
            ("hari", "hri"),
            ("selasa", "slasa"),
            ("rabu", "rabo"),
            ("jumat", "jumt jmt jmat"),
            ("sabtu", "sbtu sbt"),
            ("minggu", "mggu"),
            ("tanggal", "tggl tnggl tgal tanggl"),
            ("jam", "jem"),
            ("sejak", "sjk sejk"),
            ("dari", "dr dri"),
            ("sampai", "sd smp smpe smpai sampek ampe"),
            ("sebelum", "sblm sblum sebelom"),
            ("nanti", "ntr"),
        )
        for hasty in spellings.split()
    }
)


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
        if not _SPELLED.keys().isdisjoint(self.words):
            self.words = [_SPELLED.get(word, word) for word in self.words]
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
