"""The desk's uptime as the pages show it."""

from __future__ import annotations

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


def shown(parts: Parts) -> UptimeShown:
    """Reads a month of heartbeats."""
    found = days(parts.db, ZoneInfo(parts.rules.desk.timezone), machine_now(), _DAYS)
    checks, missed = sum(day.checks for day in found), sum(day.missed for day in found)
    return UptimeShown(found, share(checks, missed) if checks else None)
