"""What becomes of a ticket by answers that did not leave at once: held, scheduled, waiting, taken back. A part of
evolve.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.clocks import of_ladders
from mailflow.core.holding import BeforeAnswer, HeldAnswer, UnsentAnswer
from mailflow.core.ladder import Ladder
from mailflow.core.lost_copies import LostAnswer
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace


def of_answer(
    ticket: Ticket,
    event: ev.AnswerHeld | ev.HeldSettled | ev.HeldReminded | ev.AnswerScheduled | ev.AnswerLeft | ev.AnswerTakenBack,
    at: datetime,
) -> Ticket:
    match event:
        case ev.AnswerHeld():
            return _held(ticket, event)
        case ev.HeldSettled():
            return replace(_put_aside(ticket, event.operator, at), held=without(ticket, event.held))
        case ev.HeldReminded():
            asked = (replace(one, reminded=True) if one.number == event.held else one for one in ticket.held)
            return replace(ticket, held=tuple(asked))
        case ev.AnswerScheduled():
            held, waiting = without(ticket, event.held), (*ticket.unsent, _unsent(ticket, event))
            return replace(ticket, held=held, unsent=waiting)
        case ev.AnswerLeft():
            return replace(ticket, unsent=tuple(one for one in ticket.unsent if one.number != event.answer))
        case ev.AnswerTakenBack():
            return _put_aside(_taken_back(ticket, event), event.operator, event.at)
        case _:
            assert_never(event)


def _put_aside(ticket: Ticket, author: str, at: datetime) -> Ticket:
    """Its owner had an answer in hand until now: his claim is as fresh as that."""
    return replace(ticket, in_hand_until=at) if author == ticket.owner else ticket


def waits(before: Ticket, after: Ticket, event: ev.Answered | ev.ClosingStated) -> Ticket:
    """The answer can be taken back until its moment."""
    return after if event.due_at is None else replace(after, unsent=(*after.unsent, _unsent(before, event)))


def _unsent(before: Ticket, event: ev.Answered | ev.ClosingStated | ev.AnswerScheduled) -> UnsentAnswer:
    kept = {field.name: getattr(before, field.name) for field in fields(BeforeAnswer)}
    scheduled = isinstance(event, ev.AnswerScheduled)
    number = before.version + 1
    return UnsentAnswer(
        number,
        event.operator,
        event.text,
        event.due_at or event.at,
        None if scheduled else BeforeAnswer(**kept),
        closing=event.closing if isinstance(event, ev.ClosingStated) else "",
        files=getattr(event, "files", False),
        source=getattr(event, "source", 0) or number,
        asks=getattr(event, "asks", ""),
        canned=getattr(event, "canned", ""),
    )


def _taken_back(ticket: Ticket, event: ev.AnswerTakenBack) -> Ticket:
    """As if the answer had never been; what has become of the ticket's owner since stays."""
    unsent = next((one for one in ticket.unsent if one.number == event.answer), None)
    if unsent is None:
        return ticket
    back = replace(ticket, unsent=tuple(one for one in ticket.unsent if one is not unsent))
    before = unsent.before
    if before is None:
        return back
    kept = {field.name: getattr(before, field.name) for field in fields(BeforeAnswer)}
    as_before = replace(back, **kept)
    if ticket.status in (Status.OPEN, Status.WAITING, Status.CLOSING):
        return as_before
    return _goes_on(ticket, as_before)  # released, escalated or over since


def _goes_on(ticket: Ticket, before: Ticket) -> Ticket:
    """One that has gone elsewhere since the answer: what its customer's clock has rung, and that its breach was
    counted, comes back with that clock."""
    since = None if ticket.status.over else before.answer_since
    clocks = {Ladder.ANSWER: since} if since else {}
    return replace(
        before,
        status=ticket.status,
        clocks={**clocks, **ticket.clocks},
        rung=tuple(dict.fromkeys((*of_ladders(before.rung, clocks), *ticket.rung))),
        breached=before.breached if since else ticket.breached,
    )


def _held(ticket: Ticket, event: ev.AnswerHeld) -> Ticket:
    number = ticket.version + 1
    held = HeldAnswer(
        number,
        event.operator,
        event.at,
        event.text,
        event.why,
        event.closing,
        event.files,
        event.source or number,
        canned=event.canned,
        detail=event.detail,
    )
    return replace(ticket, held=(*without(ticket, event.instead), held))


def without(ticket: Ticket, number: int | None) -> tuple[HeldAnswer, ...]:
    return tuple(held for held in ticket.held if held.number != number)


def of_lost(
    ticket: Ticket, event: ev.CopyLost | ev.CopyFound, answered: Callable[[Ticket, ev.Answered], Ticket]
) -> Ticket:
    """An answer known from its quotation has stopped the clock when its attribution says; its original changes no clock
    any more."""
    if isinstance(event, ev.CopyFound):
        return replace(ticket, lost=tuple(one for one in ticket.lost if one.number != event.lost))
    quoted = LostAnswer(ticket.version + 1, event.operator, event.message_id, event.text)
    known = replace(ticket, lost=(*ticket.lost, quoted))
    if event.written_at is None or not _waits_then(ticket, event.written_at):
        return known
    first = ticket.first_answered_at is None
    written = event.written_at.astimezone(UTC)  # an attribution speaks in the zone of the desk; tickets do not
    said = answered(known, ev.Answered(event.operator, written, event.text, False, first, False, ticket.owner))
    return _still_offered(ticket, said) if event.unclaimed and ticket.status is Status.NEW else said


def _still_offered(before: Ticket, said: Ticket) -> Ticket:
    """What nothing proves makes nobody the owner: the ticket is offered as before, and no answer is owed meanwhile."""
    clocks: dict[Ladder, datetime] = {one: at for one, at in before.clocks.items() if one is not Ladder.ANSWER}
    return replace(said, status=before.status, clocks=clocks, rung=of_ladders(before.rung, clocks))


def _waits_then(ticket: Ticket, moment: datetime) -> bool:
    since = ticket.clocks.get(Ladder.ANSWER)
    return ticket.status in (Status.NEW, Status.OPEN) and (since is None or since <= moment)
