"""Arithmetic of the reminder ladders: which clock runs, when its rungs are due, which have fired. Pure; `hours`
computes times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from mailflow.core import events as ev
from mailflow.core import hours
from mailflow.core.claim_expiry import expires_at
from mailflow.core.held_reminder import reminder_due
from mailflow.core.ladder import LADDERS, Ladder
from mailflow.core.parties import current_tier
from mailflow.core.pauses import Pauses, after_pauses
from mailflow.core.rules import Duration, Rules, Rung
from mailflow.core.shifts import next_duty
from mailflow.core.survey_times import remind_at
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import dataclass

OWNER = "owner"  # in a rung's `to:`


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A running clock of a ticket, with the moments at which its rungs are due."""

    ladder: Ladder
    since: datetime
    rungs: tuple[tuple[Rung, datetime], ...]  # in order of time
    pauses: Pauses = ()  # while it stood


def running(ticket: Ticket, rules: Rules) -> RunningClock | None:
    """The one clock that runs in the ticket's state, or None."""
    ladder = ladder_of(ticket)
    since = ticket.clocks.get(ladder) if ladder else None
    if ladder is None or since is None:
        return None
    pauses = pauses_of(ticket, ladder)
    dues = [(rung, due(since, rung.after, rules, pauses)) for rung in rungs_of(ticket, ladder, rules)]
    return RunningClock(ladder, since, tuple(sorted(dues, key=lambda pair: pair[1])), pauses)


def pauses_of(ticket: Ticket, ladder: Ladder | str) -> Pauses:
    """While the clock stood: the answer clock does while the ticket is with the second tier (step 6)."""
    return ticket.pauses if ladder == Ladder.ANSWER else ()


def rungs_of(ticket: Ticket, ladder: Ladder, rules: Rules) -> tuple[Rung, ...]:
    """The steps for this ticket: of the `ladders:` a rule chose, else of those called like its priority, else of
    `reminders:`."""
    if rules.ladders:
        for name in (ticket.ladder, ticket.priority):
            own = rules.ladders.get(name, {}).get(ladder)
            if own is not None:
                return own
    return rules.reminders.get(ladder, ())


def ladder_of(ticket: Ticket) -> Ladder | None:
    """The ladder whose clock runs in the ticket's state. That of the second tier goes on when the ticket is merged."""
    state = Status.ESCALATED if ticket.status is Status.MERGED else ticket.status
    return next((ladder for ladder in ticket.clocks if LADDERS[ladder].status is state), None)


def due(since: datetime, after: Duration, rules: Rules, pauses: Pauses = ()) -> datetime:
    return after_pauses(since, after, rules.working_hours, pauses)


def first_due(since: datetime, ladder: Ladder, ticket: Ticket, rules: Rules) -> datetime | None:
    """When the ladder's first rung is due for a clock started at `since`: the deadline people are told."""
    pauses = pauses_of(ticket, ladder)
    return min((due(since, rung.after, rules, pauses) for rung in rungs_of(ticket, ladder, rules)), default=None)


def closes_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """When closing the conversation of a silent customer is proposed; None: never."""
    rungs = [rung for rung in rungs_of(ticket, Ladder.FEEDBACK, rules) if rung.letter == "suggest-close"]
    since = ticket.clocks.get(Ladder.FEEDBACK)
    return min((due(since, rung.after, rules) for rung in rungs), default=None) if since else None


def promise(arrival: datetime, ticket: Ticket, rules: Rules) -> datetime | None:
    """The time promised in the acknowledgement: arrival + first claim rung + first answer rung (step 4); None without
    ladders. While nobody is on duty it counts from the next shift."""
    arrival = next_duty(rules.shifts, arrival, rules.desk.timezone)
    claimed = first_due(arrival, Ladder.CLAIM, ticket, rules) or arrival
    answered = first_due(claimed, Ladder.ANSWER, ticket, rules) or claimed
    return answered if answered > arrival else None


def breach_due(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the running answer clock becomes a breach, unless it has been counted."""
    if ticket.status is not Status.OPEN or ticket.owner is None or ticket.answer_since is None or ticket.breached:
        return None
    if rules.breach_after is not None:
        return due(ticket.answer_since, rules.breach_after, rules, ticket.pauses)
    return first_due(ticket.answer_since, Ladder.ANSWER, ticket, rules)


def next_alarm(ticket: Ticket, rules: Rules) -> datetime | None:
    """The earliest moment at which `decide(TimePassed)` has events; None: never."""
    clock = running(ticket, rules)
    moments = [] if clock is None else [at for _, at in _to_ring(clock, ticket, rules)]
    woken = None if clock is None else _slept_through(clock, ticket)
    moments += [ticket.snoozed[1]] if woken is not None and ticket.snoozed is not None else []
    breach = breach_due(ticket, rules)
    asked = [at for held in ticket.held if (at := reminder_due(held, rules)) is not None]
    ends = [at for at in (breach, expires_at(ticket, rules), remind_at(ticket, rules)) if at is not None]
    return min([*moments, *asked, *ends], default=None)


def breach(ticket: Ticket, rules: Rules, now: datetime) -> ev.Breached | None:
    """The breach of the running answer clock that is past at `now` and was not counted yet."""
    due_at = breach_due(ticket, rules)
    if due_at is None or due_at > now or ticket.owner is None or ticket.answer_since is None:
        return None
    return ev.Breached(operator=ticket.owner, since=ticket.answer_since, due=due_at)


def tier_late(ticket: Ticket, rules: Rules, now: datetime) -> ev.SecondTierLate | None:
    """The second tier has not answered by the first rung of its ladder, which is past at `now`, and was not counted
    yet."""
    since, tier = ticket.clocks.get(Ladder.SECOND_TIER), current_tier(ticket.parties)
    if ladder_of(ticket) is not Ladder.SECOND_TIER or since is None or tier is None or tier.late:
        return None
    due_at = first_due(since, Ladder.SECOND_TIER, ticket, rules)
    return None if due_at is None or due_at > now else ev.SecondTierLate(tier.address, due_at, since)


def overdue(ticket: Ticket, rules: Rules, now: datetime) -> list[ev.Event]:
    """The rungs that are due at `now`, and the breach. Of several on one clock only the last sends its letter."""
    found: list[ev.Event] = [one for one in (breach(ticket, rules, now), tier_late(ticket, rules, now)) if one]
    clock = running(ticket, rules)
    return found if clock is None else [*found, *_woken(clock, ticket, now), *_rang(clock, ticket, rules, now)]


def _slept_through(clock: RunningClock, ticket: Ticket) -> tuple[Rung, datetime] | None:
    """The last rung for the owner that is due while he is not to be reminded."""
    if ticket.snoozed is None:
        return None
    since, until = ticket.snoozed
    owners = [(rung, at) for rung, at in clock.rungs if OWNER in rung.to and since < at < until]
    return owners[-1] if owners else None


def _woken(clock: RunningClock, ticket: Ticket, now: datetime) -> list[ev.Event]:
    """What the owner was not reminded of, now that he may be; not when a later rung is due as well."""
    slept = _slept_through(clock, ticket)
    if slept is None or ticket.snoozed is None or now < ticket.snoozed[1]:
        return []
    rung, at = slept
    later = any(OWNER in other.to and ticket.snoozed[1] <= due_at <= now for other, due_at in clock.rungs)
    return [_rings(clock, rung, at, (OWNER,), send=not later, woken=True)]


def _to_ring(clock: RunningClock, ticket: Ticket, rules: Rules) -> list[tuple[Rung, datetime]]:
    """The rungs to come. Rungs due before or at the time of the last one that fired on this clock are left out, so
    that an edited ladder (24h became 1d, or 20h) reminds nobody again. Rungs that have fired are identified by
    their delay."""
    prefix = f"{clock.ladder}:"
    rang = [key.removeprefix(prefix) for key in ticket.rung if key.startswith(prefix)]
    last = max((due(clock.since, hours.parse(after), rules, clock.pauses) for after in rang), default=None)
    return [(rung, at) for rung, at in clock.rungs if last is None or at > last]


def _rang(clock: RunningClock, ticket: Ticket, rules: Rules, now: datetime) -> Iterator[ev.Rang]:
    passed = [pair for pair in _to_ring(clock, ticket, rules) if pair[1] <= now]
    moments = [list(group) for _, group in groupby(passed, key=lambda pair: pair[1])]
    for number, group in enumerate(moments, start=1):
        for rung, at in group:
            asleep = ticket.snoozed is not None and ticket.snoozed[0] < at < ticket.snoozed[1]
            to = tuple(one for one in rung.to if one != OWNER) if asleep else rung.to
            yield _rings(clock, rung, at, to, send=number == len(moments) and bool(to))


def _rings(
    clock: RunningClock, rung: Rung, at: datetime, to: tuple[str, ...], *, send: bool, woken: bool = False
) -> ev.Rang:
    return ev.Rang(clock.ladder.value, rung.after.text, clock.since, at, rung.letter, to, send, woken)
