"""Answers that have gone out, each with the clock it stopped (`Ticket.out`). Who knows which of them came back knows
since when the customer waits."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.clocks import of_ladders
from mailflow.core.holding import AnswerOut
from mailflow.core.ladder import Ladder
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import replace

_MOST = 10  # of a ticket: servers give up after days


def went_out(before: Ticket, after: Ticket, number: int) -> Ticket:
    """With one more, of event `number`."""
    since = before.answer_since
    rung, breached = (of_ladders(before.rung, (Ladder.ANSWER,)), before.breached) if since else ((), False)
    return replace(after, out=(*after.out, AnswerOut(number, since, rung, breached))[-_MOST:])


def behind(ticket: Ticket) -> tuple[AnswerOut, ...]:
    """Once the customer has written again: no clock goes back behind that mail."""
    return tuple(replace(one, since=None, rung=(), breached=False) for one in ticket.out)


def is_known(ticket: Ticket, number: int) -> bool:
    """Whether the answer of that event is among them, come back or not."""
    return any(one.number == number for one in ticket.out)


def may_come_back(ticket: Ticket, number: int) -> bool:
    """Whether it is among them, and has not."""
    return any(one.number == number and not one.failed for one in ticket.out)


def without(ticket: Ticket, number: int) -> Ticket:
    """Once it has come back."""
    return replace(ticket, out=tuple(replace(o, failed=True) if o.number == number else o for o in ticket.out))


def taken_back(out: Sequence[AnswerOut], number: int) -> tuple[AnswerOut, ...]:
    """Without one that never left: the next one has stopped its clock."""
    gone = next((one for one in out if one.number == number), None)
    kept = [one for one in out if one is not gone]
    at = next((at for at, one in enumerate(kept) if one.number > number), None)
    if gone is not None and at is not None and kept[at].since is None:
        kept[at] = replace(gone, number=kept[at].number, failed=kept[at].failed)
    return tuple(kept)


def owed(ticket: Ticket) -> AnswerOut | None:
    """The oldest clock that was stopped by answers behind which none stands, as it was when it stopped last; None: no
    clock is owed."""
    oldest, since = None, None
    for one in reversed(ticket.out):
        if not one.failed:
            break
        if one.since is not None and (since is None or one.since < since):
            oldest, since = one, one.since
    return oldest


def with_clock_of(ticket: Ticket, stopped: AnswerOut | None) -> Ticket:
    """The clock this answer stopped goes on as it was, unless one runs that began no later."""
    running = ticket.answer_since
    if stopped is None or stopped.since is None or (running is not None and running <= stopped.since):
        return ticket
    others = (one for one in ticket.rung if one not in of_ladders(ticket.rung, (Ladder.ANSWER,)))
    clocks = {**ticket.clocks, Ladder.ANSWER: stopped.since}
    return replace(ticket, clocks=clocks, rung=(*others, *stopped.rung), breached=stopped.breached)
