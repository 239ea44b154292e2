"""The tickets that are not over, the most urgent first, as letters list them. Chosen and ordered by the database: a
desk may have a hundred thousand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailflow.core.ladder import LADDERS
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk.status import GOING
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, from_text_or_none
from mailflow.store.engine.protocol import Row


@dataclass(frozen=True, slots=True)
class Going:
    """A ticket that is not over, as a list shows it."""

    n: int
    number: str
    status: str
    owner: str | None
    requester: str | None
    subject: str
    opened_at: datetime
    due_at: datetime | None  # the next reminder; None: none is left
    late: bool  # a reminder of the running clock has fired, and it is our turn
    priority: str


# The state is JSON without blanks, in which a quotation mark of somebody's words stands behind a backslash: so these
# patterns find a field of the ticket, and never what a customer has written.
_RANK = """CASE WHEN state LIKE '%"priority":"high"%' THEN 0 WHEN state LIKE '%"priority":"low"%' THEN 2 ELSE 1 END"""
_RANKS = ("high", "normal", "low")
_OF_LADDER = """(status = '{}' AND (state LIKE '%["{}:%' OR state LIKE '%,"{}:%'))"""
_LATE = " OR ".join(
    _OF_LADDER.format(kind.status.value, ladder.value, ladder.value) for ladder, kind in LADDERS.items() if kind.ours
)
_IS_LATE = f"CASE WHEN {_LATE} THEN 1 ELSE 0 END"
_CHOSEN = {"mine": "owner = ?", "new": "status = 'new'", "overdue": f"({_LATE})"}
_SHOWN = f"n, number, status, owner, requester, subject, opened_at, wake_at, {_IS_LATE} AS late, {_RANK} AS rank_"


_ORDER = "rank_, late DESC, CASE WHEN wake_at IS NULL THEN 1 ELSE 0 END, COALESCE(wake_at, opened_at), n"


def urgent(db: Database, which: str, name: str, most: int) -> tuple[list[Going], int]:
    """(the first `most`, how many more there are): by priority, then what is late, then by the next reminder. `which`:
    mine (of the owner with this name), new, overdue; anything else is all."""
    condition = _CHOSEN.get(which, "1 = 1")
    given = (name,) if which == "mine" else ()
    if which == "overdue":
        return _overdue(db, most)
    sql = f"SELECT {_SHOWN} FROM ticket WHERE {GOING} AND {condition} ORDER BY {_ORDER} LIMIT {most}"
    rows = [_going(row) for row in db.execute(sql, given)]
    if len(rows) < most:
        return rows, 0
    whole = db.value(f"SELECT count(*) FROM ticket WHERE {GOING} AND {condition}", given)
    return rows, int(whole) - len(rows)


def _overdue(db: Database, most: int) -> tuple[list[Going], int]:
    """Every state is looked through once, for both the rows and their number: that is what it costs."""
    late = f"SELECT n, wake_at, opened_at, 1 AS late, {_RANK} AS rank_ FROM ticket WHERE {GOING} AND ({_LATE})"
    sql = f"WITH found AS MATERIALIZED ({late}) SELECT n, (SELECT count(*) FROM found) FROM found ORDER BY {_ORDER}"
    chosen = db.all(f"{sql} LIMIT {most}")
    shown = {one.n: one for one in numbered(db, [n for n, _ in chosen])}
    rows = [shown[n] for n, _ in chosen if n in shown]
    return rows, (int(chosen[0][1]) if chosen else 0) - len(chosen)


def numbered(db: Database, wanted: Sequence[int]) -> list[Going]:
    """Those of these n that are not over, by n."""
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT {_SHOWN} FROM ticket WHERE {GOING} AND n IN ({marks}) ORDER BY n"
    return [_going(row) for row in db.execute(sql, tuple(wanted))] if wanted else []


def _going(row: Row) -> Going:
    n, number, status, owner, requester, subject, opened, wake, late, rank = row
    due = from_text_or_none(wake)
    return Going(n, number, status, owner, requester, subject, from_text(opened), due, bool(late), _RANKS[rank])
