"""Letters of one kind in the order they were written, and what became of them: for copies of what has left, and for
replies to what was written before something else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text


class Departure(NamedTuple):
    """A letter, and whether it has left."""

    id: int
    message_id: str
    state: str
    at: datetime  # when it was sent, else written


def of_kind_after(db: Database, kind: str, letter_id: int, limit: int) -> list[Departure]:
    """The letters of this kind beyond that id, oldest first, whatever became of them."""
    sql = "SELECT id, message_id, state, sent_at, created_at FROM letter WHERE id > ? AND kind = ? ORDER BY id LIMIT ?"
    rows = db.execute(sql, (letter_id, kind, limit)).fetchall()
    return [Departure(i, message_id, state, from_text(sent or written)) for i, message_id, state, sent, written in rows]


def newest(db: Database) -> int:
    """The highest id of any letter; 0 without."""
    return int(db.value("SELECT COALESCE(max(id), 0) FROM letter"))


def ids_to(db: Database, n: int, address: str) -> list[str]:
    """Message-IDs of the letters of ticket `n` to this first recipient, oldest first."""
    sql = "SELECT message_id FROM letter WHERE addressee = ? AND ticket_n = ? ORDER BY id"
    return [row[0] for row in db.execute(sql, (address.casefold(), n))]


def was_sent(db: Database, address: str, kinds: Sequence[str]) -> bool:
    """Whether this address was ever the first recipient of a letter of one of these kinds."""
    marks = ", ".join("?" * len(kinds))
    sql = f"SELECT 1 FROM letter WHERE addressee = ? AND kind IN ({marks}) LIMIT 1"
    return db.value(sql, (address.casefold(), *kinds)) is not None


def is_before_newest(db: Database, n: int, message_ids: Sequence[str], kind: str) -> bool:
    """Whether the first of these letters that belongs to ticket `n` was written before the ticket's newest event of
    this kind. Letters of older mailflow versions have no version; for those the time is compared."""
    newest = (
        "SELECT e.seq, o.at FROM event e JOIN occasion o ON o.id = e.occasion_id WHERE e.ticket_n = ? AND e.kind = ?"
    )
    event = db.execute(f"{newest} ORDER BY e.seq DESC LIMIT 1", (n, kind)).fetchone()
    for message_id in message_ids:
        sql = "SELECT version, created_at FROM letter WHERE message_id = ? AND ticket_n = ?"
        letter = db.execute(sql, (message_id, n)).fetchone()
        if event is not None and letter is not None:
            return bool(letter[1] < event[1] if letter[0] is None else letter[0] < event[0])
    return False


def sent_at(db: Database, message_id: str) -> tuple[datetime, ...]:
    """(when the letter with this Message-ID was written, when it was accepted for all recipients), which is later when
    a server was down; () when it is not ours."""
    row = db.execute("SELECT created_at, sent_at FROM letter WHERE message_id = ?", (message_id,)).fetchone()
    return tuple(from_text(at) for at in row or () if at)


def was_taken(db: Database, letter_id: int) -> bool:
    """Whether a server has accepted this letter for all its recipients."""
    return db.value("SELECT 1 FROM letter WHERE id = ? AND state = 'sent'", (letter_id,)) is not None
