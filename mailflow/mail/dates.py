"""The Date header (RFC 5322 §3.3) and its corruptions → an aware datetime in UTC, for display only: arrival counts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from mailflow.core.lazy_regex import LazyPattern

_MONTHS = {name: number for number, name in enumerate(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}  # fmt: skip
_MONTHS |= {
    "mei": 5,
    "agu": 8,
    "agt": 8,
    "ags": 8,
    "okt": 10,
    "nop": 11,
    "des": 12,
}  # phones that write month names in their own language
_ZONES = {  # minutes east of Greenwich
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt":
    -360, "pst": -480, "pdt": -420, "wib": 420, "wita": 480, "wit": 540, "cet": 60, "cest": 120, "bst": 60, "jst":
    540, "msk": 180, "ist": 330, "sgt": 480, "myt": 480,
}  # fmt: skip
_DATE = LazyPattern(
    r"(\d{1,2})[\s.-]{1,3}([A-Za-z]{3})[A-Za-z]{0,6}[\s.,-]{1,3}(\d{2,4})[\s,]{1,3}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?"
    r"(?:\.\d{1,6})?\s{0,3}(?:([AaPp][Mm])\s{0,3})?(?:(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?(?!\d)|([A-Za-z]{1,5}))?"
)
# `Tue Jan  2 10:00:00 2024` of C programs, `Jan 2, 2024 10:00:00` of America → day first
_MONTH_FIRST = LazyPattern(
    r"(?<![A-Za-z])([A-Za-z]{3})[A-Za-z]{0,6}\.?\s{1,3}(\d{1,2})(?:,?\s{1,3}(\d{4}),?\s{1,3}(\d{1,2}:\d{2}(?::\d{2})?)"
    r"|\s{1,3}(\d{1,2}:\d{2}(?::\d{2})?)(\s[A-Z]{3,5})?\s{1,3}(\d{4}))"
)
# What nearly every program writes: day first, and nothing else.
_USUAL = LazyPattern(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")
_ISO = LazyPattern(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?\s?(?:Z|([+-])(\d{2}):?(\d{2}))?"
)


def parse(value: str) -> datetime | None:
    """RFC 5322 §3.3 and its corruptions; None when missing or absurd (before 1980 or after 2099). Always aware, in
    UTC."""
    value = value[:200].replace("=2C", ",").replace("=20", " ")
    for _ in range(3 if "(" in value else 0):  # comments nest
        value = re.sub(r"\([^()]{0,60}\)", " ", value)
    if _USUAL.fullmatch(value) is None:
        value = _MONTH_FIRST.sub(_day_first, value, count=1)
    if found := _DATE.search(value):
        day, month, year = int(found[1]), _MONTHS.get(found[2].lower(), 0), int(found[3])
        year += 2000 if year < 50 else 1900 if year < 1000 else 0
        hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
        if found[7]:
            hour = hour % 12 + (12 if found[7].lower() == "pm" else 0)
        offset = _offset(found[8], found[9], found[10]) if found[8] else _ZONES.get((found[11] or "").lower(), 0)
    elif found := _ISO.search(value):
        year, month, day, hour, minute = (int(found[i]) for i in range(1, 6))
        second, offset = int(found[6] or 0), _offset(found[7], found[8], found[9]) if found[7] else 0
    else:
        return None
    try:
        zone = timezone(timedelta(minutes=offset))
        at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if 1980 <= at.year <= 2099 else None


def _day_first(found: re.Match[str]) -> str:
    if found[1].lower() not in _MONTHS:
        return found[0]
    return f"{found[2]} {found[1]} {found[3] or found[7]} {found[4] or found[5]}{found[6] or ''}"


def _offset(sign: str, hours: str, minutes: str | None) -> int:
    value = int(hours) * 60 + int(minutes or 0)
    return -value if sign == "-" else value
