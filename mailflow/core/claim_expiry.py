"""`claim_expires`: a ticket that was claimed and never answered goes back to all."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core import hours
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket


def expires_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the claim expires, counted from the claim, or from the hand-over to its owner; None: it does not. A closing
    text is an answer too. One of his that is held, or waits to leave, is one; taken back or dropped, it counts from
    then."""
    since = _since(ticket)
    if rules.claim_expires is None or since is None or ticket.owner is None:
        return None
    if ticket.status is not Status.OPEN or ticket.answered_at is not None:
        return None
    if ticket.unsent or any(held.operator == ticket.owner for held in ticket.held):
        return None
    return hours.after(since, rules.claim_expires, rules.working_hours)


def _since(ticket: Ticket) -> datetime | None:
    """The claim or hand-over; or when he last did something about it: it came back from the second tier, to which he
    had passed it, or an answer of his was taken back before it left."""
    since = ticket.handed_at or ticket.claimed_at
    later = (ticket.in_hand_until, ticket.pauses[-1][1] if ticket.pauses else None)
    return since and max([since, *(at for at in later if at is not None)])


def expired(ticket: Ticket, rules: Rules, now: datetime) -> ev.ClaimExpired | None:
    due = expires_at(ticket, rules)
    since = _since(ticket)
    if due is None or due > now or since is None or ticket.owner is None or rules.claim_expires is None:
        return None
    return ev.ClaimExpired(ticket.owner, now, since, due, rules.claim_expires.text)
