"""What the figures are made of, written with the events: `counted` (happenings), `turn` (changes of state), `standing`
(how many more tickets are in a state after a day). store/read/reports.py reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from mailflow.core.counted import CountedEvent
from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket
from mailflow.store.desk.summed_days import DAY as DAY
from mailflow.store.desk.summed_days import take_back
from mailflow.store.engine.database import Database
from mailflow.store.engine.protocol import Params

Recorded = tuple[
    tuple[str, str | None, JsonObject], datetime, CountedEvent
]  # the event as logged, its moment, its stage


_Turn = tuple[int, int, int, str, str]  # at, ticket, seq, status gone, status entered


def count(db: Database, before: Ticket, n: int, events: Sequence[Recorded]) -> None:
    """Writer. `before`: the ticket before the first of the events."""
    rows, turns, after = [], [], []
    status = str(before.status) if before.version else ""
    for seq, ((kind, _, _), moment, stage) in enumerate(events, before.version + 1):
        at, one = seconds(moment), stage.counted
        if one is not None:
            against = None if one.against is None else seconds(one.against)
            rows.append((kind, at, n, seq, one.who, one.what, against, one.score))
        if stage.status != status:
            turns.append((at, n, seq, status, stage.status))
            status = stage.status
        if stage.takes_back is not None:
            after.append((_TAKE_OUT, (n, stage.takes_back)))
        if kind == "closed":
            after.append((_CREDIT, (n, seq)))
    take_back(db, n, [*(at for at, *_ in turns), *(at for _, at, *_ in rows)], new=not before.version)
    if rows or turns or after:
        db.later(_write, _Counted(rows, turns, after))


class _Counted(NamedTuple):
    """Of one ticket's events."""

    rows: Sequence[Params]
    turns: Sequence[_Turn]
    after: Sequence[tuple[str, Params]]  # statements about these and earlier rows


def _write(db: Database, found: Sequence[_Counted]) -> None:
    """At the end of the transaction, in which nobody reads them: three statements for all its mails, where each had
    three of its own (55 µs of the processor a mail; 2026-11-30)."""
    rows: list[Params] = []
    for one in found:
        rows += one.rows
        if one.after:
            db.many(_COUNT, rows)
            rows = []
        for sql, params in one.after:  # in order: a closing names no answer that was taken back just before
            db.execute(sql, params)
    turns = [turn for one in found for turn in one.turns]
    db.many(_COUNT, rows)
    db.many(_TURN, turns)
    db.many(_STAND, sorted(_moved(turns)))


def by_status(db: Database) -> dict[str, int]:
    """{status: number of tickets}, from the sums of days."""
    rows = db.all("SELECT status, sum(net) FROM standing GROUP BY status")
    return {status: int(net) for status, net in rows if net}


def seconds(moment: datetime) -> int:
    """As the columns hold it: whole seconds since the epoch, rounded down."""
    return int(moment.timestamp() // 1)


def _moved(turns: Sequence[_Turn]) -> list[tuple[int, str, int]]:
    """(day, status, how many more)."""
    found: Counter[tuple[int, str]] = Counter()
    for at, _, _, left, entered in turns:
        found[at // DAY, left] -= 1
        found[at // DAY, entered] += 1
    return [(day, status, net) for (day, status), net in found.items() if status and net]


_COUNT = "INSERT INTO counted (kind, at, ticket_n, seq, who, what, against, score) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_TURN = "INSERT INTO turn (at, ticket_n, seq, gone, entered) VALUES (?, ?, ?, ?, ?)"
_STAND = (
    "INSERT INTO standing (day, status, net) VALUES (?, ?, ?) "
    "ON CONFLICT (day, status) DO UPDATE SET net = standing.net + excluded.net"
)
_TAKE_OUT = "DELETE FROM counted WHERE ticket_n = ? AND seq = ?"
# a closing is counted from the last reopening; and the canned letter before a satisfied one is named
_CREDIT = (
    "UPDATE counted SET against = COALESCE((SELECT max(at) FROM counted o WHERE o.ticket_n = counted.ticket_n "
    "AND o.kind = 'reopened' AND o.seq < counted.seq), against), what = CASE what WHEN '' THEN '' ELSE COALESCE(("
    "SELECT o.what FROM counted o WHERE o.ticket_n = counted.ticket_n AND o.kind = 'answered' AND o.what <> '' "
    "AND o.seq < counted.seq ORDER BY o.seq DESC LIMIT 1), '') END WHERE ticket_n = ? AND seq = ?"
)
