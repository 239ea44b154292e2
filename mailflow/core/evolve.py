"""(ticket, event, at) → ticket: the only way a ticket changes. Folding the log from a blank ticket gives the row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.answers_out import behind, went_out
from mailflow.core.clocks import entered, of_ladders, operators_turn, without_clocks
from mailflow.core.evolve_answers import of_answer, of_lost, said, stands, without
from mailflow.core.evolve_imported import of_import
from mailflow.core.evolve_incidents import of_incident
from mailflow.core.evolve_joining import MOST_FURTHER, beside_others
from mailflow.core.evolve_parties import of_party, paused
from mailflow.core.evolve_undelivered import undelivered, voided
from mailflow.core.holding import FurtherMail
from mailflow.core.ladder import Ladder
from mailflow.core.meaning import Meaning
from mailflow.core.renames import Renaming
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace


def evolve(ticket: Ticket, event: ev.Event, at: datetime) -> Ticket:
    """The ticket after `event`, recorded at `at`. Defined for every event in every state; never raises."""
    when = getattr(event, "at", None) or at
    return replace(paused(ticket, _after(ticket, event, at), when), version=ticket.version + 1)


def after_all(ticket: Ticket, events: Iterable[ev.Event], at: datetime) -> Ticket:
    """After all of them, recorded at `at`."""
    for event in events:
        ticket = evolve(ticket, event, at)
    return ticket


def _after(ticket: Ticket, event: ev.Event, at: datetime) -> Ticket:
    if isinstance(event, ev.Unchanging | ev.WithParty):
        return of_party(ticket, event) if isinstance(event, ev.WithParty) else ticket
    match event:
        case ev.RequestReceived():
            return _begun(ticket, event)
        case ev.Claimed():
            return _owned(ticket, event.operator, event.at)
        case ev.CustomerNamed():
            return replace(ticket, requester=event.customer, answer_to=event.customer, customer=(event.customer.key,))
        case ev.Assigned():
            return _handed(ticket, event)
        case ev.Answered():
            return said(ticket, event, lambda one: _answered(one, event))
        case ev.CopyLost() | ev.CopyFound():
            return stands(ticket, of_lost(ticket, event, _answered), lambda one: of_lost(one, event, _answered))
        case ev.CustomerWrote():
            return _customer_wrote(ticket, event)
        case (
            ev.AnswerHeld() | ev.HeldSettled() | ev.HeldReminded()
            | ev.AnswerScheduled() | ev.AnswerLeft() | ev.AnswerTakenBack()
        ):  # fmt: skip
            return of_answer(ticket, event, at, _answered)
        case ev.ClosingStated():
            return said(ticket, event, lambda one: _closing(one, event))
        case ev.StatementRejected():
            return voided(operators_turn(ticket, event.at))
        case ev.Rang():
            return _rang(ticket, event)
        case ev.Breached():
            return replace(ticket, breaches=ticket.breaches + 1, breached=True)
        case ev.Closed() | ev.SolvedBySelfHelp():
            awaited = isinstance(event, ev.Closed) and event.reminds
            return replace(without_clocks(ticket), status=Status.CLOSED, closed_at=event.at, vote_awaited=awaited)
        case ev.VoteCast():
            return replace(ticket, vote=event.kept, vote_awaited=False) if event.counted else ticket
        case ev.SurveyReminded():
            return replace(ticket, vote_awaited=False)
        case ev.Discarded():
            return replace(without_clocks(ticket), status=Status.DISCARDED)
        case ev.Reopened():
            return _reopened(ticket, event)
        case ev.Released() | ev.ClaimExpired():
            return _released(ticket, event)
        case ev.OperatorRenamed():
            return _renamed(ticket, event)
        case ev.Categorized() | ev.Prioritized() | ev.Snoozed() | ev.Excused() | ev.Redacted() | ev.CommandUndone():
            return _by_command(ticket, event)
        case ev.Merged() | ev.TicketJoined() | ev.MergeMoved() | ev.SplitOff() | ev.SplitFrom() | ev.Linked():
            return beside_others(ticket, event)
        case ev.LetterUndelivered():
            return undelivered(ticket, event, at)
        case ev.IncidentProposed() | ev.IncidentJoined() | ev.IncidentDeclined() | ev.IncidentLeft():
            return of_incident(ticket, event)
        case ev.Imported():
            return of_import(ticket, event)
        case _:
            assert_never(event)


def _by_command(
    ticket: Ticket, event: ev.Categorized | ev.Prioritized | ev.Snoozed | ev.Excused | ev.Redacted | ev.CommandUndone
) -> Ticket:
    match event:
        case ev.Categorized():
            return replace(ticket, category=event.category)
        case ev.Prioritized():
            return replace(ticket, priority=event.priority)
        case ev.Snoozed():
            return replace(ticket, snoozed=(event.at, event.until))
        case ev.Redacted():
            return replace(ticket, sealed=tuple(dict.fromkeys((*ticket.sealed, *event.seals))))
        case ev.Excused():
            return replace(ticket, excused=ticket.excused + 1)
        case ev.CommandUndone():
            parts = (part.name for part in fields(event.before) if part.name in event.changed)
            return replace(ticket, **{name: getattr(event.before, name) for name in parts})
        case _:
            assert_never(event)


def _begun(ticket: Ticket, event: ev.RequestReceived) -> Ticket:
    return replace(
        entered(ticket, Status.NEW, event.at),
        subject=event.subject,
        requester=event.requester,
        answer_to=event.answer_to,
        customer=event.customer,
        participants=event.participants,
        outsiders=event.outsiders,
        unverified=event.unverified,
        language=event.language,
        question=event.text,
        category=event.category,
        linked=event.linked,
        priority=event.priority,
        group=event.group,
        ladder=event.ladder,
        self_help=event.self_help,
        complaint=bool(event.complaint),
        opened_at=event.at,
        customer_wrote_at=event.at,
    )


def _owned(ticket: Ticket, operator: str, at: datetime) -> Ticket:
    """Become the owner, by claim or hand-over. A running answer clock keeps its start (step 4)."""
    snoozed = None if operator != ticket.owner else ticket.snoozed
    if ticket.status is not Status.NEW:
        return replace(ticket, owner=operator, claimed_at=ticket.claimed_at or at, snoozed=snoozed)
    rung = of_ladders(ticket.rung, (Ladder.ANSWER,))  # of a mail taken from another ticket, which has rung there
    return replace(entered(ticket, Status.OPEN, at), rung=rung, owner=operator, claimed_at=at, snoozed=snoozed)


def _handed(ticket: Ticket, event: ev.Assigned) -> Ticket:
    handed = event.at if event.restarts else ticket.handed_at
    return replace(_owned(ticket, event.operator, event.at), handed_at=handed)


def _rang(ticket: Ticket, event: ev.Rang) -> Ticket:
    snoozed = None if event.woken else ticket.snoozed
    return replace(ticket, rung=(*ticket.rung, f"{event.ladder}:{event.after}"), snoozed=snoozed)


def _answered(ticket: Ticket, event: ev.Answered) -> Ticket:
    clocks: dict[Ladder, datetime] = {one: at for one, at in ticket.clocks.items() if one is not Ladder.ANSWER}
    stops = ticket.answer_since is not None  # its clock is kept, in case the answer cannot be delivered
    answered = replace(
        ticket,
        clocks=clocks,
        rung=of_ladders(ticket.rung, clocks),
        answered_at=event.at,
        first_answered_at=ticket.first_answered_at or event.at,
        asked=event.asks,
        pending=None,  # the owner has answered himself
        held=without(ticket, event.held),
        further=tuple(replace(one, known_to=(*one.known_to, event.operator)) for one in ticket.further),
        breached=ticket.breached and not stops,
        stopped_since=ticket.answer_since if stops else ticket.stopped_since,
        stopped_rung=of_ladders(ticket.rung, (Ladder.ANSWER,)) if stops else ticket.stopped_rung,
        stopped_breached=ticket.breached if stops else ticket.stopped_breached,
    )
    if event.counted:
        answered = went_out(ticket, answered, event.scheduled or ticket.version + 1)
    if ticket.status not in (Status.NEW, Status.OPEN, Status.WAITING):
        return answered
    return entered(answered, Status.WAITING, event.at)


def _customer_wrote(ticket: Ticket, event: ev.CustomerWrote) -> Ticket:
    if event.outsiders:
        ticket = replace(ticket, outsiders=(*ticket.outsiders, *event.outsiders))
    if event.meaning == Meaning.SOLVED and not event.unverified and is_solvable(ticket):
        return _solved(ticket, event.at)
    if event.thanks:
        return ticket
    further = FurtherMail(ticket.version + 1, event.at, event.addressed)
    wrote = replace(
        ticket,
        customer_wrote_at=event.at,
        asked="",
        out=behind(ticket),
        customer=(*ticket.customer, *event.also),
        participants=(*ticket.participants, *event.participants),
        further=(*ticket.further, further)[-MOST_FURTHER:] if event.counted else ticket.further,
        complaint=ticket.complaint or bool(event.complaint),
        ladder=event.ladder or ticket.ladder,
        contradicted=ticket.contradicted or ticket.statement is not None,
        statement=None,
        statement_by=None,
        statement_sent=False,
    )
    if ticket.status in (Status.WAITING, Status.CLOSING):
        return operators_turn(wrote, event.at)
    if ticket.status in (Status.OPEN, Status.ESCALATED):
        return replace(wrote, clocks={Ladder.ANSWER: event.at} | dict(wrote.clocks))
    return wrote


def is_solvable(ticket: Ticket) -> bool:
    """Whether the customer's "it is solved" counts: only after an answer. Then the desk waits for no further reply.
    Before any answer a person decides what becomes of the question, under the running clocks."""
    return ticket.status in (Status.OPEN, Status.WAITING) and ticket.first_answered_at is not None


def _solved(ticket: Ticket, at: datetime) -> Ticket:
    """No answer is owed, and the customer is not asked for feedback again: the owner states it, or the PIC is told."""
    return replace(
        without_clocks(ticket),
        status=Status.WAITING,
        clocks={Ladder.SOLVED: ticket.solved_since or at},
        rung=of_ladders(ticket.rung, (Ladder.SOLVED,)),
        snoozed=ticket.snoozed,  # the owner's wish stands whatever the customer says
    )


def _closing(ticket: Ticket, event: ev.ClosingStated) -> Ticket:
    """Waits for the PIC. An unanswered question keeps its clock, which continues if the statement is rejected."""
    return replace(
        entered(ticket, Status.CLOSING, event.at),
        stopped_since=None if event.relayed else ticket.stopped_since,
        answered_at=event.at if event.relayed else ticket.answered_at,
        statement=event.closing,
        statement_by=event.operator or None,
        statement_sent=event.sent,
        contradicted=False,
    )


def _reopened(ticket: Ticket, event: ev.Reopened) -> Ticket:
    again = replace(
        without_clocks(ticket),
        owner=event.owner,
        out=(),
        closed_at=None,
        statement=None,
        statement_by=None,
        statement_sent=False,
        contradicted=False,
        vote_awaited=False,
    )
    return entered(again, Status.OPEN if event.owner else Status.NEW, event.at)


def _released(ticket: Ticket, event: ev.Released | ev.ClaimExpired) -> Ticket:
    """No owner again. A running answer clock keeps its start for the next owner: the customer has waited since
    then."""
    return replace(voided(entered(ticket, Status.NEW, event.at)), owner=None, snoozed=None, handed_at=None)


def _renamed(ticket: Ticket, event: ev.OperatorRenamed) -> Ticket:
    renaming = Renaming(event.before, event.after)
    return renaming.throughout(ticket) if event.throughout else renaming.owner(ticket)
