"""The mails a desk sends to itself: when each left for the outbox, when it was found in a mailbox. Machine time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflow.store.desk.record import OutboxEntry, post
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text

KIND = "self-probe"
_LONG = 400 * 86400.0  # the table of a year, and some


@dataclass(frozen=True, slots=True)
class SentProbe:
    message_id: str
    sent_at: float
    every: float  # seconds until the next one
    returned_at: float | None


def due(db: Database, every: float, now: float) -> bool:
    """The last one left `every` seconds ago, or the clock was set back behind it."""
    last = db.value("SELECT max(sent_at) FROM probe")
    return last is None or not last <= now < last + every


def send(db: Database, letter: OutboxEntry, every: float, at: datetime, now: float) -> bool:
    """Into the outbox, unless another daemon has just done so. The one before that never left is given up: it has
    said what it had to say. Step."""
    with db.transaction():
        if not due(db, every, now):
            return False
        db.execute("UPDATE letter SET state = 'dropped', worker = NULL, not_before = NULL "
                   "WHERE kind = ? AND state IN ('waiting', 'failed')", (KIND,))  # fmt: skip
        post(db, letter, at)
        sql = "INSERT INTO probe (message_id, sent_at, every) VALUES (?, ?, ?)"
        db.execute(sql, (letter.message_id, now, every))
    return True


def note_returned(db: Database, now: float) -> int:
    """Those that are in the inbox by now; how many were news. Step, but only when there are any."""
    sql = (
        "SELECT probe.message_id FROM probe JOIN inbox ON inbox.message_id = probe.message_id "
        "WHERE probe.returned_at IS NULL AND probe.sent_at > ?"
    )
    found = {row[0] for row in db.execute(sql, (now - 86400.0,))}
    if found:
        with db.transaction(exclusive=False, quiet=True):
            back = "UPDATE probe SET returned_at = ? WHERE message_id = ? AND returned_at IS NULL"
            db.many(back, [(now, message_id) for message_id in sorted(found)])
    return len(found)


def forget_old(db: Database, at: datetime, now: float) -> None:
    """Letters of a week ago, figures of more than a year. Step."""
    with db.transaction(exclusive=False, quiet=True):
        old = "SELECT id FROM letter WHERE kind = ? AND state IN ('sent', 'dropped') AND created_at < ?"
        db.execute(f"DELETE FROM letter_data WHERE letter_id IN ({old})", (KIND, to_text(at)))
        db.execute(f"DELETE FROM letter WHERE id IN ({old})", (KIND, to_text(at)))
        db.execute("DELETE FROM probe WHERE sent_at < ?", (now - _LONG,))


def between(db: Database, first: float, last: float) -> list[SentProbe]:
    """Those sent in that time, oldest first."""
    sql = "SELECT message_id, sent_at, every, returned_at FROM probe WHERE sent_at BETWEEN ? AND ? ORDER BY sent_at"
    return [SentProbe(*row) for row in db.execute(sql, (first, last))]


def newest(db: Database) -> SentProbe | None:
    row = db.execute(
        "SELECT message_id, sent_at, every, returned_at FROM probe ORDER BY sent_at DESC LIMIT 1"
    ).fetchone()
    return None if row is None else SentProbe(*row)
