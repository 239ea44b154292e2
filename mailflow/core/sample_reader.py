"""Sample data for `letters preview`: whom a letter greets, and what is known from the ticket without an occasion."""

from __future__ import annotations

from typing import Any

from mailflow.core.addressing import person_named, readers_of
from mailflow.core.ladders import breach_due, closes_at, promise, running
from mailflow.core.letter_kinds import KINDS, Reader, kind_of
from mailflow.core.message import Address
from mailflow.core.offering import answer_due
from mailflow.core.rules import Person, Rules
from mailflow.core.ticket import Ticket

_OF_A_WORD = {
    "customer": Reader.CUSTOMER,
    "operators": Reader.OPERATORS,
    "owner": Reader.OPERATORS,
    "pic": Reader.PIC,
    "admin": Reader.ADMIN,
    "second-tier": Reader.PARTY,
}
_ONE_TO_TAKE_IT = frozenset({"announcement", "reminder-claim", "claim-taken"})  # for those who do not own it


def reader_of(name: str, ticket: Ticket, rules: Rules) -> tuple[Address | None, str]:
    """The recipient of letter `name` on `ticket` (the first of several), and the language. None: not known."""
    spoken = rules.desk.language
    match _readers_kind(name, rules):
        case Reader.OPERATORS:
            return _to(_operator(name, ticket, rules), spoken)
        case Reader.PIC:
            return _to(next(iter(rules.pic), None), spoken)
        case Reader.ADMIN:
            return (Address(rules.admin) if rules.admin else None), spoken
        case Reader.PARTY:
            tier = rules.second_tier
            return (Address(tier.addresses[0]) if tier is not None else None), spoken
        case Reader.CUSTOMER | Reader.WRITER:
            return ticket.answer_to or ticket.requester, ticket.language or spoken
        case address:
            return Address(address), spoken


def _readers_kind(name: str, rules: Rules) -> Reader | str:
    """For a letter the admin added: the first recipient in the ladder that sends it, which may be an address."""
    words = (to for rungs in rules.reminders.values() for rung in rungs if rung.letter == name for to in rung.to)
    word = "" if name in KINDS else next(words, "")
    return _OF_A_WORD.get(word) or word or kind_of(name, to_customer=True).reader


def _to(person: Person | None, spoken: str) -> tuple[Address | None, str]:
    if person is None:
        return None, spoken
    return Address(person.address, person.name), person.language or spoken


def _operator(name: str, ticket: Ticket, rules: Rules) -> Person | None:
    """The owner; for an announcement the first operator who could claim it."""
    others = (person for person in rules.operators if person.name != ticket.owner)
    if name in _ONE_TO_TAKE_IT:
        return next(others, None)
    return person_named(ticket.owner, rules) or next(iter(rules.operators), None)


def known_facts(name: str, ticket: Ticket, rules: Rules) -> dict[str, Any]:
    """Facts of letters that a ticket provides without an occasion; the others are invented."""
    customer = str(ticket.requester or "")
    clock = running(ticket, rules)
    due = answer_due(ticket, rules) or breach_due(ticket, rules)
    return {
        "question": ticket.question,
        "sender": customer,
        "sent_to": str(ticket.answer_to or ticket.requester or ""),
        "answered_at": ticket.answered_at,
        "claimed_at": ticket.claimed_at,
        "closed_at": ticket.closed_at,
        "asked": ticket.asked,
        "closes_at": closes_at(ticket, rules),
        "promised_at": promise(ticket.opened_at, ticket, rules) if ticket.opened_at else None,
        "cc": [str(reader) for reader in readers_of(ticket, rules)],
        "linked": [str(n) for n in ticket.linked],
        "related": [],
        "unverified": ticket.unverified,
        "outsiders": [address.email for address in ticket.outsiders],
        "requester_missing": ticket.requester is None,
        "solved": ticket.solved_since is not None,
        "again": None,
        "conversation": (),
        "files": [],
        "not_copied": [],
        **({"text": ticket.question} if name == "announcement" else {}),
        **({"since": clock.since} if clock else {}),
        **({"due_at": due} if due else {}),
        **({"owner": ticket.owner, "operator": ticket.statement_by or ticket.owner} if ticket.owner else {}),
        **({"closing": ticket.statement} if ticket.statement else {}),
    }
