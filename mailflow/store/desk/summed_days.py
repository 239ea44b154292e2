"""Days that are over, summed once, so that a report of a year reads 365 rows and not a million.

A day (of UTC, so that no zone is part of it) is summed when it is a week old (flow/schedule/day_sums.py). Whatever is
counted of a ticket later, or changes its category, state or requester, takes back in the same transaction the sums of
all days on which something of that ticket was counted; they are made again, and until then the report reads those days
as it reads today. So the sums are never wrong, only missing. `round` counts how often a day's were taken back: who sums
it reads from a snapshot, without the writers' lock, and writes only if nothing was counted there meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mailflow.store.engine.database import Database

DAY = 86400  # seconds
_LAST = "last summed day"


class SummedDay(NamedTuple):
    """A day's sums, packed (store/read/span_pack.py)."""

    day: int  # since the epoch, UTC
    counts: bytes
    times: bytes
    requesters: bytes


def take_back(db: Database, n: int, moments: Iterable[int] = (), *, new: bool = False) -> None:
    """Writer. The sums of every day on which something of ticket `n` was counted, and of these moments; of a `new`
    ticket nothing was counted before them, and nobody has to look."""
    last = _last(db)
    if last is None:
        return
    if not new:
        db.execute(f"{_TAKE_BACK} WHERE day IN (SELECT at / {DAY} FROM counted WHERE ticket_n = ?)", (n,))
    days = {moment // DAY for moment in moments}
    db.many(f"{_TAKE_BACK} WHERE day = ?", [(day,) for day in sorted(days) if day <= last])


_TAKE_BACK = "UPDATE summed_day SET counts = NULL, times = NULL, requesters = NULL, round = round + 1"


def _last(db: Database) -> int | None:
    """Of this transaction: asked for once."""
    if _LAST not in db.memo:
        db.memo[_LAST] = last(db)
    found: int | None = db.memo[_LAST]
    return found


def last(db: Database) -> int | None:
    """The last day that has a row; None when none has."""
    found: int | None = db.value("SELECT max(day) FROM summed_day")
    return found


def next_with_events(db: Database, day: int) -> int | None:
    """The first day from this one on, on which a ticket changed its state."""
    at = db.value("SELECT min(at) FROM turn WHERE at >= ?", (day * DAY,))
    return None if at is None else int(at) // DAY


def begin(db: Database, days: Sequence[int]) -> None:
    """Writer. From now on these are days of which sums are taken back."""
    db.many("INSERT INTO summed_day (day, round) VALUES (?, 0) ON CONFLICT DO NOTHING", [(day,) for day in days])
    db.memo.pop(_LAST, None)


def due(db: Database, limit: int) -> list[tuple[int, int]]:
    """(day, round) of those whose sums are missing."""
    sql = "SELECT day, round FROM summed_day WHERE counts IS NULL ORDER BY day LIMIT ?"
    return [(day, round_) for day, round_ in db.all(sql, (limit,))]


def listed(db: Database) -> list[int]:
    """The days that are summed."""
    return [row[0] for row in db.all("SELECT day FROM summed_day WHERE counts IS NOT NULL")]


def put(db: Database, summed: SummedDay, round_: int) -> None:
    """Writer. Unless something was counted there since `round_`."""
    sql = "UPDATE summed_day SET counts = ?, times = ?, requesters = ? WHERE day = ? AND round = ? AND counts IS NULL"
    db.execute(sql, (summed.counts, summed.times, summed.requesters, summed.day, round_))


def between(db: Database, first: int, end: int, *parts: str) -> Iterator[tuple[int, Sequence[bytes]]]:
    """(day, the packed sums of these parts) of the days from `first` up to but without `end`, ascending."""
    sql = (
        f"SELECT day, {', '.join(parts)} FROM summed_day WHERE day >= ? AND day < ? AND counts IS NOT NULL ORDER BY day"
    )
    for day, *packed in db.execute(sql, (first, end)):
        yield day, packed


def forget_all(db: Database) -> None:
    """Writer. All are summed anew."""
    db.execute("DELETE FROM summed_day")
    db.memo.pop(_LAST, None)
