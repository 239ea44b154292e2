"""Texts written earlier on a ticket, which a reply may quote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable, to_text

MOST_MESSAGES = 40
MOST_LETTERS = 40


class Written(NamedTuple):
    """One mail or letter of a ticket."""

    text: str
    message_id: str
    public: bool  # the customer has written or received it


_MAILS = (
    "SELECT m.text, m.message_id, m.direction = 'out' OR COALESCE(t.kind, '') = 'customer-mail' FROM message m "
    "LEFT JOIN thread t ON t.message_id = m.message_id AND t.ticket_n = m.ticket_n WHERE m.ticket_n = ?"
)


_LETTERS = "SELECT text, message_id, 1 = 0 FROM letter WHERE ticket_n = ?"
_ELSEWHERE = (  # by `thread`, which is asked by Message-ID. Who quotes another ticket passes on nothing of it
    "SELECT m.text, m.message_id, 1 = 0 FROM thread t JOIN message m ON m.ticket_n = t.ticket_n "
    "AND m.message_id = t.message_id WHERE t.ticket_n <> ?"
)


def on_ticket(db: Database, n: int, before: datetime | None = None) -> list[Written]:
    """The ticket's newest mails and its newest letters to colleagues. (Letters to customers are stored as mails.)
    `before`: only what was there already."""
    past, at = ("{} < ?", (to_text(before),)) if before is not None else ("1 = 1", ())
    mails = f"{_MAILS} AND {past.format('m.at')} ORDER BY m.at DESC, m.id DESC LIMIT ?"
    letters = f"{_LETTERS} AND {past.format('created_at')} ORDER BY id DESC LIMIT ?"
    return [*_found(db, mails, n, *at, MOST_MESSAGES), *_found(db, letters, n, *at, MOST_LETTERS)]


def of_ids(db: Database, n: int, message_ids: Sequence[str]) -> list[Written]:
    """The letters and mails with these Message-IDs, of any ticket and age: people answer mails that were sent to both
    of them, and each has a ticket. One statement, however many ids."""
    ids = [*map(storable, message_ids)]
    among = f"IN ({', '.join('?' * len(ids)) or 'NULL'})"
    letters = f"SELECT text, message_id, 1 = 0 FROM letter WHERE message_id {among}"
    mails = f"{_MAILS} AND m.message_id {among}"
    elsewhere = f"{_ELSEWHERE} AND t.message_id {among}"
    return _found(db, f"{letters} UNION ALL {mails} UNION ALL {elsewhere}", *ids, n, *ids, n, *ids)


def _found(db: Database, sql: str, *params: str | int) -> list[Written]:
    return [Written(text, message_id, bool(public)) for text, message_id, public in db.execute(sql, params) if text]
