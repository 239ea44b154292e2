"""What becomes of a ticket by the exchange with a party outside, such as the second tier. A part of evolve.py."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.answers_out import went_out
from mailflow.core.clocks import entered, of_ladders, operators_turn, without_clocks
from mailflow.core.evolve_answers import stands
from mailflow.core.ladder import Ladder
from mailflow.core.parties import MOST_IDS, Party, PartyKind, PendingEscalation, current_tier, with_address
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace

_CAN_WAIT = (Status.NEW, Status.OPEN, Status.WAITING)


def of_party(ticket: Ticket, event: ev.WithParty) -> Ticket:
    match event:
        case ev.Escalated():
            return _escalated(ticket, event)
        case ev.ThirdPartyAsked():
            return _asked(ticket, event)
        case ev.EscalationWaits():
            waits = _waits(ticket, event)
            return stands(ticket, waits, lambda one: _waits(one, event)) if event.asks else waits
        case ev.EscalationVoided():
            return replace(ticket, pending=None)
        case ev.PartyWrote():
            return _wrote(ticket, event)
        case ev.PartyAcknowledged():
            return _with(ticket, event.party, event)
        case ev.SecondTierLate():
            late = current_tier(ticket.parties)
            return ticket if late is None else _put(ticket, replace(late, late=True))
        case _:
            assert_never(event)


def paused(before: Ticket, after: Ticket, at: datetime) -> Ticket:
    """With the time it was with the second tier, once that has ended; and without an escalation that waited for data
    when the owner or the category has changed, or the ticket was answered or is over."""
    ended = after.status.over or after.status is Status.CLOSING
    if after.pending is not None and (ended or after.owner != after.pending.operator or _filed_anew(before, after)):
        after = replace(after, pending=None)
    if after.status is Status.ESCALATED and after.escalated_at is None and after.pauses:  # it is as before: taken back
        return replace(after, escalated_at=after.pauses[-1][0], pauses=after.pauses[:-1])
    if after.escalated_at is None or after.status is Status.ESCALATED:
        return after
    pause = (after.escalated_at, max(at, after.escalated_at))
    return replace(after, escalated_at=None, pauses=(*after.pauses, pause))


def _filed_anew(before: Ticket, after: Ticket) -> bool:
    """It waits under a category that is not the ticket's any more: another address might have to get it."""
    waits = after.pending
    return waits is not None and before.category != after.category != waits.category


def undelivered_form(ticket: Ticket, address: str, at: datetime) -> Ticket:
    """The second tier has not got it: the owner's turn again."""
    party = current_tier(ticket.parties)
    known = party is not None and party.answered_at is None and with_address([party], address) is not None
    if not known:
        return ticket
    return operators_turn(ticket, at) if ticket.status is Status.ESCALATED else _heard(ticket)


def _escalated(ticket: Ticket, event: ev.Escalated) -> Ticket:
    known = with_address(ticket.parties, event.to)
    same = known if known is not None and known.kind is PartyKind.SECOND_TIER else None
    goes_on = same is not None and not event.first
    party = replace(
        same or Party(ticket.version + 1, PartyKind.SECOND_TIER, event.to, event.operator, event.at),
        operator=event.operator,
        category=event.category,
        sent=tuple(dict((*(same.sent if same else ()), *event.data)).items()),
        ended=False,
    )
    if not goes_on:  # what is sent after moves no clock
        party = replace(party, since=event.at, answered_at=None, late=False)
    others = tuple(
        replace(one, ended=True) if one.kind is PartyKind.SECOND_TIER and one.number != party.number else one
        for one in ticket.parties
    )
    told = _put(replace(ticket, parties=others, pending=None, asked="", snoozed=None), party)
    if ticket.status.over or goes_on:
        return told
    return replace(entered(told, Status.ESCALATED, event.at), escalated_at=ticket.escalated_at or event.at)


def _asked(ticket: Ticket, event: ev.ThirdPartyAsked) -> Ticket:
    known = with_address(ticket.parties, event.to)
    party = known or Party(ticket.version + 1, PartyKind.THIRD_PARTY, event.to, event.operator, event.at)
    again = replace(party, operator=event.operator, since=event.at, answered_at=None, asked=event.text)
    return _put(ticket, again)


def _waits(ticket: Ticket, event: ev.EscalationWaits) -> Ticket:
    """A question back to the customer is an answer (procedure.md, step 4): his turn, and our clock stops."""
    asked = ticket.pending.asked if ticket.pending is not None else 0
    pending = PendingEscalation(
        number=event.source or ticket.version + 1,
        operator=event.operator,
        to=event.to,
        category=event.category,
        text=event.text,
        missing=event.missing,
        files=event.files,
        asked=asked + event.asks,
    )
    if not event.asks:
        return replace(ticket, pending=pending)
    waits = replace(ticket, pending=pending, data_asked_at=event.at, answered_at=event.at, asked=event.wants)
    if event.counted:
        waits = went_out(ticket, waits, ticket.version + 1)
    if ticket.status not in _CAN_WAIT or ticket.owner is None:
        return waits
    stopped = replace(
        waits,
        clocks={},
        rung=(),
        breached=False,
        stopped_since=ticket.answer_since,
        stopped_rung=of_ladders(ticket.rung, (Ladder.ANSWER,)),
        stopped_breached=ticket.breached,
    )
    return entered(stopped, Status.WAITING, event.at)


def _wrote(ticket: Ticket, event: ev.PartyWrote) -> Ticket:
    """The second tier's answer, or its question back: the owner's turn, with the clock as it was."""
    current = current_tier(ticket.parties)
    known = _with(ticket, event.party, event)
    party = _numbered(known, event.party)
    if party is not None:
        known = _put(known, replace(party, answered_at=party.answered_at or event.at))
    if current is None or current.number != event.party:
        return known
    return operators_turn(known, event.at) if ticket.status is Status.ESCALATED else _heard(known)


def _heard(ticket: Ticket) -> Ticket:
    """Of a ticket that was merged, for whose answer a clock may run still."""
    return without_clocks(ticket) if ticket.status is Status.MERGED else ticket


def _with(ticket: Ticket, number: int, event: ev.PartyWrote | ev.PartyAcknowledged) -> Ticket:
    """With the Message-ID of its mail, and its own ticket's number."""
    party = _numbered(ticket, number)
    if party is None:
        return ticket
    ids = (*party.ids, event.message_id) if event.message_id and event.message_id not in party.ids else party.ids
    number_there = event.their_number or party.their_number
    return _put(ticket, replace(party, ids=ids[-MOST_IDS:], their_number=number_there))


def _numbered(ticket: Ticket, number: int) -> Party | None:
    return next((one for one in ticket.parties if one.number == number), None)


def _put(ticket: Ticket, party: Party) -> Ticket:
    others = [one for one in ticket.parties if one.number != party.number]
    return replace(ticket, parties=tuple(sorted([*others, party], key=lambda one: one.number)))
