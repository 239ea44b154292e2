"""The bytes of a ticket's conversation, for export. Read only."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text
from mailflow.store.mail import blobs


class StoredMail(NamedTuple):
    """A mail of people's, or a letter to the customer; `raw` is None when its bytes are no longer kept."""

    at: datetime
    sender: str  # address, "" when nobody is named
    raw: bytes | None


def mails(db: Database, n: int) -> list[StoredMail]:
    """Of ticket `n`, in the order of time."""
    with db.reading():
        sql = "SELECT at, sender, inbox_id, letter_id FROM message WHERE ticket_n = ? ORDER BY at, id"
        rows = db.all(sql, (n,))
        came = blobs.unpacked(db, "inbox_raw", "inbox_id", [row[2] for row in rows if row[2] is not None])
        left = [row[3] for row in rows if row[3] is not None]
        sent = blobs.letters_unpacked(db, _kept(db, left))
        senders = {letter: sender for letter in left for (sender,) in _sender(db, letter)}
    return [
        StoredMail(
            from_text(at),
            json.loads(sender)[0] if sender else senders.get(letter, ""),
            came.get(inbox) if letter is None else sent.get(letter),
        )
        for at, sender, inbox, letter in rows
    ]


def _kept(db: Database, letters: list[int]) -> list[int]:
    marks = ", ".join("?" * len(letters)) or "NULL"
    return [row[0] for row in db.execute(f"SELECT letter_id FROM letter_data WHERE letter_id IN ({marks})", letters)]


def _sender(db: Database, letter: int) -> list[tuple[str]]:
    return [(row[0],) for row in db.execute("SELECT sender FROM letter WHERE id = ?", (letter,))]
