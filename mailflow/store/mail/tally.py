"""How often something happened, by the hour: the counters of `limits:`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from mailflow.core.limits import Name
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

DAY = 24  # hours a count is kept and looked at


def hour_of(at: datetime) -> int:
    """The clock hour of `at`, in hours since the epoch."""
    return int(at.timestamp() // 3600)


def counts(db: Database, names: Sequence[Name], at: datetime) -> list[tuple[int, int]]:
    """(count in this hour, count in this day) of each name, in order. At most one statement; in a transaction each name
    is read once, and counted along."""
    known = _known(db, at)
    missing = [name for name in dict.fromkeys(names) if name not in known]
    if missing:
        known.update(_read(db, missing, at))
    return [known[name] for name in names]


def _known(db: Database, at: datetime) -> dict[Name, tuple[int, int]]:
    """What this transaction has read of this hour; a savepoint that is rolled back empties it."""
    if not db.in_transaction:
        return {}
    found: dict[Name, tuple[int, int]] = db.memo.setdefault(f"tally {hour_of(at)}", {})
    return found


def _read(db: Database, names: Sequence[Name], at: datetime) -> dict[Name, tuple[int, int]]:
    now = hour_of(at)
    keys = {(what, _key(who)): (what, who) for what, who in names}
    found = dict.fromkeys(names, (0, 0))
    for what, who, hour, count in db.execute(
        " UNION ALL ".join([_ONE] * len(keys)), [value for key in keys for value in (*key, now - DAY)]
    ):
        name = keys[what, who]
        this_hour, day = found[name]
        found[name] = (this_hour + (count if hour == now else 0), day + count)
    return found


# of one name: an OR of several, grouped, takes SQLite three times as long
_ONE = "SELECT what, who, hour, count FROM tally WHERE what = ? AND who = ? AND hour > ?"


def add(db: Database, names: Sequence[Name], at: datetime) -> None:
    """Writer. Count each of them once more."""
    now, known = hour_of(at), _known(db, at)
    for name in names:
        if name in known:
            hour, day = known[name]
            known[name] = (hour + 1, day + 1)
    db.many(_ADD, [(what, _key(who), now) for what, who in names])


_ADD = (
    "INSERT INTO tally (what, who, hour, count) VALUES (?, ?, ?, 1) "
    "ON CONFLICT (what, who, hour) DO UPDATE SET count = tally.count + 1"
)


def forget(db: Database, at: datetime) -> None:
    """Writer. Delete counters no limit uses any more."""
    db.execute("DELETE FROM tally WHERE hour <= ?", (hour_of(at) - DAY,))


@lru_cache(maxsize=64)  # of each name twice, read and counted: 0.4 % of requests (bench/caches.py)
def _key(who: str) -> str:
    """A digest: counting needs no names, and a table without names need not be searched when a customer is erased."""
    return hashlib.blake2b(storable(who).encode(), digest_size=16).hexdigest()
