"""The next ticket's n."""

from __future__ import annotations

from mailflow.store.database import Database


def next_number(db: Database) -> int:
    """Writer. 1, 2, 3 … for the life of the desk; never used twice. Undone with its transaction or savepoint, so that a
    gap always means a lost ticket. Take it last: on a busy desk everybody waits for this row."""
    return db.next_of("next_n")
