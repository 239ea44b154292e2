"""Probe mails, which a desk sends to itself: when each was put into the outbox, when it was found in a mailbox. Machine
time."""

from __future__ import annotations

from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import totals
from mailflow.store.desk.record import OutboxEntry, post
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text

KIND = "self-probe"
_OF_STATE = "WHERE kind = ? AND state = '{}'"
_LONG = 400 * 86400.0  # seconds; the uptime table covers a year


@dataclass(frozen=True, slots=True)
class SentProbe:
    """One probe mail; `returned_at` is None while it has not come back."""

    message_id: str
    sent_at: float
    every: float  # seconds until the next one
    returned_at: float | None


def is_due(db: Database, every: float, now: float) -> bool:
    """Whether the last probe was sent `every` seconds ago or more, or lies in the future (the clock was set back)."""
    last = db.value("SELECT max(sent_at) FROM probe")
    return last is None or not last <= now < last + every


def send(db: Database, entry: OutboxEntry, every: float, at: datetime, now: float) -> bool:
    """Step. Put a probe into the outbox, unless another daemon has just done so (then False). Earlier probes that were
    never delivered are dropped: their absence has been counted."""
    with db.transaction():
        if not is_due(db, every, now):
            return False
        for state in ("waiting", "failed"):
            sql = f"UPDATE letter SET state = 'dropped', worker = NULL, not_before = NULL {_OF_STATE.format(state)}"
            totals.moved(db, "letter", state, "dropped", db.execute(sql, (KIND,)).rowcount)
        post(db, entry, at)
        sql = "INSERT INTO probe (message_id, sent_at, every) VALUES (?, ?, ?)"
        db.execute(sql, (entry.letter.message_id, now, every))
    return True


def note_returned(db: Database, now: float) -> int:
    """Step, only when there is something to write. Mark the probes that have arrived in the inbox; how many are new."""
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
    """Step. Delete the letters of probes written before desk time `at`, and probe rows older than a year."""
    with db.transaction(quiet=True):
        for state in ("sent", "dropped"):
            old = f"SELECT id FROM letter {_OF_STATE.format(state)} AND created_at < ?"
            db.execute(f"DELETE FROM letter_data WHERE letter_id IN ({old})", (KIND, to_text(at)))
            gone = db.execute(f"DELETE FROM letter WHERE id IN ({old})", (KIND, to_text(at))).rowcount
            totals.add(db, "letter", state, -gone)
        db.execute("DELETE FROM probe WHERE sent_at < ?", (now - _LONG,))


def between(db: Database, first: float, last: float) -> list[SentProbe]:
    """The probes sent between these two times, oldest first."""
    sql = "SELECT message_id, sent_at, every, returned_at FROM probe WHERE sent_at BETWEEN ? AND ? ORDER BY sent_at"
    return [SentProbe(*row) for row in db.execute(sql, (first, last))]


def newest(db: Database) -> SentProbe | None:
    """The last probe sent, None when there was none."""
    row = db.execute(
        "SELECT message_id, sent_at, every, returned_at FROM probe ORDER BY sent_at DESC LIMIT 1"
    ).fetchone()
    return None if row is None else SentProbe(*row)
