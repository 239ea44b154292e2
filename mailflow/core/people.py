"""Who is who on a ticket, and whom a mail reached. Addresses are compared case-insensitively; plus tags are ignored
only where stated."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address, Message
from mailflow.core.rules import Rules, without_plus
from mailflow.core.ticket import Ticket

MOST_PARTICIPANTS = 40  # mail.md 7.8: a cap against Cc floods
_ROBOT = LazyPattern(
    r"^(no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|owner-.*|.*-request)([+._-].*)?@", re.I
)


def same(one: str, other: str) -> bool:
    """Whether two addresses are one person's, ignoring plus tags (procedure.md, "Answers")."""
    return one == other or _person(one) == _person(other)


def _person(address: str) -> str:
    return without_plus(address).casefold()


def is_customer(ticket: Ticket, address: str) -> bool:
    return address in ticket.customer or _person(address) in map(_person, ticket.customer)


def is_his_own(ticket: Ticket, address: str, rules: Rules) -> bool:
    """Whether the ticket was opened by the owner of `address`. A colleague with several addresses is one person.

    Only with addresses named in rules.yaml: with another plus tag it is not known who wrote it.
    """
    person = rules.operator(address) or rules.pic_person(address)
    if person is None:
        return is_customer(ticket, address)
    return ticket.requester is not None and ticket.requester.key in map(str.casefold, person.addresses)


def belongs(ticket: Ticket, address: str) -> bool:
    """Whether the address may join the ticket with only a subject tag or a known Message-ID: the customer and the
    recorded participants."""
    return is_customer(ticket, address) or any(same(address, p.email) for p in ticket.participants)


def reaches_customer(ticket: Ticket, message: Message) -> bool:
    """A *direct* answer: the customer is among the recipients and has the mail already."""
    return any(is_customer(ticket, address.email) for address in message.recipients)


def reaches_desk(message: Message, rules: Rules) -> bool:
    """Whether it is addressed to the desk itself: in To or Cc, or (Bcc, forwarded mailbox) according to
    Delivered-To."""
    if any(rules.is_desk(a.email) for a in message.recipients):
        return True
    return not reaches_list(message, rules) and any(rules.is_desk(a) for a in message.delivered_to)


def reaches_list(message: Message, rules: Rules) -> bool:
    """Whether the desk's list has distributed this mail, or will."""
    if rules.desk.list is None:
        return False
    if any(rules.is_list(a.email) for a in message.recipients):
        return True
    dotted = rules.desk.list.replace("@", ".").casefold()
    return any(dotted in given or rules.desk.list.casefold() in given for given in message.list_ids)


def public_list_of(message: Message, rules: Rules) -> str | None:
    """The list of `public_lists` by which the mail came, or to which it was written."""
    if not rules.public_lists:
        return None
    named = (*(address.email for address in message.recipients), *message.list_ids)
    return next((found for one in named if (found := rules.public_list(one)) is not None), None)


def colleagues_reached(message: Message, rules: Rules) -> tuple[str, ...]:
    """Names of the operators and PICs who got this mail directly; "list" for the desk's list."""
    people = [rules.operator(a.email) or rules.pic_person(a.email) for a in message.recipients]
    names = tuple(dict.fromkeys(person.name for person in people if person))
    return (*names, "list") if reaches_list(message, rules) else names


def wants_answers_at(message: Message, rules: Rules) -> Address | None:
    """The only other address at which the author wants answers; None for ours, robots' and when there are several
    (mail.md 7.3).

    A colleague's address never becomes a customer's because someone wrote it into a mail.
    """
    wanted = [a for a in message.reply_to if "@" in a.email and not (is_robot(a.email) or message.is_list(a.email))]
    wanted = [a for a in wanted if rules.public_list(a.email) is None]
    wanted = [a for a in wanted if not is_ours(a.email, rules) or _is_author(message, a.email, rules)]
    return wanted[0] if len(wanted) == 1 else None


def _is_author(message: Message, address: str, rules: Rules) -> bool:
    """A colleague's address in the colleague's own mail."""
    person = rules.operator(address) or rules.pic_person(address)
    sender = message.sender
    return person is not None and sender is not None and any(same(sender.email, own) for own in person.addresses)


def outsiders(message: Message, readers: Iterable[Address], rules: Rules) -> tuple[Address, ...]:
    """Addresses in a customer's mail (author, recipients, Reply-To) that get none of our answers: not readers of the
    ticket, not ours, not robots. The owner may want to write to them (interfaces-2.md, "Settled")."""
    known = {_person(reader.email) for reader in readers}
    named = (*filter(None, (message.sender, wants_answers_at(message, rules))), *message.recipients)
    found: dict[str, Address] = {}
    for address in named:
        if not (_person(address.email) in known or _is_nobody(address.email, message, rules)):
            found.setdefault(_person(address.email), address)
    return tuple(found.values())[:MOST_PARTICIPANTS]


def _is_nobody(address: str, message: Message, rules: Rules) -> bool:
    """Whether the address can never be a reader on the customer's side: ours, robots, and the list the mail came
    through (mail.md 7.8)."""
    public = rules.public_list(address) is not None
    return is_ours(address, rules) or is_robot(address) or message.is_list(address) or public


def participants(message: Message, customer: Address | None, rules: Rules) -> tuple[Address, ...]:
    """The strangers in To and Cc of a customer's mail, who get relayed answers in Cc. Never ours, never robots."""
    himself = {_person(author.email) for author in (customer, message.sender) if author is not None}
    found: dict[str, Address] = {}
    for address in message.recipients:
        if not (_person(address.email) in himself or _is_nobody(address.email, message, rules)):
            found.setdefault(_person(address.email), address)
    return tuple(found.values())[:MOST_PARTICIPANTS]


def is_ours(address: str, rules: Rules) -> bool:
    """The desk, its list, or a colleague."""
    if rules.is_desk(address) or rules.is_list(address):
        return True
    return rules.is_colleagues(address)


def is_foreign(address: str, rules: Rules) -> bool:
    """Whether a form or a forward may name this address as customer. Not a colleague's: colleagues become customers
    only by their own mail."""
    return "@" in address and not (is_ours(address, rules) or is_robot(address))


def is_received_here(address: str, rules: Rules) -> bool:
    """Whether a mail for this envelope recipient may be handed to us: at a domain of the desk's or its list's, or, as
    a mail server names mailboxes of its own, at none or at localhost."""
    domain = address.rpartition("@")[2].casefold().rstrip(".") if "@" in address else ""
    ours = (*rules.desk.addresses, *([rules.desk.list] if rules.desk.list else ()))
    return domain in ("", "localhost", "localhost.localdomain", *(one.rpartition("@")[2].casefold() for one in ours))


def is_robot(address: str) -> bool:
    """Whether nobody reads mail to this address: noreply@ and similar (mail.md 1.10)."""
    return _ROBOT.match(address) is not None
