"""Retention: how long bytes are kept. Only bytes are deleted; rows, outcomes, texts on tickets and the journal stay, so
that `doctor`, `verify` and `report` give the same results as before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailflow.store.desk.status import GOING
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text
from mailflow.store.mail import chained
from mailflow.store.mail.inbox import DROPPED, QUARANTINED

AUTOMATIC = ("automatic", "bounce", "echo", "duplicate", "history")
SPAM = (QUARANTINED, DROPPED)

_OPEN = f"ticket_n IN (SELECT n FROM ticket WHERE {GOING})"  # bytes of open tickets are kept


def old_mails(db: Database, kind: str, before: datetime, limit: int) -> list[int]:
    """Ended mails of one kind (raw, automatic, spam) older than `before` whose bytes are still stored; not those of
    open tickets."""
    listed = {"automatic": AUTOMATIC, "spam": SPAM, "raw": (*AUTOMATIC, *SPAM)}[kind]
    marks = ", ".join("?" * len(listed))
    sql = (
        f"SELECT id FROM inbox WHERE state = 'done' AND expired_at IS NULL AND done_at < ? "
        f"AND outcome {'NOT ' if kind == 'raw' else ''}IN ({marks}) AND (ticket_n IS NULL OR NOT {_OPEN}) "
        "ORDER BY id LIMIT ?"
    )
    return [row[0] for row in db.execute(sql, (to_text(before), *listed, limit))]


def old_letters(db: Database, before: datetime, limit: int) -> list[int]:
    """Ended letters older than `before` whose bytes are still stored; not those of open tickets."""
    sql = (
        "SELECT id FROM letter WHERE state IN ('sent', 'dropped') AND expired_at IS NULL AND created_at < ? "
        f"AND (ticket_n IS NULL OR NOT {_OPEN}) ORDER BY id LIMIT ?"
    )
    return [row[0] for row in db.execute(sql, (to_text(before), limit))]


def expire_mails(db: Database, ids: Sequence[int], at: datetime, why: str = "expired") -> None:
    """Writer. Delete their bytes and record when. `why`, for the hash chain: expired | erased | redacted."""
    chained.mail_expires(db, ids, to_text(at), why)
    db.many("DELETE FROM inbox_raw WHERE inbox_id = ?", [(i,) for i in ids])
    db.many("UPDATE inbox SET expired_at = ? WHERE id = ? AND expired_at IS NULL", [(to_text(at), i) for i in ids])


def expire_letters(db: Database, ids: Sequence[int], at: datetime, why: str = "expired") -> None:
    """Writer. The same for letters; shared attachments go with the last letter that refers to them."""
    chained.letter_expires(db, ids, to_text(at), why)
    db.many("DELETE FROM letter_data WHERE letter_id = ?", [(i,) for i in ids])
    db.execute("DELETE FROM letter_files WHERE NOT EXISTS (SELECT 1 FROM letter_data WHERE letter_data.files = digest)")
    db.many("UPDATE letter SET expired_at = ? WHERE id = ? AND expired_at IS NULL", [(to_text(at), i) for i in ids])


def expired(db: Database) -> tuple[int, int]:
    """(mails, letters) whose bytes were deleted by retention."""
    found = [db.value(f"SELECT count(*) FROM {table} WHERE expired_at IS NOT NULL") for table in ("inbox", "letter")]
    return int(found[0]), int(found[1])
