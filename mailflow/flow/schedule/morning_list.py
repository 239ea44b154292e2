"""`morning_list:` each operator's own tickets at the start of his day, most delayed first; without any, no letter."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from mailflow.core.addressing import to_person
from mailflow.core.offering import answer_due
from mailflow.core.rules import Person, Rules
from mailflow.core.stand_ins import reads_for
from mailflow.core.ticket import Status, Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.schedule import daily
from mailflow.flow.ticket.render import post_alone
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.store.read import digest

log = logging.getLogger("mailflow")

KIND = "morning-list"
MOST = 60  # tickets of one letter
_LAST = "morning-list"  # key in meta


def write_if_due(parts: Parts) -> int:
    """Queue today's lists, once among all daemons; returns how many. Opens its own transaction."""
    if not daily.is_due(parts, _LAST, parts.rules.morning_list):
        return 0
    return parts.parsed.run(lambda: _write(parts))


def _write(parts: Parts) -> int:
    with parts.db.transaction():
        if not daily.is_due(parts, _LAST, parts.rules.morning_list):  # another daemon has just written them
            return 0
        daily.note(parts, _LAST)
        lists = _lists(digest.going(parts.db), rules_now(parts))
        for person, own in lists:
            rows = [_row(ticket, person, parts) for ticket in _delayed_first(own, parts.rules)]
            facts = {"rows": tuple(rows[:MOST]), "left_out": max(0, len(rows) - MOST)}
            post_alone(parts, to_person(person, KIND, facts, parts.rules))
            log.info("morning-list to=%s tickets=%d", person.address, len(rows))
    return len(lists)


def _lists(going: Iterable[Ticket], rules: Rules) -> list[tuple[Person, list[Ticket]]]:
    """Each operator with his tickets, and those of whom he reads for."""
    found: dict[str, tuple[Person, list[Ticket]]] = {}
    for ticket in going:
        owner = rules.operator_named(ticket.owner)
        reader = reads_for(owner, rules) if owner is not None else None
        if reader is not None:
            found.setdefault(reader.name, (reader, []))[1].append(ticket)
    return list(found.values())


def _delayed_first(found: Iterable[Ticket], rules: Rules) -> list[Ticket]:
    """By when the customer expects an answer; where none is owed, by when the ticket was opened."""

    def rank(ticket: Ticket) -> tuple[bool, float, int]:
        due = answer_due(ticket, rules) if ticket.status is Status.OPEN else None
        moment = due or ticket.opened_at
        return due is None, moment.timestamp() if moment else 0.0, ticket.n

    return sorted(found, key=rank)


def _row(ticket: Ticket, reader: Person, parts: Parts) -> dict[str, object]:
    due = answer_due(ticket, parts.rules) if ticket.status is Status.OPEN else None
    return {
        "number": ticket.number,
        "subject": ticket.subject[:100],
        "requester": ticket.requester.email if ticket.requester else "",
        "owner": "" if ticket.owner == reader.name else ticket.owner or "",
        "status": ticket.status.value,
        "due_at": due,
        "late": due is not None and due <= parts.clock.now(),
        "priority": ticket.priority,
    }
