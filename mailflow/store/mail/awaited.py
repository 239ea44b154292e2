"""Mails parked because they answer one that is not here: due again when that one comes after all."""

from __future__ import annotations

from mailflow.store.engine.database import Database
from mailflow.store.engine.like import literal


def due_again(db: Database, why: str, message_id: str) -> None:
    """Writer. Those parked with a reason that begins with `why` and names the Message-ID `message_id`."""
    sql = (  # CAST: a bare `LIKE ?` SQLite compiles anew for every pattern, in search of an index
        "UPDATE inbox SET state = 'waiting', tries = 0, not_before = NULL, worker = NULL "
        "WHERE state = 'parked' AND reason LIKE CAST(? AS TEXT) ESCAPE '!' AND reason LIKE CAST(? AS TEXT) ESCAPE '!'"
    )
    db.execute(sql, (f"{literal(why)}%", f"%{literal(message_id)}%"))
