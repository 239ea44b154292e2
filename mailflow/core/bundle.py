"""Many reminders due at once for one person: one letter lists them (rules.yaml, `reminders.bundle`). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from mailflow.core.decide import decide
from mailflow.core.evolve import evolve
from mailflow.core.ladders import ladder_of
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import kind_of
from mailflow.core.letters import letters
from mailflow.core.message import Address
from mailflow.core.occasions import TimePassed
from mailflow.core.people import is_customer
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass

KIND = "reminder-bundle"
LISTED = 100  # tickets one letter lists; the rest is counted


@dataclass(frozen=True, slots=True)
class DueTicket:
    """One of the reminders, as the letter lists it."""

    number: str
    subject: str
    requester: str
    owner: str
    ladder: str
    since: datetime | None  # of the clock that rang


def may_be_bundled(letter: Letter, ticket: Ticket) -> bool:
    """Whether it is a ladder's letter to a colleague. Letters to customers or outside are never bundled."""
    return kind_of(letter.kind).by_ladder and not letter.party and not is_customer(ticket, letter.to[0].email)


def crowded(due: Iterable[Ticket], rules: Rules, now: datetime) -> frozenset[str]:
    """The readers (case-folded addresses) with more reminders at this moment than are sent singly."""
    if rules.bundle is None:
        return frozenset()
    counts = Counter(letter.to[0].key for ticket in due for letter in _reminders(ticket, rules, now))
    return frozenset(who for who, count in counts.items() if count > rules.bundle)


def _reminders(ticket: Ticket, rules: Rules, now: datetime) -> Iterator[Letter]:
    after = ticket
    for event in decide(ticket, TimePassed(), rules, now):
        after = evolve(after, event, now)
        yield from (letter for letter in letters(after, event, rules) if may_be_bundled(letter, ticket))


def listed(ticket: Ticket) -> DueTicket:
    ladder = ladder_of(ticket)
    return DueTicket(
        number=ticket.number,
        subject=ticket.subject[:100],
        requester=ticket.requester.email if ticket.requester else "",
        owner=ticket.owner or "",
        ladder=ladder.value if ladder else "",
        since=ticket.clocks[ladder] if ladder else None,
    )


def bundle(who: str, rows: Sequence[DueTicket], rules: Rules) -> Letter:
    """The one letter to this address; the ticket waiting longest comes first."""
    person = rules.operator(who) or rules.pic_person(who)
    ordered = sorted(rows, key=lambda row: (row.since is None, row.since, row.number))
    facts: Mapping[str, Any] = {
        "count": len(rows),
        "reminders": tuple(_fact(row) for row in ordered[:LISTED]),
        "left_out": max(0, len(rows) - LISTED),
    }
    to = Address(person.address, person.name) if person else Address(who)
    return Letter(KIND, (to,), language=(person.language if person else None) or rules.desk.language, facts=facts)


def _fact(row: DueTicket) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("number", "subject", "requester", "owner", "ladder", "since")}
