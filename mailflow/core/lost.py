"""An answer the desk has never seen, known from the customer's reply that quotes it: it counts as far as the quotation
goes, as unverified, until its author forwards the original."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.lost_copies import LostAnswer
from mailflow.core.occasions import MailArrived
from mailflow.core.ticket import Ticket

LETTER = "lost-copy"
_BEGINNING = 60  # characters that are compared
_TELLING = 20  # fewer characters stand in many texts


def lost(ticket: Ticket, mail: MailArrived) -> list[ev.Event]:
    """Before the customer's own mail: the answer it replies to. The same one is told once."""
    found = mail.quoted_answer
    if found is None or any(one.message_id == found.message_id for one in ticket.lost):
        return []
    at = found.at if found.at is not None and _fits(ticket, found.at, mail.at) else None
    return [ev.CopyLost(found.operator, mail.at, found.text, found.message_id, at, unclaimed=ticket.owner is None)]


def _fits(ticket: Ticket, written: datetime, arrived: datetime) -> bool:
    return (ticket.opened_at or written) <= written <= arrived


def found_again(ticket: Ticket, mail: MailArrived) -> list[ev.Event] | None:
    """The original of such an answer: it comes late, its author forwards it, or writes it again in reply to the letter
    that asks for it; None when the mail is none of these."""
    mine = _of(ticket, mail.author.name)
    late = next((one for one in mine if one.message_id == mail.message.message_id), None)
    if late is not None and late.message_id:
        return [ev.CopyFound(late.operator, mail.at, late.number, mail.told)]
    if mail.message.forwarded is None:
        found = next(((one, text) for one in mine if (text := _written_again(one, mail))), None)
        return None if found is None else [ev.CopyFound(found[0].operator, mail.at, found[0].number, found[1])]
    text = mail.message.forwarded.text.strip()
    asked = sent_on(ticket, mail.author.name, text) or next((one for one in mine if mail.answers == LETTER), None)
    return [ev.CopyFound(asked.operator, mail.at, asked.number, text)] if asked is not None and text else None


def is_late(ticket: Ticket, mail: MailArrived) -> bool:
    """Whether the mail is itself such an answer, which the customer had before the desk."""
    return any(one.message_id == mail.message.message_id for one in _of(ticket, mail.author.name))


def sent_on(ticket: Ticket, operator: str | None, text: str) -> LostAnswer | None:
    """The operator's answer of which this forwarded text is the original."""
    return next((one for one in _of(ticket, operator) if _same(one.text, text)), None)


def _of(ticket: Ticket, operator: str | None) -> list[LostAnswer]:
    """The newest first."""
    return [one for one in reversed(ticket.lost) if one.operator == operator]


def _written_again(lost: LostAnswer, mail: MailArrived) -> str:
    """The answer, if the words of a reply to the letter contain it; "" if they do not."""
    quoted = " ".join(lost.text.split())[:_BEGINNING]
    if mail.answers != LETTER or len(quoted) < _TELLING or quoted not in " ".join(mail.told.split()):
        return ""
    return mail.told[max(0, mail.told.find(lost.text.strip().partition("\n")[0])) :].strip()


def _same(quoted: str, original: str) -> bool:
    """Whether one begins as the other does, however it is broken into lines."""
    one, other = (" ".join(text.split())[:_BEGINNING] for text in (quoted, original))
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
