"""How a ticket is written as a row: the whole of it as JSON, and beside it in columns what is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mailflow.core.ticket import Ticket
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable, to_json, to_text_or_none


class TicketRow(NamedTuple):
    """The columns that the ticket alone determines."""

    number: str
    token: str
    status: str
    subject: str
    requester: str | None
    requester_name: str
    owner: str | None
    category: str | None
    opened_at: str | None
    claimed_at: str | None
    first_answered_at: str | None
    closed_at: str | None
    breaches: int
    state: str
    version: int
    n: int


def row_of(ticket: Ticket) -> TicketRow:
    return TicketRow(
        ticket.number,
        ticket.token,
        ticket.status,
        storable(ticket.subject),
        ticket.requester.email if ticket.requester else None,
        storable(ticket.requester.name) if ticket.requester else "",
        ticket.owner,
        ticket.category,
        to_text_or_none(ticket.opened_at),
        to_text_or_none(ticket.claimed_at),
        to_text_or_none(ticket.first_answered_at),
        to_text_or_none(ticket.closed_at),
        ticket.breaches,
        to_json(ticket),
        ticket.version,
        ticket.n,
    )


def rows_of(db: Database, numbers: Sequence[int]) -> list[TicketRow]:
    """Those of these tickets that are there, by n."""
    marks = ", ".join("?" * len(numbers)) or "NULL"
    return [
        TicketRow._make(row) for row in db.all(f"SELECT {_NAMES} FROM ticket WHERE n IN ({marks}) ORDER BY n", numbers)
    ]


_NAMES = ", ".join(TicketRow._fields)
