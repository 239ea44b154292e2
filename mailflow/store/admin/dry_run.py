"""Dry runs, for `mailflow explain`: everything happens as it would, and is then rolled back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import pack, to_json, to_text
from mailflow.store.mail.inbox import InboxRow

MAILBOX = "explain"


class _RollBack(Exception):
    """Rolls the savepoint back, without an effect on anything around it."""


@contextmanager
def undone(db: Database) -> Iterator[None]:
    """Everything inside is rolled back. Holds the write lock while it lasts, like any transaction."""
    with db.transaction(), suppress(_RollBack), db.savepoint():
        yield
        raise _RollBack


def put(db: Database, raw: bytes, at: datetime, envelope_to: Sequence[str] = ()) -> InboxRow:
    """Writer. A row as a mailbox would have brought it, claimed at once; only inside `undone`."""
    moment = to_text(at)
    (inbox_id,) = db.new_ids("inbox", 1)
    db.execute(
        "INSERT INTO inbox (id, mailbox, uidvalidity, uid, arrived_at, recorded_at, envelope_to, oversize, size, "
        "state, message_id, digest, tries) VALUES (?, ?, '', ?, ?, ?, ?, 0, ?, 'waiting', '', '', 0)",
        (inbox_id, MAILBOX, moment, moment, moment, to_json(tuple(envelope_to)), len(raw)),
    )
    db.execute("INSERT INTO inbox_raw (inbox_id, data) VALUES (?, ?)", (inbox_id, pack(raw)))
    return InboxRow(inbox_id, MAILBOX, at, at, None, tuple(envelope_to), 0, len(raw), 0, None, raw)


def newest_letter(db: Database) -> int:
    """The id of the newest letter, 0 when there is none."""
    return int(db.value("SELECT COALESCE(max(id), 0) FROM letter"))


def letters_after(db: Database, letter_id: int) -> list[tuple[str, list[str]]]:
    """(kind, recipients) of the letters written since that one."""
    sql = "SELECT kind, recipients FROM letter WHERE id > ? ORDER BY id"
    return [(kind, json.loads(recipients)) for kind, recipients in db.execute(sql, (letter_id,))]
