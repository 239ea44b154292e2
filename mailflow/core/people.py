"""Who is who on a ticket, and whom a mail reached. Addresses are compared without case; plus tags only where said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailflow.core.message import Address, Message
from mailflow.core.rules import Rules, without_plus
from mailflow.core.ticket import Ticket

MOST_PARTICIPANTS = 40  # mail.md 7.8: a cap against Cc floods
_ROBOT = re.compile(
    r"^(no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|owner-.*|.*-request)([+._-].*)?@", re.I
)


def same(one: str, other: str) -> bool:
    """One person, plus variants ignored (procedure.md, "Answers")."""
    return one == other or _person(one) == _person(other)


def _person(address: str) -> str:
    return without_plus(address).casefold()


def is_customer(ticket: Ticket, address: str) -> bool:
    return address in ticket.customer or _person(address) in map(_person, ticket.customer)


def is_his_own(ticket: Ticket, address: str, rules: Rules) -> bool:
    """The ticket was opened by whoever writes from `address`: a colleague is one person with all his addresses.

    Only with those rules.yaml names: under a plus tag he is nobody we know, and anybody may have written so.
    """
    person = rules.operator(address) or rules.pic_person(address)
    if person is None:
        return is_customer(ticket, address)
    return ticket.requester is not None and ticket.requester.key in map(str.casefold, person.addresses)


def belongs(ticket: Ticket, address: str) -> bool:
    """May join the ticket by a mere subject tag or a known Message-ID: the customer and his recorded participants."""
    return is_customer(ticket, address) or any(same(address, p.email) for p in ticket.participants)


def reaches_customer(ticket: Ticket, message: Message) -> bool:
    """A *direct* answer: the customer is among the recipients and has the mail already."""
    return any(is_customer(ticket, address.email) for address in message.recipients)


def reaches_desk(message: Message, rules: Rules) -> bool:
    """Addressed to the desk itself: To, Cc, or (Bcc, forwarded mailbox) what the server says it delivered to."""
    if any(rules.is_desk(a.email) for a in message.recipients):
        return True
    return not reaches_list(message, rules) and any(rules.is_desk(a) for a in message.delivered_to)


def reaches_list(message: Message, rules: Rules) -> bool:
    """The desk's list has distributed this mail, or is about to."""
    if rules.desk.list is None:
        return False
    if any(rules.is_list(a.email) for a in message.recipients):
        return True
    dotted = rules.desk.list.replace("@", ".").casefold()
    return any(dotted in given or rules.desk.list.casefold() in given for given in message.list_ids)


def colleagues_reached(message: Message, rules: Rules) -> tuple[str, ...]:
    """Names of the operators and PICs who have this mail already; "list" for the desk's list."""
    people = [rules.operator(a.email) or rules.pic_person(a.email) for a in message.recipients]
    names = tuple(dict.fromkeys(person.name for person in people if person))
    return (*names, "list") if reaches_list(message, rules) else names


def wants_answers_at(message: Message, rules: Rules) -> Address | None:
    """The one address beside his own where the author wants answers; None for ours, robots' and several (mail.md 7.3).

    A colleague's address is never a customer's because somebody wrote it into his mail.
    """
    wanted = [a for a in message.reply_to if "@" in a.email and not (is_robot(a.email) or message.is_list(a.email))]
    wanted = [a for a in wanted if not is_ours(a.email, rules) or _is_author(message, a.email, rules)]
    return wanted[0] if len(wanted) == 1 else None


def _is_author(message: Message, address: str, rules: Rules) -> bool:
    """A colleague's address in his own mail."""
    person = rules.operator(address) or rules.pic_person(address)
    sender = message.sender
    return person is not None and sender is not None and any(same(sender.email, own) for own in person.addresses)


def outsiders(message: Message, readers: Iterable[Address], rules: Rules) -> tuple[Address, ...]:
    """Who stands in a customer's mail, as author, recipient or Reply-To, and gets none of our answers: no reader of his
    ticket, none of us, no robot. Only its owner may want them there (interfaces-2.md, "Settled")."""
    known = {_person(reader.email) for reader in readers}
    named = (*filter(None, (message.sender, wants_answers_at(message, rules))), *message.recipients)
    found: dict[str, Address] = {}
    for address in named:
        if not (_person(address.email) in known or _is_nobody(address.email, message, rules)):
            found.setdefault(_person(address.email), address)
    return tuple(found.values())[:MOST_PARTICIPANTS]


def _is_nobody(address: str, message: Message, rules: Rules) -> bool:
    """Never a reader on the customer's side: ours, robots, and the list the mail came by (mail.md 7.8)."""
    return is_ours(address, rules) or is_robot(address) or message.is_list(address)


def participants(message: Message, customer: Address | None, rules: Rules) -> tuple[Address, ...]:
    """The strangers in To and Cc of a customer's mail: they get relayed answers in Cc. Never ours, never robots."""
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


def is_robot(address: str) -> bool:
    """Addresses that read no mail: noreply@ and its kin (mail.md 1.10)."""
    return _ROBOT.match(address) is not None
