"""Whether each mailbox has been read to its end, known to all daemons of the desk: no alarm fires before (procedure.md,
"Durations"). The cursor is in arrivals.py."""

from __future__ import annotations

from datetime import datetime

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text


def read_to_end(db: Database, mailbox: str, at: datetime) -> None:
    """Writer. The mailbox was read to its end at this time (`doctor` reports mailboxes not read for long)."""
    db.execute(
        "INSERT INTO mailbox (name, uidvalidity, read_at) VALUES (?, '', ?) ON CONFLICT (name) DO UPDATE SET "
        "read_at = excluded.read_at",
        (mailbox, to_text(at)),
    )


def lost(db: Database, mailbox: str) -> None:
    """Writer. The mailbox is unreachable, or its reader has just started: until `read_to_end` its content is
    unknown."""
    db.execute(
        "INSERT INTO mailbox (name, uidvalidity) VALUES (?, '') ON CONFLICT (name) DO UPDATE SET read_at = NULL",
        (mailbox,),
    )


def is_read_to_end(db: Database, mailbox: str) -> bool:
    """Whether the daemon with the mailbox's lease has read it to its end since it was last `lost`."""
    return db.value("SELECT read_at FROM mailbox WHERE name = ?", (mailbox,)) is not None
