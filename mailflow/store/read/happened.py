"""Events of all tickets in the order in which they were recorded, for programs that follow them. Read only."""

from __future__ import annotations

import json
from datetime import datetime

from mailflow.core.plain import JsonObject
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text
from mailflow.store.engine.protocol import Row


@dataclass(frozen=True, slots=True)
class HappenedEvent:
    """A row of the log. Ids increase from commit to commit: events are written in exclusive transactions only."""

    id: int
    n: int
    seq: int
    at: datetime
    recorded: str  # moment, as text
    kind: str
    actor: str
    data: JsonObject

    @property
    def recorded_at(self) -> datetime:
        return from_text(self.recorded)


_COLUMNS = (
    "SELECT e.id, e.ticket_n, e.seq, e.at, o.at, e.kind, e.actor, e.data FROM event e "
    "JOIN occasion o ON o.id = e.occasion_id"
)


def after(db: Database, event_id: int, most: int) -> list[HappenedEvent]:
    """The next ones after that id, oldest first."""
    rows = db.execute(f"{_COLUMNS} WHERE e.id > ? ORDER BY e.id LIMIT ?", (event_id, most)).fetchall()
    return [_event(row) for row in rows]


def one(db: Database, event_id: int) -> HappenedEvent | None:
    rows = db.execute(f"{_COLUMNS} WHERE e.id = ?", (event_id,)).fetchall()
    return _event(rows[0]) if rows else None


def newest(db: Database) -> int:
    """The id of the newest event; 0 before the first."""
    return int(db.value("SELECT max(id) FROM event") or 0)


def count_after(db: Database, event_id: int) -> int:
    return int(db.value("SELECT count(*) FROM event WHERE id > ?", (event_id,)))


def _event(row: Row) -> HappenedEvent:
    event_id, n, seq, at, recorded, kind, actor, data = row
    return HappenedEvent(event_id, n, seq, from_text(at), recorded, kind, actor or "", json.loads(data))
