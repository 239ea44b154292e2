"""The fence: mails are decided in order of arrival, however many workers decide at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, to_text
from mailflow.store.engine.protocol import Params
from mailflow.store.health.workers import live
from mailflow.store.mail.inbox import InboxRow


@dataclass(frozen=True, slots=True)
class Fence:
    """The earliest mail that must be settled before some of a worker's batch."""

    order: tuple[datetime, int]
    free: bool  # no living worker has claimed it: the next `take` returns it


def fence(db: Database, worker: str, now: float, batch: Sequence[InboxRow]) -> Fence | None:
    """The earliest mail before the last of `batch` (claimed by `worker`) that another living worker has claimed, or
    that is free although it was stored no later than the batch (its worker has died or stopped); None when there is
    none.

    Settle a batch in order, and only what lies before the fence: mails are then decided in order of arrival across all
    workers. The worker with the oldest mail of all has no fence, so there is no deadlock.
    """
    alive, params = live(db, now)
    last, newest = batch[-1].order, max(row.id for row in batch)
    sql = (
        f"SELECT arrived_at, id, worker IS NULL OR worker NOT IN {alive} AS free FROM inbox WHERE state = 'waiting' "
        "AND (arrived_at, id) < (?, ?) AND (worker IS NULL OR worker <> ?) "
        f"AND (not_before IS NULL OR not_before <= ?) AND (id <= ? OR worker IN {alive}) "
        "ORDER BY arrived_at, id LIMIT 1"
    )
    known: Params = (*params, to_text(last[0]), last[1], worker, now, newest, *params)
    row = db.execute(sql, known).fetchone()
    return None if row is None else Fence((from_text(row[0]), row[1]), bool(row[2]))
