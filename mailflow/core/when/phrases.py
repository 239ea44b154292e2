"""The words of one moment, each read once: what was said, before anything is computed. Linear; never raises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta, timezone

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.when import vocabulary as v
from mailflow.core.when.hasty import HASTY
from mailflow.lazy_dataclasses import dataclass, replace

Tokens = tuple[str, ...]
LONGEST_WRITTEN = 100  # characters; a moment is a few words
_NO_LENGTH = timedelta(0)
_APOSTROPHES = LazyPattern("['\u2018\u2019\u02bc`]")
_TOKEN = LazyPattern(r"\d+(?:[./:\-]\d+)*|[^\W\d_]+|[^\s,.;!()\u2026]")
_UNTIL = LazyPattern(rf"\s*(?:{v.UNTIL_SIGNS}|sampai\s+dengan\b|up\s+to\b)")
_HALVES = LazyPattern(r"\b(\d{1,3})[.,]5(?=\s?[a-z])")  # "1,5 jam", "2.5 hours"
_CLOCK = LazyPattern(r"(\d{1,2})[.:](\d{2})(?:[.:]00)?", re.ASCII)
_ISO = LazyPattern(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DATE = LazyPattern(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{2}|\d{4})", re.ASCII)
_DAY_MONTH = LazyPattern(r"(\d{1,2})/(\d{1,2})", re.ASCII)
_YEAR = LazyPattern(r"\d{4}", re.ASCII)
_COUNT = LazyPattern(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SpokenTime:
    """What the words say. A slot without a value was not mentioned."""

    now: bool = False
    past: bool = False  # "yesterday"
    date: tuple[int | None, int | None, int] | None = None  # year, month, day
    relative: int | None = None  # days from today
    weekday: int | None = None  # 0 is Monday
    following: bool = False  # "Senin depan", "next Monday"
    week: int | None = None  # 0: this week, 1: the next
    or_sunday: bool = False  # "minggu" is a week or a Sunday
    next_month: bool = False
    clock: tuple[int, int] | None = None
    part: str = ""  # of the day
    eve: bool = False  # "malam Senin" is the night before Monday, or the night of Monday
    length: timedelta = _NO_LENGTH  # from now
    months: int = 0  # from now
    working: tuple[int, str] | None = None  # number of working days ("wd") or hours ("wh") from now
    zone: timezone | None = None

    @property
    def names_day(self) -> bool:
        return any(slot is not None for slot in (self.date, self.relative, self.weekday, self.week)) or self.next_month

    @property
    def counts(self) -> bool:
        """Whether it is a length of time from now."""
        return self.length > _NO_LENGTH or self.months > 0 or self.working is not None

    @property
    def is_sound(self) -> bool:
        """Whether its parts fit together, and a moment follows from them at all."""
        if self.now or self.counts:
            alone = replace(self, now=False, length=_NO_LENGTH, months=0, working=None, clock=None, part="", zone=None)
            return alone == SpokenTime() and (self.counts or self == SpokenTime(now=True)) and self._counts_days
        if (self.clock is None and self.part in v.NEEDS_HOUR) or not self._names_one_day:
            return False
        return self.names_day or self.clock is not None or self.part != "" or self.past

    @property
    def _names_one_day(self) -> bool:
        days = (self.date is not None, self.relative is not None, self.next_month, self.week is not None)
        return (
            sum(days) <= 1
            and (self.weekday is not None or self.week != 0)
            and not (self.next_month and self.weekday is not None)
        )

    @property
    def _counts_days(self) -> bool:
        """An hour of the day can only stand beside a number of days."""
        timed = self.clock is not None or self.part != ""
        return not timed or (
            self.working is None and self.length % v.DAY == _NO_LENGTH and self.part not in v.NEEDS_HOUR
        )


Phrase = Callable[[Tokens], tuple[int, SpokenTime] | None]  # how many tokens, and what they say


def said(written: str) -> SpokenTime | None:
    """None: at least one word is not understood, or they do not fit together."""
    tokens = _tokens(written)
    tokens = tokens[1:] if tokens[:1] and tokens[0] in v.UNTIL else tokens
    found = SpokenTime()
    while tokens:
        taken, part = next((read for phrase in _PHRASES if (read := phrase(tokens)) is not None), (0, SpokenTime()))
        joined = _joined(found, part)
        if not taken or joined is None:
            return None
        tokens, found = tokens[taken:], joined
    return found if found.is_sound else None


def _tokens(written: str) -> Tokens:
    folded = unicodedata.normalize("NFKC", written[: LONGEST_WRITTEN + 1]).casefold()
    if len(written) > LONGEST_WRITTEN:
        return ("too-long",)
    until = _UNTIL.match(folded)
    told = _HALVES.sub(r"\1 1/2 ", folded[until.end() :] if until else folded)
    return tuple(HASTY.get(token, token) for token in _TOKEN.findall(_APOSTROPHES.sub("", told)))


def _joined(one: SpokenTime, other: SpokenTime) -> SpokenTime | None:
    """Both together; None if they say the same thing twice. Lengths of time add up."""
    joined = replace(other, length=one.length + other.length)
    for slot in (field.name for field in fields(SpokenTime) if field.name != "length"):
        earlier, later = getattr(one, slot), getattr(other, slot)
        if earlier != getattr(SpokenTime(), slot):
            if later != getattr(SpokenTime(), slot):
                return None
            joined = replace(joined, **{slot: earlier})
    return joined


def _word(tokens: Tokens, at: int) -> str:
    return tokens[at] if at < len(tokens) else ""


def _number(token: str) -> int | None:
    return int(token) if _COUNT.fullmatch(token) else v.NUMBER.get(token)


# -- lengths of time


def _length(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """ "2 hari", "dua jam lagi", "in 3 working days", "setengah jam", "sehari", "90m"."""
    first = 1 if tokens[0] in v.IN else 0
    found = _counted(tokens[first:])
    if found is None:
        return None
    end = first + found[0]
    return end + (_word(tokens, end) in v.LATER), found[1]


def _counted(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    first = _word(tokens, 0)
    if first in v.ONE or first == "sebulan":
        return 1, SpokenTime(months=1) if first == "sebulan" else SpokenTime(length=v.ONE[first])
    if first in v.HALF:
        an = _word(tokens, 1) in ("a", "an")
        unit = v.UNIT.get(_word(tokens, 1 + an))
        return (2 + an, SpokenTime(length=unit / 2)) if unit else None
    number = _number(first)
    return _of_units(number, tokens) if number else None


def _of_units(number: int, tokens: Tokens) -> tuple[int, SpokenTime] | None:
    if _word(tokens, 1) == "1/2":
        unit = v.UNIT.get(_word(tokens, 2))
        return (3, SpokenTime(length=number * unit + unit / 2)) if unit else None
    working = _word(tokens, 1) in v.WORKING
    name = _word(tokens, 1 + working)
    if name in v.MONTH_WORD or name == "months":
        return 2, SpokenTime(months=number)
    if name in ("wd", "wh"):
        return 2, SpokenTime(working=(number, name))
    unit = v.UNIT.get(name)
    if unit is None:
        return None
    if working or _word(tokens, 2) in v.WORKING:
        return (3, SpokenTime(working=(number, "wh" if unit == v.HOUR else "wd"))) if unit in (v.HOUR, v.DAY) else None
    return 2, SpokenTime(length=number * unit)


# -- days


def _numeric_date(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """ "2026-12-12", "3/4" (3 April), "12/12/2026", "12.12.26"."""
    token = tokens[0]
    if (iso := _ISO.fullmatch(token)) is not None:
        return 1, SpokenTime(date=(int(iso[1]), int(iso[2]), int(iso[3])))
    if (full := _DATE.fullmatch(token)) is not None:
        year = int(full[4])
        return 1, SpokenTime(date=(year + 2000 if year < 100 else year, int(full[3]), int(full[1])))
    if (short := _DAY_MONTH.fullmatch(token)) is not None:
        return 1, SpokenTime(date=(None, int(short[2]), int(short[1])))
    return None


def _written_date(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """ "12 Des", "12th of December 2026", "Dec 12", "tanggal 12", "the 12th"."""
    at = 1 if tokens[0] in v.DATE_WORD else 0
    if _word(tokens, at) in v.MONTH and not at:
        return _month_first(tokens)
    day = _number(_word(tokens, at)) if _COUNT.fullmatch(_word(tokens, at)) else None
    if day is None:
        return None
    ordinal = _word(tokens, at + 1) in v.ORDINAL
    end = at + 1 + ordinal
    month_at = end + (_word(tokens, end) == "of")
    month = v.MONTH.get(_word(tokens, month_at))
    if month is None:
        return (end, SpokenTime(date=(None, None, day))) if at or ordinal else None
    return _with_year(tokens, month_at + 1, month, day)


def _month_first(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    day = _word(tokens, 1)
    if not _COUNT.fullmatch(day):
        return None
    return _with_year(tokens, 2 + (_word(tokens, 2) in v.ORDINAL), v.MONTH[tokens[0]], int(day))


def _with_year(tokens: Tokens, at: int, month: int, day: int) -> tuple[int, SpokenTime]:
    year = _YEAR.fullmatch(_word(tokens, at))
    return at + (year is not None), SpokenTime(date=(int(year[0]) if year else None, month, day))


def _relative(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """ "besok", "lusa", "hari ini", "day after tomorrow"."""
    if tokens[:2] == ("hari", "ini"):
        return 2, SpokenTime(relative=0)
    for words in (("the", "day", "after", "tomorrow"), ("day", "after", "tomorrow")):
        if tokens[: len(words)] == words:
            return len(words), SpokenTime(relative=2)
    if tokens[0] in v.PAST_DAYS:
        return 1, SpokenTime(past=True)
    if tokens[0] not in v.RELATIVE or tokens[:2] == ("besok", "lusa"):  # "one of these days"
        return None
    return 1, SpokenTime(relative=v.RELATIVE[tokens[0]])


def _week(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """ "minggu depan", "next week", "minggu ini", "bulan depan"."""
    one, two = tokens[0], _word(tokens, 1)
    for word, which in ((one, two), (two, one)):
        if which in v.NEXT and word in v.MONTH_WORD:
            return 2, SpokenTime(next_month=True)
        if word in v.WEEK and which in (v.NEXT | v.THIS):
            return 2, SpokenTime(week=int(which in v.NEXT), or_sunday=word == "minggu")
    return None


def _weekday(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """ "Senin", "hari Minggu", "Senin depan", "next Monday", "this Friday", "malam Senin"."""
    before = next((word for word in (tokens[0],) if word in ("hari", "next", "this", "malam")), "")
    at = 1 if before else 0
    at += before == "malam" and _word(tokens, at) == "hari"
    day = v.WEEKDAY.get(_word(tokens, at))
    if day is None:
        return None
    after = _word(tokens, at + 1)
    behind = after in ("depan", "ini")
    following = before == "next" or after == "depan"
    night = "malam" if before == "malam" else ""
    return at + 1 + behind, SpokenTime(weekday=day, following=following, part=night, eve=bool(night))


# -- hours


def _clock(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """ "09.00", "jam 9", "at 9", "9 pm", "8 pagi", "9 o'clock", "jam setengah 8" (07:30)."""
    at = 1 if tokens[0] in v.AT else 0
    token, behind = _word(tokens, at), _word(tokens, at + 1)
    if (timed := _CLOCK.fullmatch(token)) is not None:
        return _at(at + 1, int(timed[1]), int(timed[2]))
    if at and token in v.HALF:
        hour = _number(behind) or (12 if behind in ("duabelas", "12") else None)
        return _at(at + 2, hour - 1, 30) if hour else None
    hour = int(token) if _COUNT.fullmatch(token) else v.NUMBER.get(token) if at else None
    if hour is None or not (at or behind in v.OCLOCK or behind in v.BEHIND_HOUR):
        return None
    return _at(at + 1 + (behind in v.OCLOCK), hour, 0)


def _at(taken: int, hour: int, minute: int) -> tuple[int, SpokenTime] | None:
    sound = (0 <= hour < 24 and minute < 60) or (hour, minute) == (24, 0)
    return (taken, SpokenTime(clock=(hour, minute))) if sound else None


def _part(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """ "sore", "this evening", "malam ini", "tonight", "in the morning"."""
    at = next((n for n in (2, 1, 0) if _word(tokens, n) in v.PART and tokens[:n] in _LEADS), None)
    if at is None:
        return None
    today = tokens[:at] == ("this",) or _word(tokens, at + 1) == "ini" or tokens[at] == "tonight"
    end = at + 1 + (_word(tokens, at + 1) == "ini")
    return end, SpokenTime(part=tokens[at], relative=0 if today else None)


_LEADS: tuple[Tokens, ...] = ((), ("this",), ("in", "the"), ("at",))


def _zone(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    return (1, SpokenTime(zone=v.ZONE[tokens[0]])) if tokens[0] in v.ZONE else None


def _aside(tokens: Tokens) -> tuple[int, SpokenTime] | None:
    """Words that say nothing about the moment."""
    if tokens[0] in v.NOW:
        return 1, SpokenTime(now=True)
    return (1, SpokenTime()) if tokens[0] in v.FILLER else None


# The first that fits reads the next words.
_PHRASES: tuple[Phrase, ...] = (
    _relative, _week, _weekday, _numeric_date, _length, _written_date, _clock, _part, _zone, _aside,
)  # fmt: skip
