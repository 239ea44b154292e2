"""Times and durations in words, Indonesian and English. No arithmetic; that is hours.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from mailflow.core.rules import Duration

Tongue = Literal["id", "en"]

WEEKDAYS: Mapping[Tongue, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
        "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    }
)
MONTHS: Mapping[Tongue, tuple[str, ...]] = MappingProxyType(
    {
        "id": (
            *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
            *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
        ),
        "en": (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
    }
)
_UNITS: Mapping[Tongue, tuple[str, ...]] = MappingProxyType(
    {"id": ("hari", "jam", "menit", "detik"), "en": ("day", "hour", "minute", "second")}
)
_DAY = timedelta(days=1)
_LENGTHS = (_DAY, timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))


def tongue(language: str) -> Tongue:
    """The language of these words: Indonesian for "id", English for everything else."""
    return "id" if language.casefold().startswith("id") else "en"


def moment_words(moment: datetime, timezone: str, language: str, *, abroad: bool = False) -> str:
    """`moment` (aware) in full words.

    "Senin, 2 November 2026 pukul 10.00 WIB", in English "Monday, 2 November 2026 at 10:00 WIB"; for readers `abroad`,
    who do not know WIB, "… at 10:00 (WIB, UTC+7)".
    """
    local = moment.astimezone(ZoneInfo(timezone))
    at = "pukul" if tongue(language) == "id" else "at"
    words = f"{_weekday(local, language)}, {date_words(local, language)} {at} {clock_words(local, language)}"
    zone = zone_name(local)
    if not abroad or tongue(language) == "id":
        return f"{words} {zone}"
    return f"{words} ({zone if zone.startswith('UTC') else f'{zone}, {_offset_words(local)}'})"


def stamp(moment: datetime, zone: tzinfo) -> str:
    """2026-11-02 10:00:00+07:00, for a record that is compared."""
    return moment.astimezone(zone).isoformat(sep=" ", timespec="seconds")


def short_moment(moment: datetime, zone: tzinfo, language: str, seconds: bool = False) -> str:
    """`moment` as the explanation of a deadline shows it: "Senin 2 November 2026 10.00 WIB"; with `seconds`:
    10.00.30."""
    local = moment.astimezone(zone)
    return f"{day_words(local, language)} {clock_words(local, language, seconds)} {zone_name(local)}"


def day_words(day: date, language: str) -> str:
    """A date with its weekday: "Senin 2 November 2026"."""
    return f"{_weekday(day, language)} {date_words(day, language)}"


def date_words(day: date, language: str) -> str:
    """2 November 2026."""
    return f"{day.day} {MONTHS[tongue(language)][day.month - 1]} {day.year}"


def clock_words(local: datetime, language: str, seconds: bool = False) -> str:
    """A wall time: 10.00 in Indonesian, 10:00 in English."""
    dot = "." if tongue(language) == "id" else ":"
    words = f"{local.hour:02}{dot}{local.minute:02}"
    return f"{words}{dot}{local.second:02}" if seconds else words


def zone_name(local: datetime) -> str:
    """WIB, WITA, WIT, CET …; zones without a name become "UTC+04"."""
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


def _offset_words(local: datetime) -> str:
    """UTC+7, UTC+5:30, UTC-3."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def length_words(length: timedelta, language: str, largest: Literal["days", "hours"] = "days") -> str:
    """ "2 jam 30 menit", "1 day 2 hours"; with `largest="hours"` days are counted as hours: "24 jam"."""
    parts: list[str] = []
    for size, unit in zip(_LENGTHS, _UNITS[tongue(language)], strict=True):
        if size == _DAY and largest == "hours":
            continue
        count, length = divmod(length, size)
        if count:
            parts.append(_count(count, unit, language))
    return " ".join(parts) or _count(0, _UNITS[tongue(language)][3], language)


def short_length(length: timedelta) -> str:
    """ "2 d 3 h", "3 h 12 min", "20 s": the two largest units, for tables."""
    seconds = max(0, int(length.total_seconds()))
    counts = (seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60, seconds % 60)
    said = [f"{count} {unit}" for count, unit in zip(counts, ("d", "h", "min", "s"), strict=True) if count]
    return " ".join(said[:2]) or "0 s"


def rounded_length(length: timedelta) -> str:
    """ "3 d", "5 h", "12 min": the largest unit of `short_length` alone, downwards."""
    return " ".join(short_length(length).split(" ")[:2])


def rough_length(length: timedelta) -> str:
    """ "3 days", "27 hours", "90 minutes": one unit of which there are at least two, for the admin."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours = minutes // 1440, minutes // 60
    return f"{days} days" if days > 1 else f"{hours} hours" if hours > 1 else f"{minutes} minutes"


def duration_words(duration: Duration, language: str) -> str:
    """A duration as rules.yaml wrote it: "24 jam", "7 days", "24 jam kerja", "2 working days"."""
    indonesian = tongue(language) == "id"
    if isinstance(duration.amount, int):
        return f"{duration.amount} hari kerja" if indonesian else _count(duration.amount, "working day", language)
    if duration.unit == "working-hours":
        hours = duration.amount // timedelta(hours=1)
        return f"{hours} jam kerja" if indonesian else _count(hours, "working hour", language)
    largest: Literal["days", "hours"] = "days" if duration.text.endswith("d") else "hours"
    if duration.text.endswith("m"):  # 90m stays "90 minutes", so that people recognise what they wrote
        return _count(duration.amount // timedelta(minutes=1), _UNITS[tongue(language)][2], language)
    return length_words(duration.amount, language, largest)


def _weekday(day: date, language: str) -> str:
    return WEEKDAYS[tongue(language)][day.weekday()]


def _count(count: int, unit: str, language: str) -> str:
    plural = "s" if tongue(language) == "en" and count != 1 else ""
    return f"{count} {unit}{plural}"
