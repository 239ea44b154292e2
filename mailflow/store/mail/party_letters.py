"""Letters to parties outside, by which their mails are recognised. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text

KINDS = ("second-tier-form", "ask-third-party")
_MOST = 200  # newest letters to one house


class PartyLetter(NamedTuple):
    """A letter to a party."""

    ticket: int
    address: str
    subject: str
    at: datetime  # when it was written, or accepted
    message_id: str


def about(db: Database, addresses: Sequence[str]) -> list[PartyLetter]:
    """The letters to these first recipients, the newest first."""
    marks, kinds = ", ".join("?" * len(addresses)), ", ".join("?" * len(KINDS))
    sql = f"{_SELECT} WHERE addressee IN ({marks}) AND kind IN ({kinds}) ORDER BY id DESC LIMIT {_MOST}"
    return _found(db, sql, *(one.casefold() for one in addresses), *KINDS)


def written_to(db: Database, n: int, address: str) -> list[PartyLetter]:
    """The letters of ticket `n` to this address, the first one first."""
    sql = f"{_SELECT} WHERE addressee = ? AND ticket_n = ? ORDER BY id"
    return _found(db, sql, address.casefold(), n)


_SELECT = "SELECT ticket_n, addressee, subject, COALESCE(sent_at, created_at), message_id FROM letter"


def _found(db: Database, sql: str, *params: str | int) -> list[PartyLetter]:
    rows = db.execute(sql, params)
    return [PartyLetter(n, to, subject, from_text(at), message_id) for n, to, subject, at, message_id in rows if n]
