"""The only way a ticket changes: an occasion comes in, what follows from it is recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field

from mailflow.core import events as ev
from mailflow.core.addressed import Addressed
from mailflow.core.consequences import apart, follow
from mailflow.core.evolve import after_all
from mailflow.core.incidents import MOST, UNBIND, bound_to
from mailflow.core.journal_entry import entry
from mailflow.core.letter import Letter
from mailflow.core.limits import LATER
from mailflow.core.merging import goes_along
from mailflow.core.message import Message
from mailflow.core.occasions import CommandGiven, MergeFollowed, Occasion
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.merging import last_of
from mailflow.flow.ticket.render import written
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import tickets
from mailflow.store.desk.record import Change, journal, record
from mailflow.store.mail import waiting

log = logging.getLogger("mailflow")


@dataclass(frozen=True, slots=True)
class Cause:
    """What caused the occasion: its kind and data for the journal, and the mail if there is one."""

    kind: str  # mail-arrived | time-passed | command-given | letter-failed | ticket-merged | survey-answered
    data: Mapping[str, object] = field(default_factory=dict)
    mail: MailInHand | None = None
    nested: bool = False  # caused by another occasion of the same transaction

    @property
    def message(self) -> Message | None:
        return self.mail.message if self.mail else None

    @property
    def message_id(self) -> str:
        return self.mail.message.message_id if self.mail else ""


@dataclass(frozen=True, slots=True)
class Handled:
    """The ticket after an occasion, and the events and letters that followed."""

    ticket: Ticket
    events: list[ev.Event]
    aside: Sequence[tuple[Letter, Ticket]] = ()  # reminders to those whom the cause names as `bundled`: not written


def handle(parts: Parts, ticket: Ticket, occasion: Occasion, cause: Cause) -> Handled:
    """Decide, evolve, render the letters, record all of it, inside the caller's transaction.

    Without events nothing is recorded. Raises what `record` raises (Conflict, TryLater).
    """
    now, message, bundled = parts.clock.now(), cause.message, cause.data.get("bundled")
    rules = rules_now(parts)
    decided = follow(ticket, occasion, rules, now, mail=message)
    if not decided.events:
        return Handled(ticket, [])
    letters = [one for one in decided.letters if not one.unasked or _passes(parts, one)]
    aside, drafts = apart(letters, bundled) if isinstance(bundled, Collection) else ([], letters)
    tokens: list[str] = []
    finished, unwritten = written(replace(parts, token=_kept(parts.token, tokens)), drafts, cause.mail)
    after, events, message_id = decided.ticket, decided.events, cause.message_id
    happened, data = decided.happened, entry(ticket, occasion, cause.data, tokens, cause.nested)
    journaled = journal(parts.db, cause.kind, now, rules.fingerprint, data=data, n=after.n)
    record(parts.db, ticket, Change(after, happened, finished, decided.alarm, decided.stages), journaled)
    _move_letters(parts, after.n, events)
    for kind, actor, _ in happened:
        log.info("%s ticket=%s by=%s %s", kind, after.number, actor, message_id)
    for failed in unwritten:  # a letter that could not be rendered: the owner is told at once
        told = handle(parts, after, failed, Cause("letter-failed", nested=True))
        after, events = told.ticket, events + told.events
    for at, event in enumerate(decided.events):
        along = None
        if isinstance(event, ev.Merged | ev.AnswerTakenBack):  # a breach may have been counted just before
            along = goes_along(after_all(ticket, decided.events[:at], now), event)
        if along is not None:
            handle(parts, last_of(parts.db, after), along, Cause("ticket-merged", nested=True))
        if isinstance(event, ev.Merged | ev.MergeMoved):
            _led_on(parts, after, event)
        if isinstance(event, ev.IncidentLeft) and event.whole:
            others = bound_to(tickets.newest(parts.db, MOST), event.first)
            for one in others:
                handle(parts, one, CommandGiven(UNBIND, event.actor), Cause("command-given", nested=True))
    return Handled(after, events, [(one.letter, one.ticket) for one in aside] if aside else ())


def _led_on(parts: Parts, merged: Ticket, event: ev.Merged | ev.MergeMoved) -> None:
    """Writer. Tickets that had gone into this one name the ticket at the end of the chain from now on."""
    for one in (tickets.load(parts.db, n) for n in merged.merged_from):
        if one is not None and one.merged_into == merged.n:
            handle(parts, one, MergeFollowed(event.actor, event.number), Cause("ticket-merged", nested=True))


def _passes(parts: Parts, one: Addressed) -> bool:
    """Writer. Whether a letter nobody asked for is within `limits:`."""
    full = letter_limits.take(parts, letter_limits.limits_of(parts, one.letter.to[0], None, LATER))
    if full is not None:
        log.warning("not-written letter=%s ticket=%s: %s", one.letter.kind, one.ticket.number, full)
    return full is None


def _move_letters(parts: Parts, n: int, events: Sequence[ev.Event]) -> None:
    """Letters that waited for an answer's moment leave with it, or are taken back with it."""
    for event in events:
        match event:
            case ev.AnswerLeft():
                waiting.release(parts.db, n, event.answer)
            case ev.AnswerTakenBack():
                waiting.take_back(parts.db, n, event.answer)
            case _:
                pass


def _kept(token: Callable[[], str], drawn: list[str]) -> Callable[[], str]:
    """`token`, recording in `drawn` every token it returns."""

    def draw() -> str:
        drawn.append(token())
        return drawn[-1]

    return draw
