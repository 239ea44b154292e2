"""A letter with all that its kind and its reader mean for how it is written, decided once for all who write it."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import AutoKind, LetterKind, Reader, kind_of
from mailflow.core.message import Message
from mailflow.core.people import is_customer
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter, and the ticket as it is when the letter is called for."""

    letter: Letter
    ticket: Ticket
    kind: LetterKind
    internal: bool  # never for customers
    to_customer: bool  # its first reader is the customer
    auto: AutoKind | None  # the value of Auto-Submitted; None: a person wrote it
    # Message-ID of the mail being settled, where its readers have that mail and replies may refer to it; else ""
    follows: str = ""
    answers: str = ""  # Message-ID it answers itself; "": the newest its readers have
    unasked: bool = False  # to the customer, by a clock or a claim; what answers a mail is limited before it is decided


def addressed(letter: Letter, ticket: Ticket, mail: Message | None = None, event: ev.Event | None = None) -> Addressed:
    """`mail`: the one being settled; `event`: what calls for the letter.

    A letter to the customer refers only to mails the customer has: an operator's Message-ID would reveal a private
    domain (mail.md 12.2).
    """
    to_customer = is_customer(ticket, letter.to[0].email)
    kind = kind_of(letter.kind, to_customer=to_customer)
    in_hand = mail.message_id if mail is not None else ""
    internal = kind.internal
    colleague = internal and not to_customer
    first = ticket.version <= 1
    follows = in_hand if in_hand and ((first and colleague) or _is_customers(mail, ticket)) else ""
    answers = letter.answers or (in_hand if letter.auto == "auto-replied" and colleague else "")
    unasked = event is not None and _is_by_clock(event) and letter.auto is not None
    unasked = unasked and to_customer and kind_of(letter.kind, to_customer=True).reader is Reader.CUSTOMER
    if letter.party:  # a person has written to it, and many ticket systems drop what says that a program did
        return Addressed(letter, ticket, kind, internal, to_customer, auto=None)
    return Addressed(letter, ticket, kind, internal, to_customer, letter.auto, follows, answers, unasked)


def _is_by_clock(event: ev.Event) -> bool:
    """Time has passed, or a colleague took the ticket."""
    if isinstance(event, ev.ClosingStated):
        return event.by == "automatic"
    return isinstance(event, ev.Rang | ev.Claimed | ev.Answered)


def _is_customers(mail: Message | None, ticket: Ticket) -> bool:
    return mail is not None and mail.sender is not None and is_customer(ticket, mail.sender.email)
