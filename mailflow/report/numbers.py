"""Numbers, lengths and dates as Indonesian and English write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from mailflow.core.moments import MONTHS, WEEKDAYS, clock_words, date_words, tongue, zone_name
from mailflow.core.numerals import number_words

_UNITS = {"id": ("hari", "jam", "menit", "detik"), "en": ("d", "h", "min", "s")}
_SIZES = (86400, 3600, 60, 1)


def number(value: float, language: str, digits: int = 0) -> str:
    """Rounded to so many digits behind the point."""
    return number_words(value, language, digits)


def percent(share: float, language: str) -> str:
    return f"{number(share * 100, language)}%"


def length(seconds: float | None, language: str, largest: Literal["days", "hours"] = "days") -> str:
    """The two largest units: "2 jam 30 menit", "2 h 30 min"; a dash for None. Working time is counted in hours: nobody
    knows whether a day of it has eight or twenty-four."""
    if seconds is None:
        return "–"
    left, said = max(0, round(seconds)), []
    skip = 1 if largest == "hours" else 0
    for size, unit in zip(_SIZES[skip:], _UNITS[tongue(language)][skip:], strict=True):
        count, left = divmod(left, size)
        if count:
            said.append(f"{number(count, language)} {unit}")
    return " ".join(said[:2]) or f"0 {_UNITS[tongue(language)][3]}"


def short_day(of: date, language: str) -> str:
    """2 Nov; "5 Agu" in Indonesian."""
    return f"{of.day} {MONTHS[tongue(language)][of.month - 1][:3]}"


def weekday(index: int, language: str) -> str:
    return WEEKDAYS[tongue(language)][index]


def moment(at: datetime, zone: tzinfo, language: str) -> str:
    """2 November 2026 10.00 WIB."""
    local = at.astimezone(zone)
    return f"{date_words(local.date(), language)} {clock_words(local, language)} {zone_name(local)}"


def short_moment(text: str | None, language: str) -> str:
    """Of ISO 8601 text, in the zone it is written in: 2 Nov 10.00."""
    if text is None:
        return "–"
    local = datetime.fromisoformat(text)
    return f"{short_day(local.date(), language)} {clock_words(local, language)}"


def span(since: datetime, until: datetime, zone: tzinfo, language: str) -> str:
    """Whole days as dates, the last one included; else both moments."""
    begin, end = since.astimezone(zone), until.astimezone(zone)
    if begin.time() == end.time() == datetime.min.time():
        last = end.date() - timedelta(days=1)
        ends = date_words(last, language)
        return ends if begin.date() == last else f"{date_words(begin.date(), language)} – {ends}"
    return f"{moment(since, zone, language)} – {moment(until, zone, language)}"
