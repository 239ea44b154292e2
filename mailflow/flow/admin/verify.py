"""`mailflow verify`: the event log proves the ticket rows. Each ticket is folded again from its events and compared
with its row. Changes nothing.

A row that reads word for word as the folded ticket is written is right; only of the others are the fields compared one
by one (rows of an older version lack some).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields

from mailflow.core import eventlog
from mailflow.core.evolve import evolve
from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import ticket_rows, tickets
from mailflow.store.desk.ticket_rows import TicketRow
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text
from mailflow.store.read import archive
from mailflow.store.read.archive import LogRow

# The columns that lists and reports read: each is the ticket's field of that name, in plain form.
_COLUMNS = ("number", "status", "subject", "owner", "category", "breaches")
_AT_ONCE = 200  # tickets
_MOMENTS = ("opened_at", "claimed_at", "first_answered_at", "closed_at")


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One field in which a row differs from its log."""

    n: int
    number: str
    field: str  # field of Ticket; "column …"; "event 3" when an event cannot be read
    stored: str
    proven: str  # value according to the log


def verify(
    db: Database,
    seen: Callable[[int, int], None] = lambda done, of: None,
    only: Sequence[int] | None = None,
) -> Iterator[RowDifference]:
    """Every difference, by ticket. `seen` is called with (tickets compared, tickets in all). `only`: of these."""
    numbers = tickets.all_numbers(db) if only is None else only
    for begin in range(0, len(numbers), _AT_ONCE):
        some = numbers[begin : begin + _AT_ONCE]
        with db.reading():  # a daemon may be running: rows and logs must be read from one snapshot
            found = [one for n in _doubtful(db, some) for one in _differences(db, n)]
        yield from found
        seen(begin + len(some), len(numbers))


def _doubtful(db: Database, numbers: Sequence[int]) -> list[int]:
    """Those of these tickets whose row is not, word for word, what their log makes of it."""
    logs = defaultdict(list, archive.logs_of(db, numbers))
    return [row.n for row in ticket_rows.rows_of(db, numbers) if not _is_proven(row, logs[row.n])]


def _is_proven(row: TicketRow, log: Sequence[LogRow]) -> bool:
    proven = Ticket(n=row.n, number=row.number, token=row.token)
    try:
        for kind, data, recorded in log:
            proven = evolve(proven, eventlog.from_json(kind, json.loads(data)), from_text(recorded))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return False  # `_differences` says what is wrong
    return row == ticket_rows.row_of(proven)


def _differences(db: Database, n: int) -> Iterator[RowDifference]:
    stored, columns = tickets.load(db, n), tickets.one_shown(db, n)
    if stored is None or columns is None:
        return
    proven = Ticket(n=n, number=stored.number, token=stored.token)
    for recorded in archive.events_of(db, n):
        try:
            proven = evolve(proven, eventlog.from_json(recorded.kind, recorded.data), recorded.recorded_at)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            words = f"{type(error).__name__}: {error}"
            yield RowDifference(n, stored.number, f"event {recorded.seq}", recorded.kind, f"cannot be read: {words}")
            return
    for field in fields(Ticket):
        ours, theirs = getattr(stored, field.name), getattr(proven, field.name)
        if ours != theirs:
            yield RowDifference(n, stored.number, field.name, _words(ours), _words(theirs))
    yield from _of_columns(n, replace(proven, version=stored.version), columns)


def _of_columns(n: int, proven: Ticket, columns: JsonObject) -> Iterator[RowDifference]:
    """The same facts are also stored in columns, for lists."""
    told: JsonObject = {name: getattr(proven, name) for name in _COLUMNS}
    told["requester"] = proven.requester.email if proven.requester else None
    for name in _MOMENTS:
        moment = getattr(proven, name)
        told[name] = moment.isoformat(timespec="seconds") if moment else None
    for name, value in told.items():
        if columns[name] != value:
            yield RowDifference(n, proven.number, f"column {name}", _words(columns[name]), _words(value))


def _words(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
