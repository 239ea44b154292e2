"""What the words of a moment in the past say: a day, an hour, a part of a day. past_moment.py joins them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from types import MappingProxyType

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.when import vocabulary as v
from mailflow.lazy_dataclasses import dataclass

_TOKEN = re.compile(r"\d+(?:[./:\-]\d+)*|[^\W\d_]+(?:['\u2019\u02bc`][^\W\d_]+)*|[^\s\w]")
_APOSTROPHES = "'\u2019\u02bc`"
_CLOCK = LazyPattern(r"(\d{1,2})([.:])(\d{2})(?:[.:](\d{2}))?")
_ISO = LazyPattern(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_DATE = LazyPattern(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{2}|\d{4})")
_DAY_MONTH = LazyPattern(r"(\d{1,2})[/\-](\d{1,2})")
_YEAR = LazyPattern(r"(?:19|20)\d{2}")
_YEAR_OF_TWO = LazyPattern(r"\d{2}")
_DIGITS = LazyPattern(r"\d{1,3}")
_TWO_DIGITS = LazyPattern(r"\d{1,2}")
_SAYS_DATE = v.DATE_WORD | {"pada", "on"}
_COUNTED = frozenset({*v.UNIT, "kerja", "x", "kali"})
_DAY = timedelta(days=1)
_YESTERDAY = frozenset("kemarin kemaren kmrn kmaren kmarin kemren yesterday".split())
_LAST_NIGHT = frozenset({"semalam", "semalem"})
_CLOCK_WORDS = v.AT | {"jm", "@"}


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
    sure: bool = True  # False: says a moment only beside others ("14:05" alone)


Reader = Callable[[TextWords, int, WrittenAt], "Told | None"]


# The words a moment can begin with; figures besides.
OPENERS = frozenset(
    {*_YESTERDAY, *_LAST_NIGHT, *_CLOCK_WORDS, *v.WEEKDAY, *v.MONTH, *v.PART, *v.ONE, *v.HALF, *v.NUMBER}
    | {"hari", "hr", "today", "last", "tadi", "this", "in", "on", "malam"}
)


def word_at(tokens: TextWords, at: int) -> str:
    return tokens.words[at] if 0 <= at < len(tokens.words) else ""


def first_told(tokens: TextWords, at: int, arrival: WrittenAt, beside: Told | None = None) -> Told | None:
    word = tokens.words[at]
    readers: tuple[Reader, ...] = _of_figure(word) if word[:1].isdigit() else _BY_WORD.get(word, ())
    if beside is not None:
        beside_day = beside.day is not None
        found = _bare_clock(tokens, at, dotted=beside_day) or _zone(tokens, at)
        if found is not None:
            return found
    for reader in readers:
        if (said := reader(tokens, at, arrival)) is not None:
            return said
    return None


# -- days


def _ago(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "2 jam (yang) lalu", "sejam lalu", "3 days ago", "setengah jam lalu", "an hour ago"."""
    word, unit_at = word_at(tokens, at), at + 1
    length = v.ONE.get(word)
    if length is None:
        half = word in v.HALF
        number = None if half else int(word) if _DIGITS.fullmatch(word) else v.NUMBER.get(word)
        unit_at += half and word_at(tokens, unit_at) in ("a", "an")
        unit = v.UNIT.get(word_at(tokens, unit_at))
        if unit is None or not (half or number):
            return None
        length = unit / 2 if half else (number or 1) * unit
        unit_at += 1
    end = unit_at
    while word_at(tokens, end) in ("yang", "yg", "an"):
        end += 1
    if word_at(tokens, end) not in ("lalu", "ago", "lewat"):
        return None
    if length % _DAY == timedelta():
        return Told(end + 1, day=arrival.today - length)
    return Told(end + 1, exact=arrival.local - length)


def _named_day(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "kemarin", "kemarin lusa", "hari ini", "tadi pagi", "semalam", "last night"."""
    word, after = word_at(tokens, at), word_at(tokens, at + 1)
    if word in _YESTERDAY:
        before = after in ("lusa", "dulu", "dulunya", "lusanya")
        two = before or (word_at(tokens, at - 2), word_at(tokens, at - 1)) == ("day", "before")
        return Told(at + 1 + before, day=arrival.today - (2 if two else 1) * _DAY)
    if (word, after) in (("hari", "ini"), ("hr", "ini")):
        return Told(at + 2, day=arrival.today)
    if word == "today":
        return Told(at + 1, day=arrival.today)
    if word in _LAST_NIGHT or (word, after) in (
        ("last", "night"),
        ("tadi", "malam"),
        ("malam", "tadi"),
        ("malam", "kemarin"),
    ):
        return _last_night(at + (1 if word in _LAST_NIGHT else 2), arrival)
    if word == "tadi" and after in _CLOCK_WORDS:
        return Told(at + 1, day=arrival.today)
    return None


def _last_night(end: int, arrival: WrittenAt) -> Told:
    night = arrival.today if arrival.local.hour >= 20 else arrival.today - _DAY
    return Told(end, day=night, part="malam")


def _numeric(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "2026-11-24", "12/11/26", "24-11-2026", "24.11.2026"; "24/11" behind "tanggal" or a weekday."""
    word = word_at(tokens, at)
    if not word[:1].isdigit():
        return None
    if (iso := _ISO.match(word)) is not None and (iso.end() == len(word)):
        return _dated(at + 1 + (word_at(tokens, at + 1) == "t"), int(iso[1]), int(iso[2]), int(iso[3]))
    if (full := _DATE.fullmatch(word)) is not None:
        year = int(full[4])
        return _dated(at + 1, year + 2000 if year < 100 else year, int(full[3]), int(full[1]))
    short = _DAY_MONTH.fullmatch(word)
    if short is None:
        return None
    said_day = word_at(tokens, at - 1) in _SAYS_DATE or word_at(tokens, at - 1) in v.WEEKDAY
    comma_day = word_at(tokens, at - 1) in (",", "(") and word_at(tokens, at - 2) in v.WEEKDAY
    if said_day or comma_day or word_at(tokens, at + 1) in _CLOCK_WORDS:
        return _yearless(at + 1, int(short[2]), int(short[1]), arrival)
    return None


def _dated(end: int, year: int, month: int, day: int) -> Told | None:
    try:
        return Told(end, day=date(year, month, day))
    except ValueError:
        return None


def _yearless(end: int, month: int, day: int, arrival: WrittenAt) -> Told | None:
    """The last such day."""
    for year in (arrival.today.year, arrival.today.year - 1):
        said = _dated(end, year, month, day)
        if said is not None and said.day is not None and said.day <= arrival.today + _DAY:
            return said
    return None


def _written(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "12 Nov", "24 November 2026", "Nov 12th, 2026", "tanggal 24" (the last one)."""
    month_first = word_at(tokens, at) in v.MONTH and word_at(tokens, at) not in ("mar", "mei", "may", "jun")
    day_at, month_at = (at + 1, at) if month_first else (at, at + 1)
    day_word = word_at(tokens, day_at)
    if not _TWO_DIGITS.fullmatch(day_word):
        return None
    ordinal = word_at(tokens, day_at + 1) in v.ORDINAL
    month_at += ordinal and not month_first
    month_at += word_at(tokens, month_at) in ("of", "-")
    month = v.MONTH.get(word_at(tokens, month_at))
    if month is None:
        return _day_of_month(tokens, at, int(day_word), arrival)
    end = max(day_at + 1 + ordinal, month_at + 1)
    dot = word_at(tokens, end) in (".", ",", "'", "-")
    year = word_at(tokens, end + dot)
    if _YEAR.fullmatch(year):
        return _dated(end + dot + 1, int(year), month, int(day_word))
    if word_at(tokens, end) in ("-", "'") and _YEAR_OF_TWO.fullmatch(year):
        return _dated(end + 2, 2000 + int(year), month, int(day_word))
    return _yearless(end, month, int(day_word), arrival)


def _day_of_month(tokens: TextWords, at: int, day: int, arrival: WrittenAt) -> Told | None:
    if word_at(tokens, at - 1) not in ("tanggal", "tgl", "tglnya"):
        return None
    first = arrival.today.replace(day=1)
    for month in (first, (first - _DAY).replace(day=1)):
        said = _dated(at + 1, month.year, month.month, day)
        if said is not None and said.day is not None and said.day <= arrival.today:
            return said
    return None


def _weekday(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "Selasa", "hari Senin lalu", "Senin kemarin", "last Friday". A date behind it decides."""
    before = word_at(tokens, at) in ("hari", "last", "on", "hr")
    day = v.WEEKDAY.get(word_at(tokens, at + before))
    word = word_at(tokens, at + before)
    if day is None or (
        word in ("minggu", "min", "sun", "sat", "mon", "wed", "sen", "sel", "sab", "rab", "kam", "mgg") and not before
    ):
        return None
    end = at + 1 + before
    if word_at(tokens, end) in ("depan", "next") or word_at(tokens, at - 1) in ("next", "setiap", "tiap", "every"):
        return None
    which = word_at(tokens, end) in ("yang", "yg") and word_at(tokens, end + 1) == "lalu"
    past = which or word_at(tokens, end) == "lalu" or word_at(tokens, end) in _YESTERDAY
    dated = _date_behind(tokens, end, arrival)
    if dated is not None:
        return dated
    back = (arrival.today.weekday() - day) % 7
    if past or word_at(tokens, at) == "last":
        back = back or 7
    end += past + which
    return Told(end, day=arrival.today - back * _DAY)


def _date_behind(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    at += word_at(tokens, at) in (",", "(", "tgl", "tanggal")
    at += word_at(tokens, at) in ("tgl", "tanggal")
    return _numeric(tokens, at, arrival) or _written(tokens, at, arrival) if at < len(tokens) else None


# -- hours


def _part(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "tadi pagi", "pagi tadi", "siang ini", "this morning", "kemarin sore" (beside its day)."""
    word, after = word_at(tokens, at), word_at(tokens, at + 1)
    if word in ("tadi", "this") and after in v.PART:
        return Told(at + 2, day=arrival.today, part=after)
    if word == "in" and after == "the" and word_at(tokens, at + 2) in v.PART:
        return Told(at + 3, part=word_at(tokens, at + 2), sure=False)
    if word not in v.PART:
        return None
    if after in ("tadi", "ini"):
        return Told(at + 2, day=arrival.today, part=word)
    return Told(at + 1, part=word, sure=False)


def _clock(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "jam 14.05", "pukul 9", "at 2 pm", "2:05 pm", "jam setengah 3", "14.05 29/11/2026"."""
    if word_at(tokens, at) in _CLOCK_WORDS:
        at += 1
        at = at + 1 if word_at(tokens, at) in ("sekitar", "about", "around", ":", "±", "~") else at
        if word_at(tokens, at) in v.HALF and _TWO_DIGITS.fullmatch(word_at(tokens, at + 1)):
            return _timed(at + 2, int(word_at(tokens, at + 1)) - 1, 30, 0)
        return _bare_clock(tokens, at, dotted=True) or _bare_hour(tokens, at)
    found = _bare_clock(tokens, at, dotted=True)
    if found is not None and (_says_hour(word_at(tokens, found.end)) or _date_behind(tokens, found.end, arrival)):
        return found
    if _TWO_DIGITS.fullmatch(word_at(tokens, at)) and word_at(tokens, at + 1) in ("am", "pm"):
        return _timed(at + 1, int(word_at(tokens, at)), 0, 0)
    return None


def _says_hour(behind: str) -> bool:
    """Whether what stands behind figures makes them an hour: "2.30 pm", "10.15 WIB", "2.05 sore"."""
    return behind in ("am", "pm", "p", "a") or behind in v.ZONE or behind in v.PART


def _bare_clock(tokens: TextWords, at: int, *, dotted: bool) -> Told | None:
    found = _CLOCK.match(word_at(tokens, at))
    rest = word_at(tokens, at)[found.end() :] if found is not None else ""
    if (
        found is None
        or (rest and not (rest[0] == "-" and _CLOCK.fullmatch(rest, 1)))
        or (found[2] == "." and not dotted)
    ):
        return None
    return _timed(at + 1, int(found[1]), int(found[3]), int(found[4] or 0))


def _bare_hour(tokens: TextWords, at: int) -> Told | None:
    if _TWO_DIGITS.fullmatch(word_at(tokens, at)) and word_at(tokens, at + 1) not in _COUNTED:
        return _timed(at + 1, int(word_at(tokens, at)), 0, 0)
    return None


def _timed(end: int, hour: int, minute: int, second: int) -> Told | None:
    return Told(end, clock=time(hour, minute, second)) if hour < 24 and minute < 60 and second < 60 else None


def _zone(tokens: TextWords, at: int) -> Told | None:
    return Told(at + 1, zone=v.ZONE[word_at(tokens, at)], sure=False) if word_at(tokens, at) in v.ZONE else None


def _of_figure(word: str) -> tuple[Reader, ...]:
    """Those that may begin with this figure: a plain number, or one with signs in it."""
    if not word.isdigit():
        return (_numeric, _clock)
    return (_ago, _written, _clock) if len(word) <= 2 else (_ago,)


# Those that may begin with a word, in their order, and the words that each begins with.
_OF_WORDS: tuple[tuple[Reader, frozenset[str]], ...] = (
    (_ago, frozenset({*v.ONE, *v.HALF, *v.NUMBER})),
    (_named_day, _YESTERDAY | _LAST_NIGHT | {"hari", "hr", "today", "last", "tadi", "malam"}),
    (_written, frozenset(v.MONTH)),
    (_weekday, frozenset({*v.WEEKDAY, "hari", "last", "on", "hr"})),
    (_part, frozenset({*v.PART, "tadi", "this", "in"})),
    (_clock, frozenset(_CLOCK_WORDS)),
)
_BY_WORD: Mapping[str, tuple[Reader, ...]] = MappingProxyType(
    {word: tuple(reader for reader, begins in _OF_WORDS if word in begins) for word in OPENERS}
)
