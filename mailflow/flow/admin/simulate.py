"""`mailflow simulate`: replays the journal, from a day on under other rules, and tells what would have gone
differently. Changes nothing.

A ticket is followed until the first thing that differs: what its people would have done then, nobody knows. A reminder
that only the other rules have is seen when the next thing happens on the ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from mailflow.core.plain import JsonObject
from mailflow.flow.admin.replay import Played, Replay, ReplayStep, steps
from mailflow.flow.parts import Parts
from mailflow.flow.policy import Policy
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.admin import journal
from mailflow.store.admin.journal import Happening


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One thing that would have gone differently."""

    n: int  # of the ticket; 0: none
    mail: int | None  # inbox id
    at: datetime
    what: str  # outcome, a key of _SAYS, or events
    then: str
    under: str  # the other rules


@dataclass(slots=True)
class Simulation:
    """The result: what differs, and how much was looked at since the day."""

    differences: list[Otherwise]
    mails: int = 0
    occasions: int = 0
    left_out: int = 0  # tickets that cannot be replayed: their mails are gone, or they are too old


def simulate(
    parts: Parts, policy: Policy, since: datetime, seen: Callable[[int, int], None] = lambda done, of: None
) -> Simulation:
    """A daemon may be running: the desk is read from one snapshot. `seen` is called with (occasions replayed, in
    all)."""
    found, replay, other, done = Simulation([]), Replay(parts, parts.db), False, 0
    try:
        with parts.db.reading():
            left, total = journal.redacted(parts.db), journal.count(parts.db)
            for step in steps(parts.db):
                if step.at >= since and not other:
                    replay.go_on_under(policy)
                    other = True
                _step(parts, replay, step, found, left, counts=other)
                done += len(step.entries)
                seen(done, total)
            found.left_out = len(left - {one.n for one in found.differences})
    finally:
        replay.close()
    return found


def _step(parts: Parts, replay: Replay, step: ReplayStep, found: Simulation, left: set[int], *, counts: bool) -> None:
    gone = step.mail is not None and not journal.is_kept(parts.db, step.mail.inbox)
    if gone or step.too_old or step.tickets & left or step.is_copy_of_parked:
        left |= step.tickets if gone or step.too_old else set()
        replay.skip(step)
        return
    played = replay.play(step)
    if counts:
        found.mails += step.mail is not None
        found.occasions += len(step.entries)
        found.differences += _told(parts, step, played)
    if not played.same:
        left |= step.tickets


def _told(parts: Parts, step: ReplayStep, played: Played) -> Iterator[Otherwise]:
    n, mail = min(step.tickets, default=0), step.mail.inbox if step.mail else None
    if step.mail and played.outcome and step.mail.outcome != played.outcome:
        yield Otherwise(n, mail, step.at, "outcome", step.mail.outcome, played.outcome)
    if played.same:
        return
    recorded = journal.happened(parts.db, [entry.id for entry in step.entries]) if step.entries else []
    alike = True
    for what, say in _SAYS.items():
        then, under = say(recorded), say(played.events)
        if then != under:
            alike = False
            yield Otherwise(n, mail, step.at, what, then or "none", under or "none")
    if alike and (not step.mail or step.mail.outcome == played.outcome):
        then, under = (", ".join(event.kind for event in events) for events in (recorded, played.events))
        yield Otherwise(n, mail, step.at, "events", then or "nothing", under or "nothing")


def _field(kind: str, name: str) -> Callable[[Sequence[Happening]], str]:
    def say(events: Sequence[Happening]) -> str:
        return ", ".join(str(event.data.get(name) or "") for event in events if event.kind == kind)

    return say


def _letters(events: Sequence[Happening]) -> str:
    """What the customer is written at once."""
    return ", ".join(_acknowledgement(event.data) for event in events if event.kind == "request-received")


def _acknowledgement(data: JsonObject) -> str:
    if not data.get("acknowledge"):
        return "no acknowledgement"
    more = (*data.get("ask", ()), *data.get("self_help", ()), *filter(None, [data.get("reply")]))
    return f"acknowledgement with {', '.join(more)}" if more else "acknowledgement"


def _reminders(events: Sequence[Happening]) -> str:
    rang = (f"{event.data['letter']} after {event.data['after']}" for event in events if event.kind == "rang")
    promised = (f"promised by {event.data['promised_at']}" for event in events if event.data.get("promised_at"))
    return ", ".join((*rang, *promised))


_SAYS: Mapping[str, Callable[[Sequence[Happening]], str]] = MappingProxyType(
    {
        "category": _field("request-received", "category"),
        "priority": _field("request-received", "priority"),
        "group": _field("request-received", "group"),
        "owner": _field("assigned", "operator"),
        "discarded": _field("discarded", "why"),
        "letters": _letters,
        "reminders": _reminders,
    }
)
