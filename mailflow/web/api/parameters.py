"""The parameters of a request: read, or refused in words. An unknown one is refused too: it would change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailflow.errors import RefusedRequest
from mailflow.suggest import advice

LONGEST = 400  # characters of a value
_LARGEST = 2**53  # a number that every JSON reader has exactly


def none_but(query: Mapping[str, str], known: Iterable[str]) -> None:
    names = tuple(known)
    for name in query:
        if name not in names:
            raise RefusedRequest(400, f"there is no parameter {name[:40]!r}", advice(name[:40], names) if names else "")


def text(query: Mapping[str, str], name: str) -> str | None:
    """None where it is missing."""
    value = query.get(name)
    if value is None:
        return None
    if not value.strip() or len(value) > LONGEST or "\x00" in value:
        raise RefusedRequest(400, f"{name} must have 1 to {LONGEST} characters, and one that is no blank")
    return value.strip()


def word(query: Mapping[str, str], name: str, words: Iterable[str]) -> str | None:
    value, known = query.get(name), tuple(words)
    if value is not None and value not in known:
        raise RefusedRequest(400, f"{name} is one of {', '.join(known)}")
    return value


def number(query: Mapping[str, str], name: str, least: int, most: int = _LARGEST) -> int | None:
    value = query.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 17 and least <= int(value) <= most):
        raise RefusedRequest(400, f"{name} is a whole number from {least} to {most}")
    return int(value)


def moment(query: Mapping[str, str], name: str, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    """A day (2026-11-30), or a moment with its offset. `end`: of a day, the first moment after it."""
    value = query.get(name)
    if value is None:
        return None
    try:
        if len(value) == 10:
            day = date.fromisoformat(value) + (timedelta(days=1) if end else timedelta(0))
            found = datetime.combine(day, time(), zone)
        else:
            found = datetime.fromisoformat(value)
        if found.tzinfo is None or not 1971 <= found.year <= 3000:
            raise ValueError  # noqa: TRY301
    except (ValueError, OverflowError):
        raise RefusedRequest(400, f"{name} is a day, 2026-11-30, or a moment, 2026-11-30T08:00:00+07:00") from None
    return found
