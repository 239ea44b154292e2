"""What happened in a span of time, for the figures: read from `counted` and `turn`, or from the sums of days kept
(store/desk/summed_days.py). Both are the same values, so that it does not matter which.

Nothing here knows a zone or working hours: moments stay moments, in quarters of an hour where they are counted.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import field

from mailflow.core.lengths import Lengths
from mailflow.core.period import GOING, QUARTER, Promise
from mailflow.core.promises import Fate, fate_of
from mailflow.core.quarter_columns import QuarterColumns
from mailflow.core.ticket import ERASED
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk.counted import seconds
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text


@dataclass(slots=True)
class SpanCounts:
    """How often what happened."""

    turns: Counter[tuple[str, str]] = field(default_factory=Counter)  # (state left, state entered)
    seconds: Counter[tuple[str, str]] = field(default_factory=Counter)  # sum of their moments
    net: Counter[int] = field(default_factory=Counter)  # how many more went on, by quarter
    opened: QuarterColumns = field(default_factory=QuarterColumns)
    closed: QuarterColumns = field(default_factory=QuarterColumns)
    answered: Counter[int] = field(default_factory=Counter)  # by quarter
    work: Counter[tuple[str, str]] = field(default_factory=Counter)  # (kind of event, operator)
    about: Counter[tuple[str, str]] = field(default_factory=Counter)  # (kind of event, address …)
    votes: Counter[tuple[str, int]] = field(default_factory=Counter)  # (operator, score)
    invited: int = 0

    def add(self, more: SpanCounts) -> None:
        """Of another span."""
        self.invited += more.invited
        self.opened.add(more.opened)
        self.closed.add(more.closed)
        for name in COUNTERS:
            getattr(self, name).update(getattr(more, name))


COUNTERS = ("net", "answered", "turns", "seconds", "work", "about", "votes")


@dataclass(slots=True)
class SpanLengths:
    """Each by itself: medians are made of them."""

    first: Lengths = field(default_factory=Lengths)
    resolved: Lengths = field(default_factory=Lengths)

    def add(self, more: SpanLengths) -> None:
        """Of another span."""
        self.first.extend(more.first.by_who)
        self.resolved.extend(more.resolved.by_who)


Promised = Mapping[Fate, "array[int]"]  # {what became of promises: when they were due, ascending}


@dataclass(slots=True)
class Requesters:
    """Who asked, and who asked again; once for each time."""

    asked: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)


Span = tuple[int, int]  # seconds since the epoch; the second is not in it
_SPAN = "at >= ? AND at < ?"
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
_CLOSED = (
    f"SELECT at / {QUARTER}, category, count(*) FROM counted JOIN ticket ON n = ticket_n "
    f"WHERE kind = 'closed' AND {_SPAN} GROUP BY at / {QUARTER}, category"
)
_ANSWERED = (
    f"SELECT at / {QUARTER}, count(*) FROM counted WHERE kind = 'answered' AND {_SPAN} AND who <> '' "
    f"GROUP BY at / {QUARTER}"
)
_VOTES = (
    f"SELECT who, score, count(*) FROM counted WHERE kind = 'vote-cast' AND {_SPAN} AND NOT EXISTS ("
    "SELECT 1 FROM counted later WHERE later.ticket_n = counted.ticket_n AND later.kind = 'vote-cast' "
    "AND later.seq > counted.seq AND COALESCE(later.against, 0) = COALESCE(counted.against, 0)) GROUP BY who, score"
)
_INVITED = (  # whoever solves it alone is always asked
    "SELECT COALESCE(sum(CASE WHEN kind = 'closed' THEN score ELSE 1 END), 0) FROM counted "
    f"WHERE kind IN ('closed', 'solved-by-self-help') AND {_SPAN}"
)
_FIRST = f"SELECT who, against, at FROM counted WHERE kind = 'answered' AND {_SPAN} AND against IS NOT NULL"
_RESOLVED = f"SELECT who, against, at FROM counted WHERE kind = 'closed' AND {_SPAN} AND against IS NOT NULL"
_PROMISES = (
    "SELECT against, first_answered_at, closed_at, status FROM counted JOIN ticket ON n = ticket_n "
    f"WHERE kind = 'request-received' AND {_SPAN} AND against IS NOT NULL"
)
_REQUESTERS = (
    "SELECT requester FROM counted JOIN ticket ON n = ticket_n "
    f"WHERE kind = ? AND {_SPAN} AND status <> 'discarded' AND requester <> '{ERASED}'"
)


def counts(db: Database, span: Span) -> SpanCounts:
    found = SpanCounts(invited=int(db.value(_INVITED, span)))
    for quarter, gone, entered, count, moments in db.all(_TURNS, span):
        found.turns[gone, entered] += count
        found.seconds[gone, entered] += moments
        found.net[quarter] += count * ((entered in GOING) - (gone in GOING))
    found.opened = opened(db, span)
    found.closed = QuarterColumns(db.execute(_CLOSED, span))
    found.answered = Counter(dict(db.all(_ANSWERED, span)))
    for name, sql in (("work", _WORK), ("about", _ABOUT), ("votes", _VOTES)):
        getattr(found, name).update({(one, other): count for one, other, count in db.execute(sql, span)})
    return found


def opened(db: Database, span: Span) -> QuarterColumns:
    return QuarterColumns(db.execute(_OPENED, span))


def lengths(db: Database, span: Span) -> SpanLengths:
    found = SpanLengths()
    for into, sql in ((found.first, _FIRST), (found.resolved, _RESOLVED)):
        for row in db.execute(sql, span):
            into.add(*row)
    return found


def promised(db: Database, span: Span) -> Promised:
    """Of requests that came in the span, whenever they were due."""
    found: dict[Fate, list[int]] = {fate: [] for fate in Fate}
    for row in db.execute(_PROMISES, span):
        one = _promise(*row)
        found[fate_of(one)].append(one.due)
    return {fate: array("q", sorted(found[fate])) for fate in (Fate.KEPT, Fate.BROKEN, Fate.OPEN)}


def _promise(due: int, answered: str | None, over: str | None, status: str) -> Promise:
    return Promise(
        due,
        None if answered is None else seconds(from_text(answered)),
        None if over is None else seconds(from_text(over)),
        status,
    )


def requesters(db: Database, span: Span) -> Requesters:
    kinds = ("request-received", "request-repeated")
    return Requesters(*([row[0] for row in db.execute(_REQUESTERS, (kind, *span))] for kind in kinds))
