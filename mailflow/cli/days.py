"""Days and moments as options take them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

DAY = timedelta(days=1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def moment(option: str, text: str, zone: ZoneInfo, add: timedelta = timedelta(0)) -> datetime:
    """A date is its first midnight (plus `add`); a moment without offset is the desk's."""
    try:
        if len(text.strip()) <= len("2026-11-01"):
            return midnight(date.fromisoformat(text.strip()) + add, zone)
        found = datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise click.UsageError(f"{option}: {text!r} is no date; write it as 2026-11-01") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)
