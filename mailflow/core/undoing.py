"""Taking back a command: which parts of a ticket it changed, and whether they are as it left them.

Only these parts are put back. What came in between (a customer's mail, a reminder) stays, and what somebody has changed
again cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import get_args

from mailflow.core import events as ev
from mailflow.core.evolve import evolve
from mailflow.core.ticket import Ticket, TicketParts
from mailflow.lazy_dataclasses import dataclass

# TicketParts that time alone changes: they are put back, but do not show that anybody has done something since.
_BY_TIME = frozenset({"rung", "breached"})


@dataclass(frozen=True, slots=True)
class Logged:
    """An event of the log."""

    seq: int
    at: datetime  # when it was recorded
    occasion: int
    event: ev.Event


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last command of a colleague on a ticket that was not taken back."""

    seq: int  # of its first effect
    kinds: tuple[str, ...]  # names of the classes of its effects
    before: TicketParts
    after: TicketParts


def last_command(log: Sequence[Logged], author: str) -> Undoable | None:
    """None when he has given none, or has taken back all of them."""
    undone = {one.event.seq for one in log if isinstance(one.event, ev.CommandUndone)}
    found: Undoable | None = None
    ticket, at = Ticket(), 0
    while at < len(log):
        group = [one for one in log[at:] if one.occasion == log[at].occasion]
        first = next((i for i, one in enumerate(group) if _is_effect(one.event, author, group)), None)
        for i, one in enumerate(group):
            if i == first:
                before = ticket
            ticket = evolve(ticket, one.event, one.at)
        if first is not None and group[first].seq not in undone:
            kinds = [type(one.event).__name__ for one in group if _is_effect(one.event, author, group)]
            found = Undoable(group[first].seq, tuple(kinds), TicketParts.of(before), TicketParts.of(ticket))
        at += len(group)
    return found


def _is_effect(event: ev.Event, author: str, group: Sequence[Logged]) -> bool:
    """Whether a command of this colleague did it, typed or mailed. A claim that answers at once is no command's."""
    match event:
        case ev.Claimed():
            mailed = any(isinstance(one.event, ev.CommandAnswered) for one in group)
            return event.operator == author and mailed and not any(isinstance(one.event, ev.Answered) for one in group)
        case ev.ClosingStated():
            return event.operator == author and event.by == "command"
        case ev.Escalated():
            return event.operator == author and not event.by_itself
        case ev.EscalationWaits():  # asked for again by itself when the customer has written
            return event.operator == author and not any(isinstance(one.event, ev.CustomerWrote) for one in group)
        case ev.ThirdPartyAsked():
            return event.operator == author
        case _:
            return isinstance(event, get_args(ev.DoneByCommand)) and getattr(event, "actor", "") == author


def changed(undoable: Undoable) -> tuple[str, ...]:
    """The names of the parts that the command changed."""
    before, after = undoable.before, undoable.after
    return tuple(one.name for one in fields(TicketParts) if getattr(before, one.name) != getattr(after, one.name))


def untouched(ticket: Ticket, undoable: Undoable) -> bool:
    """Whether these parts are still as it left them."""
    now = TicketParts.of(ticket)
    return all(getattr(now, one) == getattr(undoable.after, one) for one in changed(undoable) if one not in _BY_TIME)
