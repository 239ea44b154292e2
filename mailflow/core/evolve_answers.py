"""What becomes of a ticket by answers that did not leave at once: held, scheduled, waiting, taken back. A part of
evolve.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.answers_out import taken_back, went_out
from mailflow.core.clocks import of_ladders
from mailflow.core.holding import BeforeAnswer, HeldAnswer, UnsentAnswer
from mailflow.core.ladder import Ladder
from mailflow.core.lost_copies import LostAnswer
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace

Answering = Callable[[Ticket, ev.Answered], Ticket]


def of_answer(
    ticket: Ticket,
    event: ev.AnswerHeld | ev.HeldSettled | ev.HeldReminded | ev.AnswerScheduled | ev.AnswerLeft | ev.AnswerTakenBack,
    at: datetime,
    answered: Answering,
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
            return _put_aside(_taken_back(ticket, event, answered), event.operator, event.at)
        case _:
            assert_never(event)


def _put_aside(ticket: Ticket, author: str, at: datetime) -> Ticket:
    """Its owner had an answer in hand until now: his claim is as fresh as that."""
    return replace(ticket, in_hand_until=at) if author == ticket.owner else ticket


def said(ticket: Ticket, event: ev.Answered | ev.ClosingStated, answered: Callable[[Ticket], Ticket]) -> Ticket:
    """The answer can be taken back until its moment; one that has gone out is there if another is taken back."""
    after = answered(ticket)
    if event.due_at is not None:
        return replace(after, unsent=(*after.unsent, _unsent(ticket, event)))
    return stands(ticket, after, answered) if event.relayed or isinstance(event, ev.Answered) else after


def stands(before: Ticket, after: Ticket, again: Callable[[Ticket], Ticket]) -> Ticket:
    """An answer that has gone out, while others wait: it stands if these are taken back. `again` answers the ticket as
    if one of them had never been."""
    if not any(one.before for one in before.unsent):
        return after
    return replace(after, unsent=tuple(_answered_besides(before, one, again) for one in after.unsent))


def _answered_besides(ticket: Ticket, unsent: UnsentAnswer, again: Callable[[Ticket], Ticket]) -> UnsentAnswer:
    if unsent.before is None:
        return unsent
    return replace(unsent, before=_as_it_stands(again(_put_back(ticket, unsent.before))))


def _put_back(ticket: Ticket, before: BeforeAnswer) -> Ticket:
    return replace(ticket, **{field.name: getattr(before, field.name) for field in fields(BeforeAnswer)})


def _as_it_stands(ticket: Ticket) -> BeforeAnswer:
    return BeforeAnswer(**{field.name: getattr(ticket, field.name) for field in fields(BeforeAnswer)})


def _unsent(before: Ticket, event: ev.Answered | ev.ClosingStated | ev.AnswerScheduled) -> UnsentAnswer:
    scheduled = isinstance(event, ev.AnswerScheduled)
    number = before.version + 1
    return UnsentAnswer(
        number,
        event.operator,
        event.text,
        event.due_at or event.at,
        None if scheduled else _as_it_stands(before),
        closing=event.closing if isinstance(event, ev.ClosingStated) else "",
        files=getattr(event, "files", False),
        source=getattr(event, "source", 0) or number,
        asks=getattr(event, "asks", ""),
        canned=getattr(event, "canned", ""),
    )


def _taken_back(ticket: Ticket, event: ev.AnswerTakenBack, answered: Answering) -> Ticket:
    """As if the answer had never been; what has become of the ticket's owner since stays."""
    unsent = next((one for one in ticket.unsent if one.number == event.answer), None)
    if unsent is None:
        return ticket
    back = replace(ticket, unsent=tuple(one for one in ticket.unsent if one is not unsent))
    before = unsent.before
    if before is None:
        return back
    later = next((one for one in back.unsent if one.number > unsent.number and one.before is not None), None)
    if later is not None:  # it goes on waiting, and stands on what this one stood on
        return _still_answered(back, unsent, later, before, answered)
    as_before = _put_back(back, before)
    if ticket.status in (Status.OPEN, Status.WAITING, Status.CLOSING):
        return as_before
    return _goes_on(ticket, as_before)  # released, escalated or over since


def _still_answered(
    ticket: Ticket, unsent: UnsentAnswer, later: UnsentAnswer, before: BeforeAnswer, answered: Answering
) -> Ticket:
    """By an answer that was written after the one taken back."""
    waiting = tuple(replace(one, before=before) if one is later else _behind(one, unsent) for one in ticket.unsent)
    out = taken_back(ticket.out, unsent.number)
    if later.closing or ticket.answered_at is None or ticket.status not in (Status.WAITING, Status.CLOSING):
        return replace(ticket, unsent=waiting, out=out)
    first, at = before.first_answered_at is None, ticket.answered_at
    again = ev.Answered(later.operator, at, later.text, True, first, False, ticket.owner, asks=later.asks)
    return replace(answered(_put_back(ticket, before), again), unsent=waiting, out=out)


def _behind(one: UnsentAnswer, gone: UnsentAnswer) -> UnsentAnswer:
    if one.before is None:
        return one
    return replace(one, before=replace(one.before, out=taken_back(one.before.out, gone.number)))


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


def of_lost(ticket: Ticket, event: ev.CopyLost | ev.CopyFound, answered: Answering) -> Ticket:
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
    if event.counted:
        said = went_out(known, said, known.version + 1)
    return _still_offered(ticket, said) if event.unclaimed and ticket.status is Status.NEW else said


def _still_offered(before: Ticket, said: Ticket) -> Ticket:
    """What nothing proves makes nobody the owner: the ticket is offered as before, and no answer is owed meanwhile."""
    clocks: dict[Ladder, datetime] = {one: at for one, at in before.clocks.items() if one is not Ladder.ANSWER}
    return replace(said, status=before.status, clocks=clocks, rung=of_ladders(before.rung, clocks))


def _waits_then(ticket: Ticket, moment: datetime) -> bool:
    since = ticket.clocks.get(Ladder.ANSWER)
    return ticket.status in (Status.NEW, Status.OPEN) and (since is None or since <= moment)
