"""What the figures are made of, written with the events: `counted` (happenings), `turn` (changes of state), `standing`
(how many more tickets are in a state after a day). store/read/reports.py reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from mailflow.core.counted import counted, taken_back
from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket
from mailflow.store.engine.database import Database

DAY = 86400  # seconds


class RecordedEvent(NamedTuple):
    """An event as record.py writes it."""

    kind: str
    data: JsonObject
    at: datetime
    status: str  # of the ticket after it


def count(db: Database, before: Ticket, after: Ticket, events: Sequence[RecordedEvent]) -> None:
    """Writer. `before` and `after`: the ticket before and after all of the events."""
    rows, turns, n = [], [], after.n
    status = str(before.status) if before.version else ""
    for seq, event in enumerate(events, before.version + 1):
        at, one = seconds(event.at), counted(event.kind, event.data, before, after)
        if one is not None:
            against = None if one.against is None else seconds(one.against)
            rows.append((event.kind, at, n, seq, one.who, one.what, against, one.score))
        if event.status != status:
            turns.append((at, n, seq, status, event.status))
            status = event.status
    db.many(_COUNT, rows)
    if turns:
        db.many(_TURN, turns)
        db.many(_STAND, _moved(turns))
    for seq, event in enumerate(events, before.version + 1):
        if event.kind == "closed":
            db.execute(_CREDIT, (n, seq))
        elif (gone := taken_back(event.kind, event.data)) is not None:
            db.execute("DELETE FROM counted WHERE ticket_n = ? AND seq = ?", (n, gone))


def seconds(moment: datetime) -> int:
    """As the columns hold it: whole seconds since the epoch, rounded down."""
    return int(moment.timestamp() // 1)


def _moved(turns: Sequence[tuple[int, int, int, str, str]]) -> list[tuple[int, str, int]]:
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
# a closing is counted from the last reopening; and the canned letter before a satisfied one is named
_CREDIT = (
    "UPDATE counted SET against = COALESCE((SELECT max(at) FROM counted o WHERE o.ticket_n = counted.ticket_n "
    "AND o.kind = 'reopened' AND o.seq < counted.seq), against), what = CASE what WHEN '' THEN '' ELSE COALESCE(("
    "SELECT o.what FROM counted o WHERE o.ticket_n = counted.ticket_n AND o.kind = 'answered' AND o.what <> '' "
    "AND o.seq < counted.seq ORDER BY o.seq DESC LIMIT 1), '') END WHERE ticket_n = ? AND seq = ?"
)
