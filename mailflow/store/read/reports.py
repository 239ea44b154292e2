"""What happened in a period, as the PIC's figures need it (core/figures.py does the arithmetic). Read only.

Every question is a range of the narrow tables that record.py keeps (engine/tables_of_figures.py), counted by the
database in quarters of an hour, or of the sums of days that are over (summed.py); bench/figures.py measures it on a
million tickets.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from heapq import nsmallest

from mailflow.core.anomalies import WEEKS, candidates
from mailflow.core.period import (
    Breach,
    Customer,
    Period,
    QuarterCount,
    StateChange,
)
from mailflow.core.rules import WorkingHours
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import broadcasts
from mailflow.store.desk.counted import DAY, seconds
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text
from mailflow.store.engine.protocol import Row
from mailflow.store.read import summed
from mailflow.store.read.spans import SpanCounts

_LATE = 200  # breaches listed
_MOST = 20  # customers listed
_PROMISED_BEFORE = 90 * DAY  # so long before a period its promises are looked for, lest all there ever were are


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which period, and what of the desk its figures need."""

    since: datetime
    until: datetime
    now: datetime
    zone: tzinfo = UTC
    operators: Sequence[str] = ()
    hours: WorkingHours | None = None


def period(db: Database, wanted: Wanted) -> Period:
    """What happened from `since` up to but without `until` (aware), read from one snapshot of the database."""
    span = (seconds(wanted.since), seconds(wanted.until))
    past = (_eight_weeks_before(wanted), span[0])
    with db.reading():
        customers = _customers(db, span)  # first: it needs much room for a moment, and the others for long
        counts, times = summed.counts(db, span), summed.lengths(db, span)
        came = (span[0] - _PROMISED_BEFORE, span[1])
        found = Period(
            since=wanted.since,
            until=wanted.until,
            zone=wanted.zone,
            now=wanted.now,
            operators=wanted.operators,
            hours=wanted.hours,
            open_now={status: int(net) for status, net in db.all(_NOW)},
            standing=_standing(db, span[0]),
            changes=_changes(counts),
            net=_quarters(counts.net),
            opened=counts.opened,
            past=summed.opened(db, past),
            closed=counts.closed,
            answered=_quarters(counts.answered),
            work=counts.work,
            about=counts.about,
            first=times.first,
            resolved=times.resolved,
            promises=summed.promises(db, came, span, seconds(wanted.now)),
            late=[_breach(row) for row in db.all(_BREACHES, (*span, _LATE))],
            customers=customers,
            votes=[vote for vote, count in counts.votes.items() for _ in range(count)],
            invited=counts.invited,
            broadcasts=broadcasts.sums(db, wanted.since, wanted.until),
        )
        return replace(found, older=_older(db, found, past[0]))


_SPAN = "at >= ? AND at < ?"
_NOW = "SELECT status, sum(net) FROM standing GROUP BY status"
_BEFORE = "SELECT 1 FROM counted WHERE kind = 'request-received' AND at < ? ORDER BY at DESC LIMIT 1"
_BEFORE_OF = (
    "SELECT 1 FROM counted JOIN ticket ON n = ticket_n WHERE kind = 'request-received' AND at < ? AND category = ? "
    "AND status <> 'discarded' ORDER BY at DESC LIMIT 1"
)
_EXCUSE = (  # of a breach: what was written after it, and before the next
    "SELECT e.data FROM event e WHERE e.ticket_n = counted.ticket_n AND e.kind = 'excused' AND e.seq > counted.seq "
    "AND NOT EXISTS (SELECT 1 FROM counted o WHERE o.ticket_n = e.ticket_n AND o.kind = 'breached' "
    "AND o.seq > counted.seq AND o.seq < e.seq) ORDER BY e.seq LIMIT 1"
)
_ANSWER = (  # the first after it
    "SELECT min(a.at) FROM counted a WHERE a.ticket_n = counted.ticket_n AND a.kind = 'answered' "
    "AND a.seq > counted.seq"
)
_PROMISE = (  # of the acknowledgement, while nothing had been answered
    "SELECT max(r.against) FROM counted r WHERE r.ticket_n = counted.ticket_n AND r.kind = 'request-received' "
    "AND NOT EXISTS (SELECT 1 FROM counted a WHERE a.ticket_n = r.ticket_n AND a.kind = 'answered' "
    "AND a.seq < counted.seq)"
)
_BREACHES = (
    f"SELECT ticket.number, counted.who, event.at, event.data, ({_EXCUSE}), ({_PROMISE}), ({_ANSWER}) FROM counted "
    "JOIN ticket ON n = counted.ticket_n "
    "JOIN event ON event.ticket_n = counted.ticket_n AND event.seq = counted.seq "
    "WHERE counted.kind = 'breached' AND counted.at >= ? AND counted.at < ? "
    "ORDER BY counted.at DESC, counted.ticket_n DESC LIMIT ?"
)


def _changes(counts: SpanCounts) -> list[StateChange]:
    return [StateChange(*turn, tickets, counts.seconds[turn]) for turn, tickets in counts.turns.items()]


def _quarters(counts: Counter[int]) -> list[QuarterCount]:
    return [QuarterCount(quarter, None, count) for quarter, count in counts.items() if count]


def _eight_weeks_before(wanted: Wanted) -> int:
    """Of the first local day."""
    bare = Period(wanted.since, wanted.until, wanted.zone, wanted.now)
    return seconds(bare.midnight(bare.days[0] - timedelta(weeks=WEEKS)))


def _older(db: Database, found: Period, since: int) -> frozenset[str | None]:
    """Those of the categories that may stand out which had a ticket before that moment, and None if the desk had any:
    asked for these few alone, since who never had one is looked for among all there ever were."""
    known = (
        one
        for one in candidates(found)
        if db.all(_BEFORE if one is None else _BEFORE_OF, (since, *([one] if one else [])))
    )
    return frozenset(known)


def _standing(db: Database, since: int) -> dict[str, int]:
    """How many tickets were in each state at that moment: whole days from their sums, the rest from its turns."""
    day = since // DAY
    found: Counter[str] = Counter()
    sums = db.all("SELECT status, sum(net) FROM standing WHERE day < ? GROUP BY status", (day,))
    found.update({status: int(net) for status, net in sums})
    rest = db.all(
        "SELECT gone, entered, count(*) FROM turn WHERE at >= ? AND at < ? GROUP BY gone, entered", (day * DAY, since)
    )
    for gone, entered, count in rest:
        found[gone] -= count
        found[entered] += count
    return {status: count for status, count in found.items() if status}


def _breach(row: Row) -> Breach:
    number, operator, at, text, excuse, promised, answered = row
    data = json.loads(text)
    since, due = _moment(data.get("since")), _moment(data.get("due"))
    why = None if excuse is None else json.loads(excuse)["text"]
    return Breach(number, operator, since, due, from_text(at), why, _second(promised), _second(answered))


def _second(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _customers(db: Database, span: tuple[int, int]) -> list[Customer]:
    """Those with the most tickets, and how often they repeated themselves."""
    asked: Counter[str] = Counter()
    again: Counter[str] = Counter()
    for some in summed.requesters(db, span):
        asked.update(some.asked)
        again.update(some.again)
    most = nsmallest(_MOST, asked.items(), key=lambda one: (-one[1], one[0]))
    return [Customer(address, count, again[address]) for address, count in most]
