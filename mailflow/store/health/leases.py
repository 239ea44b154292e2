"""Leases: a right that one process has exclusively until it releases it or stops renewing it. Counted in the database
server's time where daemons run on several hosts (`Database.lease_time`). All functions are steps: own transactions,
which wake no loop."""

from __future__ import annotations

from mailflow.store.engine.database import Database


def take(db: Database, name: str, holder: str, seconds: float, now: float) -> str:
    """Acquire or renew the lease `name` for `seconds` from now, unless another process holds it. Returns the holder. A
    lease whose end lies further away than `seconds` counts as expired: the clock was set back."""
    time, params = db.lease_time(now)
    sql = (
        f"INSERT INTO lease (name, holder, ends) VALUES (?, ?, {time} + ?) ON CONFLICT (name) DO UPDATE SET "
        "holder = excluded.holder, ends = excluded.ends "
        f"WHERE lease.holder = excluded.holder OR lease.ends NOT BETWEEN {time} AND {time} + ?"
    )
    with db.transaction(exclusive=False, quiet=True, durable=False):
        db.execute(sql, (name, holder, *params, seconds, *params, *params, seconds))
        found = db.value("SELECT holder FROM lease WHERE name = ?", (name,))
    return str(found)


def free(db: Database, name: str, holder: str) -> None:
    """Release the lease at once. Does nothing when another process holds it."""
    with db.transaction(exclusive=False, quiet=True, durable=False):
        db.execute("DELETE FROM lease WHERE name = ? AND holder = ?", (name, holder))
