"""Ticket numbers."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.ticket import Ticket
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.seen import NEXT_N

_KEY = NEXT_N


def blank(db: Database, number_format: str, local: datetime, token: str, number: str = "") -> Ticket:
    """Writer. A ticket with a number and nothing else. Call it last: see `next_number`. `local`: when it begins, by
    the desk's clocks (`Desk.local`); `number`: the one it had elsewhere, for people."""
    n = next_number(db)
    shown = number or number_format.format(n=n, year=local.year, month=_Month(local.month))
    return Ticket(n=n, number=free_number(db, shown), token=token)


class _Month(int):
    """`{month}` without a format has two digits."""

    def __format__(self, spec: str) -> str:
        return format(int(self), spec or "02")


def next_number(db: Database) -> int:
    """Writer. The next n: 1, 2, 3 … for the life of the desk, never reused. Rolled back with its transaction or
    savepoint, so that a gap always means a lost ticket. Call it last: it locks a row that every new ticket needs."""
    found = db.remembered(_KEY) or db.value(f"SELECT value FROM meta WHERE key = ?{db.lock_rows}", (_KEY,))
    if found is None:
        raise LookupError(f"meta has lost {_KEY}")
    n = int(found)
    db.remember(_KEY, str(n + 1))
    db.later(_keep, n + 1)
    return n


def _keep(db: Database, numbers: list[int]) -> None:
    """At the end of the transaction: once, however many tickets it has opened."""
    meta.put(db, _KEY, str(numbers[-1]))


def free_number(db: Database, number: str) -> str:
    """`number` as people are to see it; with "-2", "-3" … behind it where another ticket has it. That happens when
    `desk.number` was changed: 1{n} gave 12 to the second ticket, {n} would give it to the twelfth."""
    sql, free, count = "SELECT 1 FROM ticket WHERE number = ?", number, 1
    while db.value(sql, (free,)) is not None:
        count += 1
        free = f"{number}-{count}"
    return free
