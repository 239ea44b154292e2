"""Availability of the desk per day: one check every five minutes, computed from what the desk has stored. Reads only.

A check is *missed* when no daemon was alive in those five minutes, or when the last self-probe that was due had not
come back within the limit. Without probes (`probe:` off) only the heartbeats count.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database
from mailflow.store.health import probes, watching
from mailflow.store.health.probes import SentProbe
from mailflow.store.health.watching import SLOT

LIMIT = 120.0  # seconds a probe may take
_LATE = 60.0  # seconds the next probe may be late: a busy machine is not an outage

By = Literal["probes", "heartbeats", "probes and heartbeats"]


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    checks: int
    missed: int
    by: By
    slowest: float | None  # seconds the day's slowest probe took, None when none came back

    @property
    def percent(self) -> float:
        return share(self.checks, self.missed)


def share(checks: int, missed: int) -> float:
    """Percentage, rounded down: 100.0 only when nothing was missed."""
    return 100.0 if not missed else int((checks - missed) * 10_000 / checks) / 100


def days(db: Database, zone: ZoneInfo, now: float, count: int, limit: float = LIMIT) -> list[Day]:
    """The last `count` days in the desk's time zone up to machine time `now`, oldest first; none before the first
    heartbeat. The current five minutes are not counted yet."""
    begin = watching.first_pulse(db)
    if begin is None:
        return []
    today = datetime.fromtimestamp(now, UTC).astimezone(zone).date()
    found = []
    for back in range(count - 1, -1, -1):
        day = today - timedelta(days=back)
        first = max(begin, -(-_midnight(day, zone) // SLOT))
        last = min(-(-_midnight(day + timedelta(days=1), zone) // SLOT) - 1, int(now // SLOT) - 1)
        if first <= last:
            found.append(_day(db, day, first, last, limit))
    return found


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def _day(db: Database, day: date, first: int, last: int, limit: float) -> Day:
    alive = watching.pulses(db, first, last)
    sent = probes.between(db, first * SLOT - 86_400 - limit, (last + 1) * SLOT)
    moments = [probe.sent_at for probe in sent]
    missed = covered = 0
    for slot in range(first, last + 1):
        end = (slot + 1) * SLOT
        decided = bisect_right(moments, end - limit)
        probe = sent[decided - 1] if decided else None
        if probe is not None and end - probe.sent_at > probe.every + limit + _LATE:
            probe = None  # probes had been switched off
        covered += probe is not None
        missed += slot not in alive or (probe is not None and not _came_back(probe, limit))
    took = [p.returned_at - p.sent_at for p in sent if p.returned_at is not None and p.sent_at >= first * SLOT]
    count = last - first + 1
    return Day(day, count, missed, _by(covered, len(alive)), max(took, default=None))


def _came_back(probe: SentProbe, limit: float) -> bool:
    return probe.returned_at is not None and probe.returned_at - probe.sent_at <= limit


def _by(covered: int, alive: int) -> By:
    if not covered:
        return "heartbeats"
    return "probes" if covered >= alive else "probes and heartbeats"
