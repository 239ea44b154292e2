"""A ticket's log as the core reads it."""

from __future__ import annotations

from mailflow.core import eventlog
from mailflow.core.undoing import Logged
from mailflow.store.engine.database import Database
from mailflow.store.read import archive


def logged(db: Database, n: int) -> tuple[Logged, ...]:
    """Every event, in order."""
    return tuple(
        Logged(one.seq, one.recorded_at, one.occasion, eventlog.from_json(one.kind, one.data))
        for one in archive.events_of(db, n)
    )
