"""How often something happened, by the hour: the counters of `limits:`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from mailflow.core.limits import Name
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

DAY = 24  # hours a count is kept and looked at


def hour_of(at: datetime) -> int:
    """The clock hour of `at`, in hours since the epoch."""
    return int(at.timestamp() // 3600)


def counts(db: Database, names: Sequence[Name], at: datetime) -> list[tuple[int, int]]:
    """(count in this hour, count in this day) of each name, in order. One statement."""
    keys = [(what, _key(who)) for what, who in names]
    now = hour_of(at)
    either = " OR ".join(["(what = ? AND who = ?)"] * len(keys))
    sql = (
        "SELECT what, who, sum(CASE WHEN hour = ? THEN count ELSE 0 END), sum(count) FROM tally "
        f"WHERE hour > ? AND ({either}) GROUP BY what, who"
    )
    rows = db.execute(sql, (now, now - DAY, *(word for key in keys for word in key)))
    found = {(what, who): (int(hour), int(day)) for what, who, hour, day in rows}
    return [found.get(key, (0, 0)) for key in keys]


def add(db: Database, names: Sequence[Name], at: datetime) -> None:
    """Writer. Count each of them once more."""
    now = hour_of(at)
    db.many(_ADD, [(what, _key(who), now) for what, who in names])


_ADD = (
    "INSERT INTO tally (what, who, hour, count) VALUES (?, ?, ?, 1) "
    "ON CONFLICT (what, who, hour) DO UPDATE SET count = tally.count + 1"
)


def forget(db: Database, at: datetime) -> None:
    """Writer. Delete counters no limit uses any more."""
    db.execute("DELETE FROM tally WHERE hour <= ?", (hour_of(at) - DAY,))


def _key(who: str) -> str:
    """A digest: counting needs no names, and a table without names need not be searched when a customer is erased."""
    return hashlib.blake2b(storable(who).encode(), digest_size=16).hexdigest()
