"""Letters once a day: on a working day of the desk, from a minute on, once among all daemons."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailflow.core import hours
from mailflow.flow.parts import Parts
from mailflow.store.desk import meta


def is_due(parts: Parts, key: str, minute: int | None) -> bool:
    """`key` in meta has the local date of the last. Missed ones are not repeated; a new desk begins with its first full
    day."""
    if minute is None:
        return False
    day, zone = today(parts), ZoneInfo(parts.rules.desk.timezone)
    at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    if parts.clock.now() < at or (meta.get(parts.db, key) or "") >= day.isoformat() or at < meta.since(parts.db):
        return False
    return bool(hours.open_spans(day, parts.rules.working_hours))


def note(parts: Parts, key: str) -> None:
    """Writer. Today's is written."""
    meta.put(parts.db, key, today(parts).isoformat())


def today(parts: Parts) -> date:
    return parts.rules.desk.local(parts.clock.now()).date()
