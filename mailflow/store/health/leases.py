"""Leases: something one process has alone until it releases it or stops renewing. Counted in the database's time where
daemons of several hosts share it (`Database.lease_time`). Steps all: own transactions, which wake no
loop."""

from __future__ import annotations

from mailflow.store.engine.database import Database


def take(db: Database, name: str, holder: str, seconds: float, now: float) -> str:
    """Acquire or renew it, for `seconds` from now on, unless another holds it. Returns the holder. A lease that seems
    to last longer than any was ever given (the clock was set back) counts as over."""
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
    """Another may have it at once. Nothing happens when it is no longer ours."""
    with db.transaction(exclusive=False, quiet=True, durable=False):
        db.execute("DELETE FROM lease WHERE name = ? AND holder = ?", (name, holder))
