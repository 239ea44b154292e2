"""What the team's page shows of the tickets that go on: short lists, each by what is due next. Read only.

Counts and order come from the index ticket_board alone; only the rows that are shown are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from mailflow.core.status import Status
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk.status import GOING
from mailflow.store.desk.tickets import is_late
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, from_text_or_none
from mailflow.store.engine.protocol import Row


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A ticket in a list."""

    n: int
    number: str
    status: Status
    subject: str
    who: str  # the customer's name, else the address
    owner: str | None
    category: str | None
    opened_at: datetime
    due_at: datetime | None  # the next alarm; None: none is left
    late: bool
    priority: str


@dataclass(frozen=True, slots=True)
class Board:
    """Every ticket that goes on, counted; those due first, whole."""

    lists: dict[Status, list[BoardRow]]
    counts: dict[Status, int]
    owners: dict[str, dict[Status, int]]


def board(db: Database, most: int) -> Board:
    """At most `most` of each state."""
    with db.reading():
        counted = db.execute(
            f"SELECT status, owner, count(*) FROM ticket WHERE {GOING} GROUP BY status, owner"
        ).fetchall()
        counts, owners = _loads(counted)
        first = {status: _first(db, status, most) for status in counts}
        whole = {row.n: row for row in _rows(db, [n for numbers in first.values() for n in numbers])}
    lists = {status: _late_first([whole[n] for n in numbers]) for status, numbers in first.items()}
    return Board(lists, counts, owners)


def _loads(rows: Sequence[Row]) -> tuple[dict[Status, int], dict[str, dict[Status, int]]]:
    counts: dict[Status, int] = {}
    owners: dict[str, dict[Status, int]] = {}
    for text, owner, count in rows:
        status = Status(text)
        counts[status] = counts.get(status, 0) + count
        if owner:
            owners.setdefault(owner, {})[status] = count
    return counts, owners


def _first(db: Database, status: Status, most: int) -> list[int]:
    """By the next alarm. One of ours without any has rung all of its steps: nothing has waited longer. One of the
    customer's without any is due last."""
    of_status = f"SELECT n FROM ticket WHERE {GOING} AND status = ? AND wake_at IS"
    silent = db.execute(f"{of_status} NULL ORDER BY n LIMIT ?", (status, most)).fetchall()
    due = db.execute(f"{of_status} NOT NULL ORDER BY wake_at LIMIT ?", (status, most)).fetchall()
    rows = [*due, *silent] if status is Status.WAITING else [*silent, *due]
    return [row[0] for row in rows[:most]]


def _rows(db: Database, numbers: Sequence[int]) -> Iterator[BoardRow]:
    if not numbers:
        return
    sql = (
        "SELECT n, number, status, subject, requester, requester_name, owner, category, opened_at, wake_at, state "
        f"FROM ticket WHERE n IN ({', '.join('?' * len(numbers))})"
    )
    for n, number, status, subject, address, name, owner, category, opened, wake, text in db.execute(
        sql, tuple(numbers)
    ):
        state = json.loads(text)
        yield BoardRow(
            n,
            number,
            Status(status),
            subject,
            name or address or "",
            owner,
            category,
            from_text(opened),
            from_text_or_none(wake),
            is_late(status, state.get("rung", ())),
            state.get("priority", "normal"),
        )


def _late_first(rows: list[BoardRow]) -> list[BoardRow]:
    """Those already late first, then by what is due next; a high priority first of its kind."""
    return sorted(rows, key=lambda one: (not one.late, one.priority != "high"))


@dataclass(frozen=True, slots=True)
class TodaysFigures:
    opened: int
    answered: int
    closed: int
    breached: int
    first_answers: tuple[int, ...]  # seconds from arrival to the first answer, of today's first answers


def todays(db: Database, since: datetime) -> TodaysFigures:
    """What happened from `since` on, from the figures' narrow rows (table counted)."""
    at = int(since.timestamp())
    kinds = ("request-received", "answered", "closed", "breached")
    sql = "SELECT kind, count(*) FROM counted WHERE kind IN (?, ?, ?, ?) AND at >= ? GROUP BY kind"
    counts: dict[str, int] = dict(db.execute(sql, (*kinds, at)).fetchall())
    first = db.execute(
        "SELECT at - against FROM counted WHERE kind = ? AND at >= ? AND against IS NOT NULL", ("answered", at)
    )
    lengths = tuple(max(0, int(row[0])) for row in first)
    return TodaysFigures(
        counts.get("request-received", 0),
        counts.get("answered", 0),
        counts.get("closed", 0),
        counts.get("breached", 0),
        lengths,
    )
