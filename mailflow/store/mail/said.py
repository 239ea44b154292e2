"""What was written on a ticket before: the texts a reply may quote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

MOST_MESSAGES = 40
MOST_LETTERS = 40


class Written(NamedTuple):
    """One mail or letter of a ticket."""

    text: str
    message_id: str
    public: bool  # the customer wrote it, or has it


def on_ticket(db: Database, n: int) -> list[Written]:
    """Its newest mails, and its newest letters to colleagues, those answered to customers being mails."""
    mails = (
        "SELECT m.text, m.message_id, m.direction = 'out' OR COALESCE(t.kind, '') = 'customer-mail' FROM message m "
        "LEFT JOIN thread t ON t.message_id = m.message_id AND t.ticket_n = m.ticket_n "
        "WHERE m.ticket_n = ? ORDER BY m.at DESC, m.id DESC LIMIT ?"
    )
    letters = "SELECT text, message_id, 1 = 0 FROM letter WHERE ticket_n = ? ORDER BY id DESC LIMIT ?"
    found = [*db.execute(mails, (n, MOST_MESSAGES)), *db.execute(letters, (n, MOST_LETTERS))]
    return [Written(text, message_id, bool(public)) for text, message_id, public in found if text]


def of_ids(db: Database, message_ids: Sequence[str]) -> list[Written]:
    """The letters with these Message-IDs, whatever their age."""
    found: list[Written] = []
    for message_id in message_ids:
        sql = "SELECT text, message_id, 1 = 0 FROM letter WHERE message_id = ?"
        found += [Written(row[0], row[1], False) for row in db.execute(sql, (storable(message_id),)) if row[0]]
    return found
