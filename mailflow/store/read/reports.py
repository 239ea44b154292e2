"""What happened in a period, as the PIC's figures need it (core/figures.py does the arithmetic). Read only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from mailflow.core.figures import KINDS, Period, PeriodEvent
from mailflow.core.plain import JsonObject
from mailflow.store.desk import tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, from_text_or_none, to_text


def period(db: Database, since: datetime, until: datetime, zone: tzinfo = UTC, operators: Sequence[str] = ()) -> Period:
    """What happened from `since` up to but without `until` (aware), read from one snapshot of the database."""
    with db.reading():
        rows = db.execute(_HAPPENED, (to_text(since), to_text(until))).fetchall()
        now = tickets.count_by_status(db)
    return Period(since, until, zone, [_event(_Row(*row)) for row in rows], now, operators)


_HAPPENED = (
    "SELECT event.at, event.kind, event.data, ticket.owner, ticket.category, ticket.opened_at, ticket.status "
    "FROM event JOIN ticket ON ticket.n = event.ticket_n "
    f"WHERE event.kind IN ({', '.join(repr(kind) for kind in KINDS)}) AND event.at >= ? AND event.at < ?"
)


class _Row(NamedTuple):
    at: str
    kind: str
    data: str
    owner: str | None
    category: str | None
    opened_at: str | None
    status: str


def _event(row: _Row) -> PeriodEvent:
    data = json.loads(row.data)
    return PeriodEvent(
        at=from_text(row.at),
        kind=row.kind,
        operator=data.get("operator"),
        first=bool(data.get("first", row.kind == "second-tier-late")),
        owner=row.owner,
        category=row.category,
        opened_at=from_text_or_none(row.opened_at),
        discarded=row.status == "discarded",
        to=_about(row.kind, data),
    )


def _about(kind: str, data: JsonObject) -> str:
    if kind == "incident-joined":
        return str(data["number"])
    return "" if data.get("party_kind") == "third-party" else _address(data.get("to"))


def _address(to: object) -> str:
    """Of an event about one address; a rung's `to` names several."""
    return to if isinstance(to, str) else ""
