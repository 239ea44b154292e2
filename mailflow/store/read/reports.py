"""What happened in a period, as the PIC's figures need it (core/figures.py does the arithmetic). Read only.

Every question is a range of the narrow tables that record.py keeps (engine/tables_of_figures.py), counted by the
database in quarters of an hour; bench/figures.py measures it on a million tickets.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from mailflow.core.anomalies import WEEKS, candidates
from mailflow.core.period import (
    GOING,
    QUARTER,
    Breach,
    Customer,
    Length,
    Period,
    Promise,
    QuarterCount,
    StateChange,
)
from mailflow.core.rules import WorkingHours
from mailflow.core.ticket import ERASED
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk.counted import DAY, seconds
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text
from mailflow.store.engine.protocol import Row

_LATE = 200  # breaches listed
_MOST = 20  # customers listed


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
        turns = db.all(_TURNS, span)
        found = Period(
            since=wanted.since,
            until=wanted.until,
            zone=wanted.zone,
            now=wanted.now,
            operators=wanted.operators,
            hours=wanted.hours,
            open_now={status: int(net) for status, net in db.all(_NOW)},
            standing=_standing(db, span[0]),
            changes=_changes(turns),
            net=_net(turns),
            opened=[QuarterCount(*row) for row in db.all(_OPENED, span)],
            past=[QuarterCount(*row) for row in db.all(_OPENED, past)],
            closed=[QuarterCount(*row) for row in db.all(_CLOSED, span)],
            answered=[QuarterCount(*row) for row in db.all(_ANSWERED, span)],
            work={(kind, who): count for kind, who, count in db.all(_WORK, span)},
            about={(kind, what): count for kind, what, count in db.all(_ABOUT, span)},
            first=[Length(*row) for row in db.all(_FIRST, span)],
            resolved=[Length(*row) for row in db.all(_RESOLVED, span)],
            promises=[_promise(*row) for row in db.all(_PROMISES, (*span, *span))],
            late=[_breach(row) for row in db.all(_BREACHES, (*span, _LATE))],
            customers=_customers(db, span),
            votes=db.all(_VOTES, span),
            invited=int(db.value(_INVITED, span)),
        )
        return replace(found, older=_older(db, found, past[0]))


_SPAN = "at >= ? AND at < ?"
_NOW = "SELECT status, sum(net) FROM standing GROUP BY status"
_WORK = (
    "SELECT kind, who, count(*) FROM counted WHERE kind IN ('claimed', 'answered', 'answer-held', 'breached', "
    "'excused', 'closed', 'reopened', 'discarded', 'imported', 'solved-by-self-help', 'assigned') "
    f"AND {_SPAN} GROUP BY kind, who"
)
_ABOUT = (
    "SELECT kind, what, count(*) FROM counted WHERE kind IN ('escalated', 'party-wrote', 'second-tier-late', "
    f"'incident-joined', 'incident-left', 'closed') AND {_SPAN} GROUP BY kind, what"
)
_TURNS = (
    f"SELECT at / {QUARTER}, gone, entered, count(*), CAST(sum(at) AS BIGINT) FROM turn WHERE {_SPAN} "
    f"GROUP BY at / {QUARTER}, gone, entered"
)
_OPENED = (
    f"SELECT at / {QUARTER}, category, count(*) FROM counted JOIN ticket ON n = ticket_n "
    f"WHERE kind = 'request-received' AND {_SPAN} AND status <> 'discarded' GROUP BY at / {QUARTER}, category"
)
_BEFORE = "SELECT 1 FROM counted WHERE kind = 'request-received' AND at < ? ORDER BY at DESC LIMIT 1"
_BEFORE_OF = (
    "SELECT 1 FROM counted JOIN ticket ON n = ticket_n WHERE kind = 'request-received' AND at < ? AND category = ? "
    "AND status <> 'discarded' ORDER BY at DESC LIMIT 1"
)
_CLOSED = (
    f"SELECT at / {QUARTER}, category, count(*) FROM counted JOIN ticket ON n = ticket_n "
    f"WHERE kind = 'closed' AND {_SPAN} GROUP BY at / {QUARTER}, category"
)
_ANSWERED = (
    f"SELECT at / {QUARTER}, NULL, count(*) FROM counted WHERE kind = 'answered' AND {_SPAN} AND who <> '' "
    f"GROUP BY at / {QUARTER}"
)
_FIRST = f"SELECT who, against, at FROM counted WHERE kind = 'answered' AND {_SPAN} AND against IS NOT NULL"
_RESOLVED = f"SELECT who, against, at FROM counted WHERE kind = 'closed' AND {_SPAN} AND against IS NOT NULL"
_PROMISES = (  # of a request that came at most so long before, lest all there ever were are looked at
    "SELECT against, first_answered_at, closed_at, status FROM counted JOIN ticket ON n = ticket_n "
    f"WHERE kind = 'request-received' AND at >= ? - {90 * DAY} AND at < ? AND against >= ? AND against < ?"
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
_VOTES = (
    f"SELECT who, score FROM counted WHERE kind = 'vote-cast' AND {_SPAN} AND NOT EXISTS (SELECT 1 FROM counted later "
    "WHERE later.ticket_n = counted.ticket_n AND later.kind = 'vote-cast' AND later.seq > counted.seq "
    "AND COALESCE(later.against, 0) = COALESCE(counted.against, 0))"
)
_INVITED = f"SELECT COALESCE(sum(score), 0) FROM counted WHERE kind = 'closed' AND {_SPAN}"
_REQUESTERS = (
    "SELECT requester, count(*) FROM counted JOIN ticket ON n = ticket_n "
    f"WHERE kind = ? AND {_SPAN} AND status <> 'discarded' AND requester <> '{ERASED}' GROUP BY requester "
    "ORDER BY count(*) DESC, requester"
)


def _changes(turns: Sequence[Row]) -> list[StateChange]:
    tickets: Counter[tuple[str, str]] = Counter()
    moments: Counter[tuple[str, str]] = Counter()
    for _, gone, entered, count, sums in turns:
        tickets[gone, entered] += count
        moments[gone, entered] += sums
    return [StateChange(*turn, count, moments[turn]) for turn, count in tickets.items()]


def _net(turns: Sequence[Row]) -> list[QuarterCount]:
    found: Counter[int] = Counter()
    for quarter, gone, entered, count, _ in turns:
        found[quarter] += count * ((entered in GOING) - (gone in GOING))
    return [QuarterCount(quarter, None, count) for quarter, count in found.items() if count]


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


def _promise(due: int, answered: str | None, over: str | None, status: str) -> Promise:
    return Promise(
        due,
        None if answered is None else seconds(from_text(answered)),
        None if over is None else seconds(from_text(over)),
        status,
    )


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
    repeats: dict[str, int] = dict(db.all(_REQUESTERS, ("request-repeated", *span)))
    found = db.all(f"{_REQUESTERS} LIMIT {_MOST}", ("request-received", *span))
    return [Customer(address, count, repeats.get(address, 0)) for address, count in found]
