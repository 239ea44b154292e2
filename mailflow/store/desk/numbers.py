"""The next ticket's n."""

from __future__ import annotations

from mailflow.store.desk import meta
from mailflow.store.engine.database import Database

_KEY = "next_n"


def next_number(db: Database) -> int:
    """Writer. 1, 2, 3 … for the life of the desk; never used twice. Undone with its transaction or savepoint, so that a
    gap always means a lost ticket. Take it last: on a busy desk everybody waits for this row."""
    n = db.memo.get(_KEY)
    if n is None:
        found = db.value(f"SELECT value FROM meta WHERE key = ?{db.lock_rows}", (_KEY,))
        if found is None:
            raise LookupError(f"meta has lost {_KEY}")
        n = int(found)
    db.memo[_KEY] = n + 1
    meta.put(db, _KEY, str(n + 1))
    return n
