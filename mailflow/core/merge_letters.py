"""Who is told that a ticket went into another: the owners of both, except who did it."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.addressing import readers_of, to_named
from mailflow.core.letter import Letter
from mailflow.core.offering import answer_due
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

MERGED = "merged"


def merge_letters(ticket: Ticket, event: ev.Merged | ev.TicketJoined, rules: Rules) -> list[Letter]:
    return _merged(ticket, event, rules) if isinstance(event, ev.Merged) else _took_in(ticket, event, rules)


def _merged(ticket: Ticket, event: ev.Merged, rules: Rules) -> list[Letter]:
    """To whoever had the ticket that is gone, unless he has the other one."""
    if ticket.owner in (event.actor, event.owner) or event.owner is None:
        return []
    facts = {"by": event.actor, "into": event.number, "owner": event.owner, "number": ticket.number}
    return to_named(ticket.owner, MERGED, facts, rules)


def _took_in(ticket: Ticket, event: ev.TicketJoined, rules: Rules) -> list[Letter]:
    """To the owner of the one that is left, who answers both questions from this letter. Where nobody has it, whoever
    takes it reads them in the receipt."""
    if ticket.owner in (None, event.actor):
        return []
    facts: dict[str, object] = {"by": event.actor, "into": "", "owner": ticket.owner, "number": event.number}
    facts |= {"text": event.text, "due_at": answer_due(ticket, rules), "conversation": (), "again": event.again}
    facts["cc"] = [str(reader) for reader in readers_of(ticket, rules)]
    return to_named(ticket.owner, MERGED, facts, rules)
