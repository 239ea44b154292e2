"""Two tickets become one: when that is possible, and what the other ticket gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.closing import waits_since
from mailflow.core.ladder import Ladder
from mailflow.core.message import Address
from mailflow.core.occasions import CommandGiven, TicketMerged
from mailflow.core.people import MOST_PARTICIPANTS, is_customer, same
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import dataclass, replace

# Why a ticket cannot go into another (CommandRefused.why); wording.py has the words.
ITSELF = "merge-itself"
ROUND = "merge-round"  # the other ticket went into this one
ELSEWHERE = "merge-elsewhere"  # the other ticket went into a third
OVER = "merge-over"
ERASED = "is-erased"
REFUSALS = (ITSELF, ROUND, ELSEWHERE, OVER, ERASED)


@dataclass(frozen=True, slots=True)
class MergeTarget:
    """The ticket another shall go into, and the one to which its own merges lead."""

    ticket: Ticket
    leads_to: Ticket

    def args(self) -> dict[str, str]:
        """For CommandGiven and Act."""
        into, last = self.ticket, self.leads_to
        found = {"into": str(into.n), "number": into.number, "state": into.status.value, "last": str(last.n)}
        return found | {"last_number": last.number, "owner": into.owner or ""}


def refusal(ticket: Ticket, args: Mapping[str, str]) -> tuple[str, str]:
    """(why this ticket cannot go into that one, the number its words name); ("", "") when it can."""
    if ticket.erased:
        return ERASED, ""
    if ticket.status.over:
        return f"is-{ticket.status.value}", ticket.merged_number
    if args["into"] == str(ticket.n):
        return ITSELF, ticket.number
    if args["state"] == Status.MERGED:
        return (ROUND, args["number"]) if args["last"] == str(ticket.n) else (ELSEWHERE, args["last_number"])
    return (OVER, args["number"]) if Status(args["state"]).over else ("", "")


def merge(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """`args`: those of MergeTarget. What the other ticket gets follows from the event (`joined`)."""
    args = command.args
    why, number = refusal(ticket, args)
    if why:
        return [ev.CommandRefused(command.actor, "merge", why, detail=number)]
    escalated = ticket.status is Status.ESCALATED
    return [ev.Merged(command.actor, now, int(args["into"]), args["number"], args["owner"] or None, escalated)]


def joined(ticket: Ticket, merged: TicketMerged, rules: Rules, now: datetime) -> list[ev.Event]:
    """What follows for the ticket another went into. Where nobody has this one, the owner of the other takes it: he
    knows the question."""
    other, actor = merged.ticket, merged.actor
    event = ev.TicketJoined(
        actor=actor,
        at=now,
        n=other.n,
        number=other.number,
        subject=other.subject,
        text=other.question,
        asked_at=other.opened_at,
        requester=other.requester,
        customer=tuple(address for address in other.customer if not is_customer(ticket, address)),
        also=new_readers(other, ticket),
        outsiders=tuple(one for one in other.outsiders if not _is_known(ticket, one.email)),
        since=_owed_since(other),
        claimed=other.answer_since is not None,
        rung=tuple(one for one in other.rung if one.startswith(f"{Ladder.ANSWER}:")),
        breached=other.breached,
        again=merged.again,
    )
    owner = rules.operator_named(other.owner)
    if ticket.owner is not None or owner is None or merged.again:
        return [event]
    if owner.name == actor:
        return [event, ev.Claimed(actor, now, wrote=False)]
    return [event, ev.Assigned(operator=owner.name, actor=actor, at=now)]


def goes_along(before: Ticket, event: ev.Event) -> TicketMerged | None:
    """What the ticket it went into must hear of an event of this one: the merge itself; later, that the answer which
    waited then was taken back, so that its question is open there. None: nothing."""
    if isinstance(event, ev.Merged):
        return TicketMerged(before, event.actor)
    taken = event.answer if isinstance(event, ev.AnswerTakenBack) and before.status is Status.MERGED else None
    as_it_was = next((one.before for one in before.unsent if one.number == taken), None)
    if not isinstance(event, ev.AnswerTakenBack) or as_it_was is None:
        return None
    open_again = replace(
        before, status=as_it_was.status, clocks=as_it_was.clocks, rung=as_it_was.rung, breached=as_it_was.breached
    )
    return TicketMerged(open_again, event.operator, again=True) if _owed_since(open_again) else None


def _owed_since(ticket: Ticket) -> datetime | None:
    """Since when its customer waits; None for one who has an answer, though the second tier works on it still."""
    answered = ticket.status is Status.ESCALATED and ticket.answer_since is None
    return None if answered else waits_since(ticket)


def new_readers(ticket: Ticket, into: Ticket) -> tuple[Address, ...]:
    """Who gets the answers of `into` once `ticket` has gone into it, and did not before. Where nobody is its customer,
    that of `ticket` becomes it."""
    customer = ticket.answer_to or ticket.requester
    theirs = (*([customer] if customer and into.requester else ()), *ticket.participants)
    found: dict[str, Address] = {}
    for one in theirs:
        if not _is_known(into, one.email):
            found.setdefault(one.key, one)
    return tuple(found.values())[: max(0, MOST_PARTICIPANTS - len(into.participants))]


def _is_known(ticket: Ticket, address: str) -> bool:
    return is_customer(ticket, address) or any(same(address, one.email) for one in ticket.participants)
