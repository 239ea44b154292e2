"""Step 1: who the customer of a new request is, and whether an acknowledgement may be sent at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from mailflow.core import patterns
from mailflow.core.actions import effects
from mailflow.core.authors import is_from_there
from mailflow.core.likeness import Begun, keys
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.people import is_ours, is_robot, participants
from mailflow.core.rules import Form, Rules
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle.acknowledging import A_DAY, KIND, Acknowledging, acknowledging
from mailflow.mail.language import language_of
from mailflow.store.desk import prefetch
from mailflow.store.desk.numbers import free_number, next_number
from mailflow.store.mail.inbox import InboxRow

_ADDRESS = re.compile(r"[^\s<>@,;:()\"\[\]]+@[^\s<>@,;:()\"\[\]]+\.[^\s<>@,;:()\"\[\].]+")


@dataclass(frozen=True, slots=True)
class FormMail:
    """A mail of a configured web form; `customer` is None when it names no foreign address."""

    form: Form
    customer: Address | None
    proven: bool = True  # it comes from where the form writes, as far as its `proof:` asks


def form_of(message: Message, rules: Rules) -> FormMail | None:
    """The first form of rules.yaml whose sender wrote this mail and which finds a customer; else the first of that
    sender."""
    if message.sender is None:
        return None
    there = is_from_there(message, rules)
    forms = [form for form in rules.forms if message.sender.key in (s.casefold() for s in form.senders)]
    found = [FormMail(form, customer_of(message, form, rules), there or form.proof == "none") for form in forms]
    return next((f for f in found if f.customer), found[0] if found else None)


def customer_of(message: Message, form: Form, rules: Rules) -> Address | None:
    """The foreign address where the form says it is: in Reply-To or in the body. None when there is none."""
    name = _named(form.name_body, "name", message.text)
    if form.customer_reply_to:
        for address in message.reply_to:
            if _foreign(address.email, rules):
                return Address(address.email, address.name or name)
    given = _named(form.customer_body, "address", message.text)
    found = _ADDRESS.search(given)
    if found is None or not _foreign(found.group(), rules):
        return None
    local, _, domain = found.group().rpartition("@")
    return Address(f"{local}@{domain.lower()}", name)


def _named(pattern: str | None, group: str, text: str) -> str:
    found = patterns.search_whole(patterns.compiled(pattern, exact=True), text) if pattern else None
    return (found.group(group) or "").strip() if found else ""


def _foreign(address: str, rules: Rules) -> bool:
    """Whether a form or a forward may name this address as customer. Not a colleague's: colleagues become customers
    only by their own mail."""
    return "@" in address and not (is_ours(address, rules) or is_robot(address))


@dataclass(frozen=True, slots=True)
class Opening:
    """A mail that begins a ticket."""

    row: InboxRow
    message: Message
    author: Author
    form: FormMail | None = None
    linked: tuple[Ticket, ...] = ()  # tickets it goes together with


def begin(parts: Parts, opening: Opening) -> tuple[Ticket, MailArrived, Acknowledging]:
    """A blank ticket with the next number, the occasion that opens it, and whether it is acknowledged."""
    rules, row, message, author, form = parts.rules, opening.row, opening.message, opening.author, opening.form
    said = effects(rules, message)
    forwarded = message.forwarded if author.role is Role.OPERATOR and not form else None
    written_to = strangers_written_to(row, message, author, form, rules)
    if form is not None:
        customer, words = form.customer, message.text
    elif forwarded is not None and forwarded.sender is not None and _foreign(forwarded.sender.email, rules):
        customer, words = forwarded.sender, forwarded.text
        message = replace(message, subject=forwarded.subject or message.subject)  # the "Fwd:" is not the customer's
    else:
        forwarded, customer = None, written_to[0] if written_to else message.sender
        words = (message.is_reply and message.relay_text) or message.own_text
    if row.oversize:
        words = f"[{row.oversize // 1_000_000} MB: too large to be fetched, it is in the mailbox only]\n\n{words}"
    vouched = form.proven if form else forwarded is not None or None
    told = acknowledging(parts, row, message, customer, said, vouched=vouched)
    occasion = MailArrived(
        message=message,
        at=row.arrived_at,
        author=author,
        words=words,
        customer=customer,
        language=said.language or language_of(words) or "",
        category=said.category,
        assign=said.assign,
        discard=said.discard,
        acknowledge=told.sent,
        form=form is not None,
        doubtful=form is not None and not form.proven,
        written_to=written_to,
        forwarded_by=author.name if forwarded is not None else None,
        forwarded_note=message.relay_text if forwarded is not None else "",
        linked=opening.linked,
    )
    return blank(parts), occasion, told


def strangers_written_to(
    row: InboxRow, message: Message, author: Author, form: FormMail | None, rules: Rules
) -> tuple[Address, ...]:
    """The people a proven colleague wrote to with the desk in Cc: the ticket is theirs. () for a mail to the desk
    alone, where the colleague is the customer (interfaces-2.md, "Settled"), and for a forward, whose customer is found
    in its text."""
    colleague = author.role in (Role.OPERATOR, Role.PIC) and author.proven and not row.released_by
    return participants(message, None, rules) if colleague and form is None and not message.is_forward else ()


def blank(parts: Parts) -> Ticket:
    """A ticket with a number and nothing else. Takes the number, which locks a row: call it last."""
    desk = parts.rules.desk
    n = next_number(parts.db)
    local = parts.clock.now().astimezone(ZoneInfo(desk.timezone))
    number = desk.number.format(n=n, year=local.year, month=_Month(local.month))
    return Ticket(n=n, number=free_number(parts.db, number), token=parts.token() + parts.token())


class _Month(int):
    """`{month}` without a format has two digits."""

    def __format__(self, spec: str) -> str:
        return format(int(self), spec or "02")


def prefetch_authors(parts: Parts, messages: Sequence[Message]) -> None:
    """One query for what settling these mails will ask about their authors; at most AT_ONCE mails."""
    authors = [message.sender for message in messages if message.sender is not None]
    batch = prefetch.Batch(
        mails=[message.message_id for message in messages],
        people=[author.email for author in authors],
        likenesses=[one for message in messages for one in _keys(message)],
    )
    prefetch.load(parts.db, batch, KIND, parts.clock.now() - A_DAY)


def _keys(message: Message) -> frozenset[str]:
    author = message.shown_sender
    return keys(Begun(author, message.subject, message.reply_text)) if author is not None else frozenset()
