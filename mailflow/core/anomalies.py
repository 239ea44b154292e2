"""Days on which far more came in than usual, by a rule that fits into two sentences (`report --explain anomalies`).

A day is compared with the same weekday of the eight weeks before it, so that a busy Monday is no news. Nothing is said
of what is not eight weeks old: a subject, or a desk, that began since has no usual day. Pure.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, groupby

from mailflow.core.figure_rows import AnomalyRow
from mailflow.core.period import Period

WEEKS = 8  # of which the usual is the mean
FEWEST = 5  # tickets of a day that is told
TIMES = 2  # at least so many times the usual
SPREADS = 4  # and by so many standard deviations beyond it; by chance that is one day in some thousand
_WEEK = timedelta(days=7)
ALL: str | None = None  # all tickets, whatever they were about

Counts = Mapping[date, int]


def anomalies(period: Period) -> Sequence[AnomalyRow]:
    """By day, then by category. All tickets together are named only on days on which no category stands out."""
    found: list[AnomalyRow] = []
    for _, rows in groupby(_standing_out(period, lambda one: one in period.older), key=lambda row: row.day):
        of_day = list(rows)
        named = [row for row in of_day if row.category is not ALL]
        found += sorted(named, key=lambda row: (-row.opened, row.category or "")) or of_day
    return found


def candidates(period: Period) -> frozenset[str | None]:
    """What may stand out, if it is old enough."""
    return frozenset(row.category for row in _standing_out(period, lambda one: True))


def _standing_out(period: Period, is_older: Callable[[str | None], bool]) -> Iterator[AnomalyRow]:
    subjects = _by_subject(chain(period.past, period.opened), period)
    for day in period.days:
        if period.midnight(day) < period.ended:
            yield from _of_day(day, subjects, is_older)


def _by_subject(counts: Iterable[tuple[int, str | None, int]], period: Period) -> Mapping[str | None, Counts]:
    """Tickets of each local day, of each category and of ALL. What has no category is no subject of its own."""
    days: dict[int, date] = {}
    found: defaultdict[str | None, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for quarter, category, tickets in counts:
        day = days.get(quarter) or days.setdefault(quarter, period.local[quarter].date())
        found[category][day] += tickets
    everything: Counter[date] = Counter()
    for one in found.values():
        everything.update(one)
    subjects: dict[str | None, Counts] = {**found}
    return {**subjects, ALL: everything} if everything else {}


def _of_day(
    day: date, subjects: Mapping[str | None, Counts], is_older: Callable[[str | None], bool]
) -> Iterator[AnomalyRow]:
    for category, counts in subjects.items():
        opened = counts.get(day, 0)
        if opened < FEWEST or not (min(counts) <= day - WEEKS * _WEEK or is_older(category)):
            continue
        usual = [counts.get(day - week * _WEEK, 0) for week in range(1, WEEKS + 1)]
        if stands_out(opened, usual):
            yield AnomalyRow(day.isoformat(), category, opened, statistics.fmean(usual))


def stands_out(opened: int, usual: Sequence[int]) -> bool:
    """The spread is never taken as less than that of rare events that know nothing of each other (Poisson: the root of
    the mean): eight equal days do not make a ninth with one more remarkable."""
    mean = statistics.fmean(usual)
    spread = max(mean**0.5, statistics.stdev(usual))
    return opened >= FEWEST and opened >= TIMES * mean and opened > mean + SPREADS * spread
