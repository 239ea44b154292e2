"""Taking back a command: which parts of a ticket it changed, and whether they are as it left them.

Only these parts are put back. What came in between (a customer's mail, a reminder) stays, and what somebody has changed
again cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import get_args

from mailflow.core import events as ev
from mailflow.core.clocks import of_ladders
from mailflow.core.evolve import evolve
from mailflow.core.ladder import Ladder
from mailflow.core.renames import Renaming
from mailflow.core.ticket import Ticket, TicketParts
from mailflow.lazy_dataclasses import dataclass, replace

# TicketParts that time alone changes: they are put back, but do not show that anybody has done something since.
_BY_TIME = frozenset({"rung", "breached"})
# TicketParts that an answer changes as well: both at once would leave the ticket half as it was.
ANSWERED_ON = frozenset({"status", "owner", "clocks"})


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
    names = _names(log, author)
    found: Undoable | None = None
    ticket, at = Ticket(), 0
    while at < len(log):
        group = [one for one in log[at:] if one.occasion == log[at].occasion]
        first = next((i for i, one in enumerate(group) if _is_effect(one.event, names, group)), None)
        for i, one in enumerate(group):
            if i == first:
                before = ticket
            ticket = evolve(ticket, one.event, one.at)
            if found is not None and isinstance(one.event, ev.OperatorRenamed):
                known = Renaming(one.event.before, one.event.after)
                found = replace(found, before=known.parts(found.before), after=known.parts(found.after))
        if first is not None and group[first].seq not in undone:
            kinds = [type(one.event).__name__ for one in group if _is_effect(one.event, names, group)]
            found = Undoable(group[first].seq, tuple(kinds), TicketParts.of(before), TicketParts.of(ticket))
        at += len(group)
    return found


def _names(log: Sequence[Logged], author: str) -> set[str]:
    """Under which its author has given commands: an operator may have been renamed since."""
    names = {author}
    for one in reversed(log):
        if isinstance(one.event, ev.OperatorRenamed) and one.event.after in names:
            names.add(one.event.before)
    return names


def _is_effect(event: ev.Event, names: Collection[str], group: Sequence[Logged]) -> bool:
    """Whether a command of the colleague with these names did it, typed or mailed. A claim that answers at once is no
    command's."""
    match event:
        case ev.Claimed():
            mailed = any(isinstance(one.event, ev.CommandAnswered) for one in group)
            return event.operator in names and mailed and not any(isinstance(one.event, ev.Answered) for one in group)
        case ev.ClosingStated():
            return event.operator in names and event.by == "command"
        case ev.Escalated():
            return event.operator in names and not event.by_itself
        case ev.EscalationWaits():  # asked for again by itself when the customer has written
            return event.operator in names and not any(isinstance(one.event, ev.CustomerWrote) for one in group)
        case ev.ThirdPartyAsked():
            return event.operator in names
        case _:
            return isinstance(event, get_args(ev.DoneByCommand)) and getattr(event, "actor", "") in names


def changed(undoable: Undoable) -> tuple[str, ...]:
    """The names of the parts that the command changed."""
    before, after = undoable.before, undoable.after
    return tuple(one.name for one in fields(TicketParts) if getattr(before, one.name) != getattr(after, one.name))


def restored(ticket: Ticket, undoable: Undoable) -> TicketParts:
    """The parts as they were before; but what has rung since on a clock that ran then as well has rung."""
    before = undoable.before
    same = [ladder for ladder, since in before.clocks.items() if ticket.clocks.get(ladder) == since]
    since_then = (one for one in of_ladders(ticket.rung, same) if one not in before.rung)
    breached = ticket.breached if Ladder.ANSWER in same else before.breached
    return replace(before, rung=(*before.rung, *since_then), breached=breached)


def untouched(ticket: Ticket, undoable: Undoable) -> bool:
    """Whether these parts are still as it left them."""
    now = TicketParts.of(ticket)
    return all(getattr(now, one) == getattr(undoable.after, one) for one in changed(undoable) if one not in _BY_TIME)
