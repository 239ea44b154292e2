"""Groups of operators: a ticket for one is announced to its members, and theirs to claim, until the first step of the
claim ladder; then it is everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core import events as ev
from mailflow.core.ladder import Ladder
from mailflow.core.ladders import rungs_of
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.people import reaches_customer
from mailflow.core.rules import Person, Rules
from mailflow.core.ticket import Status, Ticket

GROUP_FIRST = "group-first"  # why a claim comes back; wording.py has the words


def first_asked(ticket: Ticket, rules: Rules) -> tuple[Person, ...]:
    """The operators who may claim the ticket now; all of them while every member of the group is away."""
    members = tuple(one for one in rules.operators if ticket.group in one.groups) if ticket.group else ()
    here = any(one.name not in rules.absent for one in members)
    return members if here and _is_theirs(ticket, rules) else rules.operators


def _is_theirs(ticket: Ticket, rules: Rules) -> bool:
    """Whether the others still have to wait; without a claim ladder nobody would ever tell them that it is over."""
    rang = any(key.startswith(f"{Ladder.CLAIM}:") for key in ticket.rung)
    return ticket.status is Status.NEW and not rang and bool(rungs_of(ticket, Ladder.CLAIM, rules))


def in_turn(ticket: Ticket, mail: MailArrived, found: Sequence[ev.Event], rules: Rules) -> list[ev.Event]:
    """What follows from an operator's mail, unless it claims what is another group's first: then its author has it
    back. What the customer has already counts nevertheless, and so does a PIC's."""
    claims = mail.author.role is Role.OPERATOR and any(isinstance(event, ev.Claimed) for event in found)
    if not claims or reaches_customer(ticket, mail.message):
        return list(found)
    name = mail.author.name or ""
    if rules.is_pic(name) or any(person.name == name for person in first_asked(ticket, rules)):
        return list(found)
    if mail.commands:
        lines = tuple((f"/{word} {argument}".strip(), GROUP_FIRST) for word, argument in mail.commands)
        return [ev.CommandAnswered(author=name, results=lines, text=mail.told)]
    return [ev.AnswerReturned(operator=name, text=mail.told, why=GROUP_FIRST)]
