"""`mailflow verify`: the log proves the rows. Each ticket is built again from its events and compared with what is
stored; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from mailflow.core import eventlog
from mailflow.core.evolve import evolve
from mailflow.core.ticket import Ticket
from mailflow.store.desk import tickets
from mailflow.store.engine.database import Database
from mailflow.store.read import archive

# The columns lists and reports read: each is the ticket's field of that name, made plain.
_COLUMNS = ("number", "status", "subject", "owner", "category", "breaches")
_MOMENTS = ("opened_at", "claimed_at", "first_answered_at", "closed_at")


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One field in which a ticket is not what its log says."""

    n: int
    number: str
    field: str  # of Ticket; "column …"; "event 3" when the log itself cannot be read
    stored: str
    proven: str  # what the log says


def verify(db: Database, seen: Callable[[int, int], None] = lambda done, of: None) -> Iterator[RowDifference]:
    """Every difference, by ticket. `seen` hears how many of how many tickets have been looked at."""
    numbers = tickets.all_numbers(db)
    for done, n in enumerate(numbers, 1):
        with db.reading():  # a daemon may be at work: row and log must be of one moment
            found = list(_differences(db, n))
        yield from found
        seen(done, len(numbers))


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


def _of_columns(n: int, proven: Ticket, columns: dict[str, Any]) -> Iterator[RowDifference]:
    """The same facts stand in columns of their own, where lists find them."""
    told: dict[str, Any] = {name: getattr(proven, name) for name in _COLUMNS}
    told["requester"] = proven.requester.email if proven.requester else None
    for name in _MOMENTS:
        moment = getattr(proven, name)
        told[name] = moment.isoformat(timespec="seconds") if moment else None
    for name, value in told.items():
        if columns[name] != value:
            yield RowDifference(n, proven.number, f"column {name}", _words(columns[name]), _words(value))


def _words(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
