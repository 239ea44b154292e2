"""The survey's results: the votes that count, one per closing, and which comments were published. Read only, but for
`publish`."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text
from mailflow.store.engine.protocol import Row

_PUBLISHED = "testimonials"  # in meta: ids of votes whose comment was published
_NEWEST = (
    "SELECT event.id, event.at, event.data, ticket.n, ticket.number "
    "FROM event JOIN ticket ON ticket.n = event.ticket_n "
    "WHERE event.kind = 'vote-cast' ORDER BY event.at DESC, event.id DESC"
)


@dataclass(frozen=True, slots=True)
class RecordedVote:
    id: int  # of its event
    n: int
    number: str
    at: datetime
    score: int
    comment: str
    road: str
    operator: str
    consent: bool
    published: bool


def votes(db: Database, limit: int | None = None) -> list[RecordedVote]:
    """The newest first. `limit`: of rows that are read, some of which later votes have replaced."""
    sql, params = (_NEWEST, ()) if limit is None else (f"{_NEWEST} LIMIT ?", (limit,))
    shown = published(db)
    seen: set[tuple[int, str | None]] = set()
    found = []
    for row in db.execute(sql, params).fetchall():
        data = json.loads(row[2])
        closing = (row[3], data.get("closed_at"))
        if closing not in seen:
            seen.add(closing)
            found.append(_vote(row, data, shown))
    return found


def _vote(row: Row, data: dict[str, object], shown: Collection[int]) -> RecordedVote:
    event_id, at, _, n, number = row
    return RecordedVote(
        event_id,
        n,
        number,
        from_text(at),
        int(str(data["score"])),
        str(data.get("comment") or ""),
        str(data["road"]),
        str(data.get("operator") or ""),
        bool(data.get("consent")),
        event_id in shown,
    )


def testimonials(db: Database, limit: int | None = None) -> list[RecordedVote]:
    """Comments whose authors allow that they are published, the newest first."""
    return [vote for vote in votes(db, limit) if vote.consent and vote.comment]


def published(db: Database) -> frozenset[int]:
    """Ids of the votes whose comment was published."""
    return frozenset(json.loads(meta.get(db, _PUBLISHED) or "[]"))


def publish(db: Database, ids: Collection[int], *, shown: bool = True) -> None:
    """Writer. Adds these to the published ones, or takes them away."""
    now = published(db)
    meta.put(db, _PUBLISHED, json.dumps(sorted(now | set(ids) if shown else now - set(ids))))
