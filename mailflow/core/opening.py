"""Step 1: a mail that begins a ticket: who the customer is, what was asked, and who would get an acknowledgement."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.actions import Effects, effects
from mailflow.core.conditions import Incoming
from mailflow.core.forms import FormMail
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.people import is_foreign, is_robot, participants, wants_answers_at
from mailflow.core.registered import Registered
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Opening:
    """A mail that begins a ticket, and how it came."""

    message: Message
    author: Author
    at: datetime
    form: FormMail | None = None
    linked: tuple[Ticket, ...] = ()  # tickets it goes together with
    released: bool = False  # from quarantine, by a person
    oversize: int = 0  # bytes of a mail too large to be fetched
    numbers: tuple[str, ...] = ()  # of tickets, tagged in its subject, the last one first
    registered: Registered | None = None  # its customer in the register


@dataclass(frozen=True, slots=True)
class Opened:
    """What mail and rules say of it. Not yet known: the language of its words, and whether it is acknowledged."""

    occasion: MailArrived
    reader: Address | None  # who gets the acknowledgement; None: none is due
    asked_by: Address | None  # the customer, where nobody else vouches for that address


def opened(opening: Opening, rules: Rules) -> Opened:
    """The occasion that opens the ticket."""
    message, author, form = opening.message, opening.author, opening.form
    said = effects(Incoming(message, opening.at, rules, opening.registered))
    forwarded, strangers, customer = _forwarded(opening, rules), written_to(opening, rules), asker(opening, rules)
    if form is not None:
        words = message.text
    elif forwarded is not None:
        words = forwarded.text
        message = replace(message, subject=forwarded.subject or message.subject)  # the "Fwd:" is not the customer's
    else:
        words = (message.is_reply and message.relay_text) or message.own_text
    if opening.oversize:
        words = f"[{opening.oversize // 1_000_000} MB: too large to be fetched, it is in the mailbox only]\n\n{words}"
    occasion = MailArrived(
        message=message,
        at=opening.at,
        author=author,
        words=words,
        customer=customer,
        language=said.language or "",
        category=said.category,
        assign=said.assign,
        discard=said.discard,
        ruled=said,
        form=form is not None,
        doubtful=form is not None and not form.proven,
        written_to=strangers,
        forwarded_by=author.name if forwarded is not None else None,
        forwarded_note=message.relay_text if forwarded is not None else "",
        linked=opening.linked,
    )
    vouched = form.proven if form else forwarded is not None or None
    reader = _reader(occasion, said, rules, vouched=vouched, released=opening.released)
    return Opened(occasion, reader, None if vouched else customer)


def asker(opening: Opening, rules: Rules) -> Address | None:
    """Whose ticket it is: the customer a form or an operator's forward names, a stranger a colleague writes to, or the
    author."""
    if opening.form is not None:
        return opening.form.customer
    forwarded = _forwarded(opening, rules)
    if forwarded is not None:
        return forwarded.sender
    return (*written_to(opening, rules), opening.message.sender)[0]


def _forwarded(opening: Opening, rules: Rules) -> Message | None:
    """The mail an operator forwards, where it names a customer."""
    found = opening.message.forwarded if opening.author.role is Role.OPERATOR and not opening.form else None
    names = found is not None and found.sender is not None and is_foreign(found.sender.email, rules)
    return found if names else None


def written_to(opening: Opening, rules: Rules) -> tuple[Address, ...]:
    """The people a proven colleague wrote to with the desk in Cc: the ticket is theirs. () for a mail to the desk
    alone, where the colleague is the customer (interfaces-2.md, "Settled"), and for a forward, whose customer is found
    in its text."""
    message, author = opening.message, opening.author
    colleague = author.role in (Role.OPERATOR, Role.PIC) and author.proven and not opening.released
    return participants(message, None, rules) if colleague and not opening.form and not message.is_forward else ()


def _reader(
    occasion: MailArrived, said: Effects, rules: Rules, *, vouched: bool | None, released: bool
) -> Address | None:
    """Who gets an acknowledgement: a person who asks; never a robot, list, forger (mail.md 1, 11.8).

    `vouched`: the address comes from a form or forward, and whether the admin vouches for that, so that the carrier's
    headers do not matter; None when it is the author's own.
    """
    wanted = (rules.acknowledge or said.writes) if said.acknowledge is None else said.acknowledge
    customer = occasion.customer
    if not wanted or customer is None or is_robot(customer.email) or vouched is False:
        return None
    if vouched:
        return customer
    return (wants_answers_at(occasion.message, rules) or customer) if is_persons(occasion.message, released) else None


def is_persons(message: Message, released: bool) -> bool:
    """A mail our filter took for spam is acknowledged once a person has released it."""
    person = message.nature in (Nature.HUMAN, Nature.LIST) and message.answerable
    return person and not (message.spam and not released) and not message.is_disowned
