"""What the figures count, in narrow tables of its own: a report over a million tickets read every event before. Filled
from the log, which is folded once for each ticket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailflow.store.engine.database import Database
    from mailflow.store.engine.protocol import Params, Row

STATEMENTS = (
    """CREATE TABLE counted (
        kind TEXT NOT NULL, at {integer} NOT NULL, ticket_n {integer} NOT NULL,
        seq {integer} NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, against {integer}, score {integer} NOT NULL,
        PRIMARY KEY (kind, at, ticket_n, seq)) {clustered}""",
    "CREATE INDEX counted_ticket ON counted (ticket_n, seq)",
    "CREATE INDEX counted_promised ON counted (against) WHERE kind = 'request-received'",
    """CREATE TABLE turn (
        at {integer} NOT NULL, ticket_n {integer} NOT NULL, seq {integer} NOT NULL,
        gone TEXT NOT NULL, entered TEXT NOT NULL, PRIMARY KEY (at, ticket_n, seq)) {clustered}""",
    """CREATE TABLE standing (
        day {integer} NOT NULL, status TEXT NOT NULL, net {integer} NOT NULL, PRIMARY KEY (day, status)) {clustered}""",
)
_AT_ONCE = 500  # tickets


def fill(db: Database) -> None:
    last = db.value("SELECT max(n) FROM ticket") or 0
    standing: Counter[tuple[int, str]] = Counter()
    for first in range(1, last + 1, _AT_ONCE):
        _fill(db, first, standing)
    db.many("INSERT INTO standing (day, status, net) VALUES (?, ?, ?)", [(*key, net) for key, net in standing.items()])


def _fill(db: Database, first: int, standing: Counter[tuple[int, str]]) -> None:
    sql = (
        "SELECT e.ticket_n, e.seq, e.at, o.at, e.kind, e.data FROM event e JOIN occasion o ON o.id = e.occasion_id "
        "WHERE e.ticket_n >= ? AND e.ticket_n < ? ORDER BY e.ticket_n, e.seq"
    )
    counted: list[Params] = []
    turns: list[Params] = []
    for n, log in _by_ticket(db.all(sql, (first, first + _AT_ONCE))):
        rows, moved = _of_ticket(n, log)
        counted += rows
        turns += moved
        for at, _, _, gone, entered in moved:
            standing[at // 86400, entered] += 1
            if gone:
                standing[at // 86400, gone] -= 1
    db.many(
        "INSERT INTO counted (ticket_n, seq, kind, at, who, what, against, score) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        counted,
    )
    db.many("INSERT INTO turn (at, ticket_n, seq, gone, entered) VALUES (?, ?, ?, ?, ?)", turns)


def _by_ticket(rows: list[Row]) -> Iterator[tuple[int, list[Row]]]:
    begin = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end][0] != rows[begin][0]:
            yield rows[begin][0], rows[begin:end]
            begin = end


def _of_ticket(n: int, log: list[Row]) -> tuple[list[Params], list[tuple[int, int, int, str, str]]]:
    """What is counted of one ticket, and its changes of state. A log that cannot be read (`verify` tells it) counts as
    far as it can."""
    import json

    from mailflow.core import eventlog
    from mailflow.core.counted import stage
    from mailflow.core.evolve import evolve
    from mailflow.core.ticket import Ticket

    rows: dict[int, tuple[int | str | None, ...]] = {}
    turns: list[tuple[int, int, int, str, str]] = []
    ticket, status, canned, begun = Ticket(n=n), "", "", None
    for _, seq, at, recorded, kind, text in log:
        data = eventlog.completed(kind, json.loads(text))
        try:
            after = evolve(ticket, eventlog.from_json(kind, data), datetime.fromisoformat(recorded))
            _, one, gone = stage(kind, data, ticket, after)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            break
        moment = _seconds(datetime.fromisoformat(at))
        if one is not None:
            against = None if one.against is None else _seconds(one.against)
            what = one.what
            if kind == "closed":
                against, what = begun or against, canned if what else ""
            rows[seq] = (n, seq, kind, moment, one.who, what, against, one.score)
            canned = one.what or canned if kind == "answered" else canned
            begun = moment if kind == "reopened" else begun
        if gone is not None:
            rows.pop(gone, None)
        if after.status.value != status:
            turns.append((moment, n, seq, status, after.status.value))
        ticket, status = after, after.status.value
    return list(rows.values()), turns


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp() // 1)


CHANGES = (*STATEMENTS, fill)
