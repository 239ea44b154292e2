"""How a ticket's clocks start, continue and stop when it enters another state. A part of evolve.py."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from mailflow.core.ladder import LADDERS, OF_STATUS, Ladder
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace


def entered(ticket: Ticket, status: Status, since: datetime | None) -> Ticket:
    """In another state: its clock starts, or continues (step 4); clocks of other states stop."""
    kept = {ladder: at for ladder, at in ticket.clocks.items() if LADDERS[ladder].outlasts}
    clocks, ladder = dict(kept), OF_STATUS.get(status)
    if ladder is not None and since is not None:
        clocks.setdefault(ladder, since)
    return replace(ticket, status=status, clocks=clocks, rung=of_ladders(ticket.rung, kept))


def operators_turn(ticket: Ticket, since: datetime | None) -> Ticket:
    """The owner's turn again; a ticket without owner is new again."""
    return entered(ticket, Status.OPEN if ticket.owner else Status.NEW, since)


def without_clocks(ticket: Ticket) -> Ticket:
    """Without running clocks."""
    return replace(ticket, clocks={}, breached=False, rung=(), asked="", snoozed=None)


def of_ladders(rung: tuple[str, ...], ladders: Collection[Ladder]) -> tuple[str, ...]:
    return tuple(one for one in rung if one.partition(":")[0] in ladders)
