"""The only way a ticket changes: an occasion comes in, what follows from it is recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailflow.core import eventlog
from mailflow.core import events as ev
from mailflow.core.bundle import may_be_bundled
from mailflow.core.decide import decide
from mailflow.core.evolve import evolve
from mailflow.core.ladders import next_alarm
from mailflow.core.letter import Letter
from mailflow.core.letters import letters
from mailflow.core.occasions import LetterFailed, Occasion
from mailflow.core.ticket import Ticket
from mailflow.errors import GiveUp
from mailflow.flow.parts import Parts
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.journal_entry import entry
from mailflow.flow.ticket.render import write
from mailflow.store.desk.record import Change, OutboxEntry, journal, record

log = logging.getLogger("mailflow")


@dataclass(frozen=True, slots=True)
class Cause:
    """What caused the occasion: its kind and data for the journal, and the mail if there is one."""

    kind: str  # mail-arrived | time-passed | command-given | letter-failed
    data: Mapping[str, object] = field(default_factory=dict)
    mail: MailInHand | None = None
    nested: bool = False  # caused by another occasion of the same transaction

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
    now, rules = parts.clock.now(), parts.rules
    events = decide(ticket, occasion, rules, now)
    if not events:
        return Handled(ticket, [])
    after, drafts = ticket, []
    for event in events:
        after = evolve(after, event, now)
        drafts += [(letter, after) for letter in letters(after, event, rules) if _passes(parts, letter, event, after)]
    aside = [pair for pair in drafts if _is_aside(*pair, cause)]
    drafts = [pair for pair in drafts if not _is_aside(*pair, cause)]
    tokens: list[str] = []
    finished, unwritten = _written(replace(parts, token=_kept(parts.token, tokens)), drafts, cause)
    data = entry(ticket, occasion, cause.data, tokens, cause.nested)
    journaled = journal(parts.db, cause.kind, now, rules.fingerprint, data=data, n=after.n)
    happened = [(eventlog.kind(event), eventlog.actor(event), eventlog.to_json(event)) for event in events]
    record(parts.db, ticket, Change(after, happened, finished, next_alarm(after, rules)), journaled)
    for event in events:
        log.info("%s ticket=%s by=%s %s", eventlog.kind(event), after.number, eventlog.actor(event), cause.message_id)
    for failed in unwritten:  # a letter that could not be rendered: the owner is told at once
        told = handle(parts, after, failed, Cause("letter-failed", nested=True))
        after, events = told.ticket, events + told.events
    return Handled(after, events, aside)


def _passes(parts: Parts, letter: Letter, event: ev.Event, after: Ticket) -> bool:
    full = letter_limits.passes(parts, letter, event, after)
    if full is not None:
        log.warning("not-written letter=%s ticket=%s: %s", letter.kind, after.number, full)
    return full is None


def _is_aside(letter: Letter, ticket: Ticket, cause: Cause) -> bool:
    told = cause.data.get("bundled")
    return isinstance(told, Collection) and letter.to[0].key in told and may_be_bundled(letter, ticket)


def _kept(token: Callable[[], str], drawn: list[str]) -> Callable[[], str]:
    """`token`, recording in `drawn` every token it returns."""

    def draw() -> str:
        drawn.append(token())
        return drawn[-1]

    return draw


def _written(
    parts: Parts, drafts: list[tuple[Letter, Ticket]], cause: Cause
) -> tuple[list[OutboxEntry], list[LetterFailed]]:
    finished, unwritten = [], []
    for letter, state in drafts:
        try:
            finished.append(write(parts, letter, state, cause.mail))
        except GiveUp as error:
            log.error("not-written letter=%s ticket=%s: %s", letter.kind, state.number, error)
            unwritten.append(LetterFailed(letter.kind, letter.to[0].email, str(error)))
    return finished, unwritten
