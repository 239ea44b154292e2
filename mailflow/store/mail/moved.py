"""A mail that is filed on another ticket than before, and what a reply leads to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from mailflow.store.desk import search_index
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, storable


class FiledMail(NamedTuple):
    """A mail of people's, where it is filed."""

    inbox_id: int
    n: int
    kind: str  # customer-mail, colleague-mail, mail


class AboutTicket(NamedTuple):
    """A letter of ours: its ticket, the ticket's version when it was written, its kind."""

    n: int
    version: int
    kind: str


_FILED = (
    "SELECT m.inbox_id, m.ticket_n, COALESCE(t.kind, 'mail') FROM message m "
    "LEFT JOIN thread t ON t.message_id = m.message_id AND t.ticket_n = m.ticket_n "
    "WHERE m.direction = 'in' AND m.inbox_id IS NOT NULL AND "
)


def by_inbox(db: Database, inbox_id: int) -> FiledMail | None:
    row = db.execute(f"{_FILED} m.inbox_id = ? ORDER BY m.id LIMIT 1", (inbox_id,)).fetchone()
    return None if row is None else FiledMail(*row)


def by_message_id(db: Database, message_ids: Sequence[str]) -> FiledMail | None:
    """The first of these that is a mail filed on a ticket."""
    for message_id in message_ids:
        sql = f"{_FILED} m.message_id = ? ORDER BY m.ticket_n DESC LIMIT 1"
        row = db.execute(sql, (storable(message_id),)).fetchone() if message_id else None
        if row is not None:
            return FiledMail(*row)
    return None


def letter(db: Database, message_ids: Sequence[str]) -> AboutTicket | None:
    """The first of these that is a letter about a ticket."""
    for message_id in message_ids:
        sql = "SELECT ticket_n, version, kind FROM letter WHERE message_id = ? AND ticket_n IS NOT NULL"
        row = db.execute(sql, (storable(message_id),)).fetchone()
        if row is not None and row[1] is not None:
            return AboutTicket(*row)
    return None


def move(db: Database, inbox_id: int, before: int, after: int) -> None:
    """Writer. The mail is filed on ticket `after` instead of `before`, and so is what replies to it."""
    mine = (after, before, inbox_id)
    sql = "SELECT message_id FROM message WHERE ticket_n = ? AND inbox_id = ? AND message_id <> ''"
    known = [row[0] for row in db.execute(sql, (before, inbox_id))]
    rows = [row[0] for row in db.execute("SELECT id FROM message WHERE ticket_n = ? AND inbox_id = ?", mine[1:])]
    search_index.take_out(db, before, rows)
    search_index.move(db, before, after, rows)
    db.execute("UPDATE message SET ticket_n = ? WHERE ticket_n = ? AND inbox_id = ?", mine)
    db.execute("UPDATE inbox SET ticket_n = ? WHERE ticket_n = ? AND id = ?", mine)
    db.many("UPDATE thread SET ticket_n = ? WHERE ticket_n = ? AND message_id = ?", [(after, before, m) for m in known])
    search_index.put_back(db, after, rows)


def arrived_at(db: Database, inbox_id: int) -> datetime:
    """Of a mail that is there."""
    return from_text(db.value("SELECT arrived_at FROM inbox WHERE id = ?", (inbox_id,)))
