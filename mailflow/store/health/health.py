"""Living workers, and the age of what waits: for `doctor`, /health, and commands that say whether a letter will leave
soon. Read only."""

from __future__ import annotations

from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, from_text_or_none
from mailflow.store.health.workers import live


@dataclass(frozen=True, slots=True)
class LivingWorker:
    """One loop of one daemon, as its last heartbeat showed it."""

    id: str
    host: str
    pid: int
    heartbeat: float  # machine time


def living(db: Database, now: float) -> list[LivingWorker]:
    """The workers with a fresh heartbeat at machine time `now`."""
    alive, params = live(db, now)
    sql = f"SELECT id, host, pid, heartbeat FROM worker WHERE id IN {alive} ORDER BY id"
    return [LivingWorker(*row) for row in db.execute(sql, params)]


def dead(db: Database, now: float) -> list[LivingWorker]:
    """Workers without a fresh heartbeat that never unregistered; their rows are deleted after an hour."""
    alive, params = live(db, now)
    sql = f"SELECT id, host, pid, heartbeat FROM worker WHERE id NOT IN {alive} ORDER BY id"
    return [LivingWorker(*row) for row in db.execute(sql, params)]


def oldest_mail(db: Database) -> datetime | None:
    """When the mail that has waited longest for its outcome was stored; None when none waits."""
    return from_text_or_none(db.value("SELECT min(recorded_at) FROM inbox WHERE state = 'waiting'"))


def parked(db: Database) -> int:
    """How many mails are parked."""
    return int(db.value("SELECT count(*) FROM inbox WHERE state = 'parked'"))


def oldest_letter(db: Database) -> tuple[int, datetime] | None:
    """(id, when it was written) of the letter that has waited longest to be sent; None when none waits."""
    sql = "SELECT id, created_at FROM letter WHERE state = 'waiting' ORDER BY created_at, id LIMIT 1"
    row = db.execute(sql).fetchone()
    return None if row is None else (row[0], from_text(row[1]))


def newest_record(db: Database) -> datetime | None:
    """The newest timestamp this desk has stored by its own clock; a clock earlier than this has been set back."""
    moments = "SELECT max(at) AS at FROM occasion UNION ALL SELECT max(recorded_at) AS at FROM inbox"
    return from_text_or_none(db.value(f"SELECT max(at) FROM ({moments}) AS moments"))
