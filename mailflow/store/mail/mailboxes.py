"""Whether each mailbox has been read to its end, for all daemons of the desk: nothing rings before (procedure.md,
"Durations"). How far it has been read is inbox.py's."""

from __future__ import annotations

from datetime import datetime

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text


def read_to_end(db: Database, mailbox: str, at: datetime) -> None:
    """Writer. The mailbox has been read to its end at this moment (`doctor` tells of those not read for long)."""
    db.execute(
        "INSERT INTO mailbox (name, uidvalidity, read_at) VALUES (?, '', ?) ON CONFLICT (name) DO UPDATE SET "
        "read_at = excluded.read_at",
        (mailbox, to_text(at)),
    )


def lost(db: Database, mailbox: str) -> None:
    """Writer. The mailbox is out of reach, or its reader has just begun: until `read_to_end` its content is
    unknown."""
    db.execute(
        "INSERT INTO mailbox (name, uidvalidity) VALUES (?, '') ON CONFLICT (name) DO UPDATE SET read_at = NULL",
        (mailbox,),
    )


def is_read_to_end(db: Database, mailbox: str) -> bool:
    """The daemon that holds the mailbox has read it to its end since it was last `lost`."""
    return db.value("SELECT read_at FROM mailbox WHERE name = ?", (mailbox,)) is not None
