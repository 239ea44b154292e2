"""The desk's uptime as the pages show it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailflow.clock import machine_now
from mailflow.flow.health.uptime import Day, days, share
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass

_DAYS = 30


@dataclass(frozen=True, slots=True)
class UptimeShown:
    days: list[Day]
    percent: float | None  # of all checks; None: nothing was checked yet
    bars: list[Day | None]  # one for each day of the month, oldest first; None: nothing was checked


def shown(parts: Parts) -> UptimeShown:
    """Reads a month of heartbeats."""
    zone, now = ZoneInfo(parts.rules.desk.timezone), machine_now()
    found = days(parts.db, zone, now, _DAYS)
    checks, missed = sum(day.checks for day in found), sum(day.missed for day in found)
    known, today = {day.day: day for day in found}, datetime.fromtimestamp(now, zone).date()
    bars = [known.get(today - timedelta(days=ago)) for ago in reversed(range(_DAYS))]
    return UptimeShown(found, share(checks, missed) if checks else None, bars)
