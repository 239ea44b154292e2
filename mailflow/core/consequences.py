"""Everything that follows from an occasion, in one value: its events, the ticket after them, the letters they call for,
the next alarm. Reads as the verbs do: decide, evolve, letters, next_alarm."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from mailflow.core.addressed import Addressed, addressed
from mailflow.core.bundle import may_be_bundled
from mailflow.core.counted import CountedEvent, stage
from mailflow.core.decide import decide
from mailflow.core.eventlog import Happened, happened
from mailflow.core.events import Event
from mailflow.core.evolve import evolve
from mailflow.core.ladders import next_alarm
from mailflow.core.letters import letters
from mailflow.core.message import Message
from mailflow.core.occasions import Occasion
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from an occasion; nothing without events."""

    ticket: Ticket
    events: list[Event]
    letters: Sequence[Addressed] = ()
    alarm: datetime | None = None
    stages: Sequence[CountedEvent] = ()  # of each event
    happened: Sequence[Happened] = ()  # each event as the log has it


def follow(
    ticket: Ticket, occasion: Occasion, rules: Rules, now: datetime, *, mail: Message | None = None
) -> Consequences:
    """`mail`: the one being settled, if the occasion comes from a mail."""
    events = decide(ticket, occasion, rules, now)
    if not events:
        return Consequences(ticket, [])
    after, found, stages, written = ticket, [], [], []
    for event in events:
        before, after = after, evolve(after, event, now)
        kind, _, data = as_logged = happened(event)
        written.append(as_logged)
        stages.append(stage(kind, data, before, after, asks=rules.asks_for_votes))
        found += [addressed(letter, after, mail, event) for letter in letters(after, event, rules)]
    return Consequences(after, events, found, next_alarm(after, rules), stages, written)


def apart(found: Sequence[Addressed], readers: Collection[str]) -> tuple[list[Addressed], list[Addressed]]:
    """(reminders to these readers, which go into their bundle; all other letters)."""
    aside = [one for one in found if one.letter.to[0].key in readers and may_be_bundled(one.letter, one.ticket)]
    return aside, [one for one in found if one not in aside]
