"""An answer the desk has never seen, known from the customer's reply that quotes it: it counts as far as the quotation
goes, as unverified, until its author forwards the original."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.occasions import MailArrived
from mailflow.core.ticket import Ticket

LETTER = "lost-copy"
_BEGINNING = 60  # characters that are compared


def lost(ticket: Ticket, mail: MailArrived) -> list[ev.Event]:
    """Before the customer's own mail: the answer it replies to. The same one is told once."""
    found = mail.quoted_answer
    if found is None or any(one.message_id == found.message_id for one in ticket.lost):
        return []
    at = found.at if found.at is not None and _fits(ticket, found.at, mail.at) else None
    return [ev.CopyLost(found.operator, mail.at, found.text, found.message_id, at)]


def _fits(ticket: Ticket, written: datetime, arrived: datetime) -> bool:
    return (ticket.opened_at or written) <= written <= arrived


def found_again(ticket: Ticket, mail: MailArrived) -> list[ev.Event] | None:
    """The original of such an answer: it comes late, or its author forwards it; None when the mail is neither."""
    message = mail.message
    mine = [one for one in ticket.lost if one.operator == mail.author.name]
    late = next((one for one in mine if message.message_id and one.message_id == message.message_id), None)
    if late is not None:
        return [ev.CopyFound(late.operator, mail.at, late.number, mail.told)]
    sent_on = message.forwarded.text.strip() if message.forwarded is not None else ""
    asked = next((one for one in reversed(mine) if _same(one.text, sent_on) or mail.answers == LETTER), None)
    if asked is None or not sent_on:
        return None
    return [ev.CopyFound(asked.operator, mail.at, asked.number, sent_on)]


def _same(quoted: str, original: str) -> bool:
    """Whether one begins as the other does, however it is broken into lines."""
    one, other = (" ".join(text.split())[:_BEGINNING] for text in (quoted, original))
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
