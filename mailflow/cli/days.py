"""Days and moments as options take them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

DAY = timedelta(days=1)
YEARS = (1971, 3000)  # as the API has them: one can still calculate with the period before


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def moment(option: str, text: str, zone: ZoneInfo, add: timedelta = timedelta(0)) -> datetime:
    """A date is its first midnight (plus `add`); a moment without offset is the desk's. UsageError when it is none, or
    beyond YEARS."""
    try:
        if len(text.strip()) <= len("2026-11-01"):
            found = midnight(date.fromisoformat(text.strip()) + add, zone)
        else:
            found = datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise click.UsageError(f"{option}: {text!r} is no date; write it as 2026-11-01") from None
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise click.UsageError(f"{option}: {text!r} lies outside of {YEARS[0]} to {YEARS[1]}")
    return found if found.tzinfo else found.replace(tzinfo=zone)
