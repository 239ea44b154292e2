"""Mails parked or postponed because they reply to a mail that is not here: due when it arrives after all."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.store.desk import prefetch
from mailflow.store.engine.database import Database
from mailflow.store.engine.like import literal

_KEY = "due again"


def due_again(db: Database, why: str, message_id: str) -> None:
    """Writer. Retry the mails parked with a reason that begins with `why` and contains `message_id`."""
    if prefetch.nothing_is_parked(db):
        return
    sql = (  # CAST: SQLite recompiles a bare `LIKE ?` for every pattern, in search of an index
        "UPDATE inbox SET state = 'waiting', tries = 0, not_before = NULL, worker = NULL "
        "WHERE state = 'parked' AND reason LIKE CAST(? AS TEXT) ESCAPE '!' AND reason LIKE CAST(? AS TEXT) ESCAPE '!'"
    )
    cursor = db.execute(sql, (f"{literal(why)}%", f"%{literal(message_id)}%"))
    db.memo.setdefault(_KEY, []).append(cursor)


def due_now(db: Database, inbox_ids: Sequence[int]) -> None:
    """Writer. These postponed mails wait no longer."""
    sql = "UPDATE inbox SET not_before = NULL WHERE id = ? AND state = 'waiting' AND worker IS NULL"
    for inbox_id in inbox_ids:
        db.memo.setdefault(_KEY, []).append(db.execute(sql, (inbox_id,)))


def came_free(db: Database) -> bool:
    """Whether this transaction has made mails due since it was last asked: they may come before the claimed ones."""
    return any(cursor.rowcount > 0 for cursor in db.memo.pop(_KEY, ()))


def hurry(db: Database, why: str) -> int:
    """Writer. Mails postponed for this reason are due at once; returns how many."""
    sql = "UPDATE inbox SET not_before = NULL WHERE state = 'waiting' AND reason = ? AND worker IS NULL"
    return db.execute(sql, (why,)).rowcount
