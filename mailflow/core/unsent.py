"""Answers that wait for their moment (interfaces-2.md, `undo_within`, `/kirim`): when they leave, and what takes them
back before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from mailflow.core import events as ev
from mailflow.core.held import MEANWHILE
from mailflow.core.holding import UnsentAnswer
from mailflow.core.meaning import Meaning
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import replace

TICKET_OVER = "unsent-ticket-over"  # why it is returned
HANDED_ON = "held-handed-on"
READER_GONE = "held-reader-gone"
WAITS_ALREADY = "waits-already"
OwnerChange = ev.Assigned | ev.Released | ev.ClaimExpired | ev.CommandUndone  # only these take a ticket from its owner


def with_moments(found: Sequence[ev.Event], rules: Rules, now: datetime) -> list[ev.Event]:
    """Relayed answers leave after `undo_within`."""
    if rules.undo_within <= timedelta(0):
        return list(found)
    due = now + rules.undo_within
    return [_with_moment(event, due) for event in found]


def _with_moment(event: ev.Event, due: datetime) -> ev.Event:
    match event:
        case ev.Answered(relayed=True, scheduled=None) | ev.ClosingStated(relayed=True):
            return replace(event, due_at=due)
        case _:
            return event


def said_once(ticket: Ticket, found: Sequence[ev.Event]) -> list[ev.Event]:
    """An answer in the very words of its author's that still waits is not sent as well: he has pressed the button
    twice. With files it is another: the first had forgotten them."""
    return [_once(ticket, event) for event in found]


def _once(ticket: Ticket, event: ev.Event) -> ev.Event:
    match event:
        case ev.Answered(relayed=True, scheduled=None, files=False, held=None) if _waits(ticket, event):
            return ev.AnswerReturned(event.operator, event.text, WAITS_ALREADY)
    return event


def _waits(ticket: Ticket, event: ev.Answered) -> bool:
    """Whether an answer of its author's in these words does."""
    waits = (one for one in ticket.unsent if one.operator == event.operator and not one.scheduled)
    return bool(event.text) and any(one.text.split() == event.text.split() for one in waits)


def leave_due(ticket: Ticket, numbers: Iterable[int], now: datetime) -> list[ev.Event]:
    """The moment of these answers has come. One that was taken back is not among the ticket's any more."""
    return [event for one in ticket.unsent if one.number in set(numbers) for event in _leaves(ticket, one, now)]


def _leaves(ticket: Ticket, unsent: UnsentAnswer, now: datetime) -> list[ev.Event]:
    left = ev.AnswerLeft(unsent.operator, unsent.number)
    if not unsent.scheduled:
        return [left]
    answered = ev.Answered(
        operator=unsent.operator,
        at=now,
        text=unsent.text,
        relayed=True,
        first=ticket.first_answered_at is None,
        only_link=False,
        owner=ticket.owner or unsent.operator,
        asks=unsent.asks,
        files=unsent.files,
        source=unsent.source,
        scheduled=unsent.number,
    )
    return [answered, left]


def meanwhile(ticket: Ticket, found: Sequence[ev.Event]) -> list[ev.Event]:
    """A customer's mail that wants an answer, or says that all is well by now, holds those that have not left: newest
    first, as they are undone."""
    wrote = next((event for event in found if isinstance(event, ev.CustomerWrote) and _says_more(event)), None)
    if wrote is None:
        return []
    name = wrote.sender.name or wrote.sender.email.partition("@")[0]
    back: list[ev.Event] = []
    for one in reversed(ticket.unsent):
        held = ev.AnswerHeld(
            one.operator, wrote.at, one.text, MEANWHILE, one.closing, one.files,
            canned=one.canned, source=one.source, customer_name=name, said=wrote.text,
        )  # fmt: skip
        back += [ev.AnswerTakenBack(one.operator, one.number, wrote.at, one.text), held]
    return back


def _says_more(wrote: ev.CustomerWrote) -> bool:
    return not wrote.thanks or wrote.meaning == Meaning.SOLVED


def asked(ticket: Ticket, rules: Rules) -> str:
    """What the newest answer that has left wants of the customer (`Ticket.asked`): nobody answers a question that he
    has not got yet."""
    wanted, newest = ticket.asked, ticket.answered_at
    for one in reversed(ticket.unsent):
        if one.before is None or one.closing:  # these ask nothing, or not yet
            continue
        if newest is None or newest > one.due_at - rules.undo_within:  # another has been answered since, at once
            break
        wanted, newest = one.before.asked, one.before.answered_at
    return wanted


def of_author(ticket: Ticket, author: str) -> UnsentAnswer | None:
    """The author's newest answer that can still be taken back."""
    return next((one for one in reversed(ticket.unsent) if one.operator == author), None)


def ended(before: Ticket, after: Ticket, at: datetime) -> list[ev.AnswerTakenBack]:
    """Answers scheduled for later are not sent on a ticket that has ended; those just written are, and before what
    ends it."""
    if before.status.over or not after.status.over:
        return []
    waits = [one for one in after.unsent if one.scheduled]
    return [ev.AnswerTakenBack(one.operator, one.number, at, one.text, TICKET_OVER) for one in waits]


def handed_on(before: Ticket, after: Ticket, found: Sequence[ev.Event], rules: Rules, at: datetime) -> list[ev.Event]:
    """A ticket that goes to somebody else, or back to all, holds what its last owner had scheduled: who is not the
    owner decides first (`hold`). What another has scheduled knowingly stays."""
    if after.status.over or not rules.hold:
        return []
    owners = {before.owner, *(event.operator for event in found if isinstance(event, ev.Claimed))} - {after.owner}
    back: list[ev.Event] = []
    for one in reversed(after.unsent):
        if one.scheduled and (one.operator in owners or rules.operator_named(one.operator) is None):
            back += _held(one, HANDED_ON, at)
    return back


def readers_gone(ticket: Ticket, at: datetime) -> list[ev.Event]:
    """Somebody has no part in the ticket any more, who was to read the answers that wait: their letters name him."""
    return [event for one in reversed(ticket.unsent) for event in _held(one, READER_GONE, at)]


def _held(one: UnsentAnswer, why: str, at: datetime) -> list[ev.Event]:
    held = ev.AnswerHeld(one.operator, at, one.text, why, one.closing, one.files, canned=one.canned, source=one.source)
    return [ev.AnswerTakenBack(one.operator, one.number, at, one.text), held]
