"""What happened in a period, counted by the database as far as it can: the material of figures.py. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mailflow.core.hours import exact
from mailflow.core.rules import WorkingHours
from mailflow.lazy_dataclasses import dataclass

QUARTER = 900  # seconds: every zone is a whole number of quarters from UTC, so that days and hours are made of them
GOING = ("new", "open", "waiting", "escalated", "closing")  # states of open tickets
_MOST_SLICES = 14  # of a trend


class QuarterCount(NamedTuple):
    """How many happened in a quarter of an hour."""

    quarter: int  # since the epoch
    category: str | None
    tickets: int


QuarterCounts = Collection[tuple[int, str | None, int]]  # each as QuarterCount


class StateChange(NamedTuple):
    """Tickets that went from one state into another."""

    gone: str  # "": they began
    entered: str
    tickets: int
    seconds: int  # sum of the moments


class Length(NamedTuple):
    """From one moment to another, in seconds since the epoch; `who`: whose work it was."""

    who: str
    begun: int
    ended: int


class Promise(NamedTuple):
    """A promise that was due in the period. Moments in seconds since the epoch."""

    due: int
    answered: int | None
    over: int | None  # closed without any answer
    status: str
    tickets: int = 1  # to which the same was promised, and befell


class Breach(NamedTuple):
    number: str  # of the ticket
    operator: str
    since: datetime | None
    due: datetime | None
    at: datetime
    excuse: str | None
    promised: datetime | None = None  # by the acknowledgement, before the first answer
    answered: datetime | None = None


class BroadcastSum(NamedTuple):
    """What has become of the letters of one broadcast that were written in the period."""

    name: str
    sent: int
    bounced: int
    automatic: int
    replied: int
    unsubscribed: int


class Customer(NamedTuple):
    address: str
    tickets: int
    repeats: int


@dataclass(frozen=True)
class Period:
    """A half-open period: `until` is not in it. Moments are aware."""

    since: datetime
    until: datetime
    zone: tzinfo
    now: datetime
    operators: Sequence[str] = ()  # shown even without any work
    hours: WorkingHours | None = None
    open_now: Mapping[str, int] = field(default_factory=dict)
    standing: Mapping[str, int] = field(default_factory=dict)  # how many were in each state at `since`
    changes: Sequence[StateChange] = ()
    net: QuarterCounts = ()  # how many more were open after each quarter
    opened: QuarterCounts = ()  # without those discarded since
    past: QuarterCounts = ()  # opened in the eight weeks before the first of `days`, up to `since`
    older: frozenset[str | None] = frozenset()  # categories known before those weeks; None: the desk itself
    closed: QuarterCounts = ()
    answered: QuarterCounts = ()  # by operators
    work: Mapping[tuple[str, str], int] = field(default_factory=dict)  # {(kind of event, operator): count}
    about: Mapping[tuple[str, str], int] = field(default_factory=dict)  # {(kind of event, address …): count}
    first: Iterable[Length] = ()  # arrival to first answer
    resolved: Iterable[Length] = ()  # arrival or reopening to closing
    promises: Sequence[Promise] = ()
    late: Sequence[Breach] = ()
    customers: Sequence[Customer] = ()
    votes: Sequence[tuple[str, int]] = ()  # (operator, score)
    invited: int = 0
    broadcasts: Sequence[BroadcastSum] = ()

    @property
    def ended(self) -> datetime:
        """Until when time can be counted."""
        return max(self.since, min(self.until, self.now))

    def count(self, kind: str) -> int:
        return sum(count for (one, _), count in self.work.items() if one == kind)

    @cached_property
    def days(self) -> Sequence[date]:
        """Every local day the period touches."""
        first = self.since.astimezone(self.zone).date()
        last = (self.until - timedelta(microseconds=1)).astimezone(self.zone).date()
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def midnight(self, day: date) -> datetime:
        zone = self.zone
        wall = datetime.combine(day, time())
        return exact(wall, zone) if isinstance(zone, ZoneInfo) else wall.replace(tzinfo=zone)

    @cached_property
    def local(self) -> Mapping[int, datetime]:
        """{a quarter: its beginning, as the desk's clock shows it}."""
        return _LocalQuarters(self.zone)

    @cached_property
    def _midnights(self) -> Sequence[float]:
        return [self.midnight(day).timestamp() for day in self.days]

    @cached_property
    def day(self) -> Mapping[int, int]:
        """{a quarter: the index of its local day among `days`}."""
        return _DayOfQuarter(self._midnights)

    def by_day(self, counts: QuarterCounts) -> Sequence[int]:
        """For each of `days`."""
        found, day = [0] * len(self.days), self.day
        for quarter, _, count in counts:
            found[day[quarter]] += count
        return found

    @cached_property
    def slices(self) -> Sequence[int]:
        """For each of `days` the index of its slice, for trends: days, or weeks counted back from the last day of a
        period longer than two weeks."""
        count = len(self.days)
        if count <= _MOST_SLICES:
            return range(count)
        weeks = -(-count // 7)
        return [weeks - 1 - (count - 1 - i) // 7 for i in range(count)]


class _LocalQuarters(dict[int, datetime]):
    """Made once each: a month has some 3,000."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, quarter: int) -> datetime:
        self[quarter] = found = datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone(self._zone)
        return found


class _DayOfQuarter(dict[int, int]):
    """Made once each."""

    def __init__(self, midnights: Sequence[float]) -> None:
        super().__init__()
        self._midnights = midnights

    def __missing__(self, quarter: int) -> int:
        self[quarter] = found = max(0, bisect_right(self._midnights, quarter * QUARTER) - 1)
        return found


def before(since: datetime, until: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The period of the same length before this one: as many local days where both ends are midnights, so that a change
    of the clock moves nothing; else as many seconds."""
    begin, end = since.astimezone(zone), until.astimezone(zone)
    if begin.time() == end.time() == time():
        day = begin.date() - (end.date() - begin.date())
        return datetime.combine(day, time(), zone), since
    exactly = since.astimezone(UTC)  # within one zone Python would subtract wall times
    return exactly - (until.astimezone(UTC) - exactly), since
