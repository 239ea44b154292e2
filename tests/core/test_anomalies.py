"""Days that stand out, by hand: the rule, the eight weeks it needs, and days of desks in other zones."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.core.anomalies import anomalies, stands_out
from mailflow.core.figure_rows import AnomalyRow
from mailflow.core.period import QUARTER, Period, QuarterCount

JAKARTA = ZoneInfo("Asia/Jakarta")
TUESDAY = date(2026, 11, 24)
WEEK = timedelta(days=7)
OLD = frozenset({None, "pulsa"})


def of_day(day: date, tickets: int, category: str | None = "pulsa", hour: int = 9) -> QuarterCount:
    moment = datetime.combine(day, time(hour), JAKARTA)
    return QuarterCount(int(moment.timestamp()) // QUARTER, category, tickets)


def a_week(opened: Sequence[QuarterCount], past: Sequence[QuarterCount] = (), **more: object) -> Period:
    since, until = (datetime(2026, 11, day, tzinfo=JAKARTA) for day in (23, 30))
    period = Period(since, until, JAKARTA, until, opened=opened, past=past, older=OLD)
    return replace(period, **more)


def tuesdays(counts: Sequence[int], category: str | None = "pulsa") -> list[QuarterCount]:
    """Of the weeks before, the last first."""
    return [of_day(TUESDAY - WEEK * (i + 1), n, category) for i, n in enumerate(counts) if n]


USUAL = (4, 3, 5, 4, 4, 4, 3, 5)  # mean 4, standard deviation 0.76: counted as its root, 2


@pytest.mark.parametrize(
    ("opened", "usual", "stands"),
    [
        (12, USUAL, False),  # 4 + 4 × 2 = 12 is not beyond 12
        (13, USUAL, True),
        (4, (0,) * 8, False),  # fewer than five
        (5, (0,) * 8, True),  # usually none
        (5, (1,) * 8, False),  # 1 + 4 × 1 = 5
        (6, (1,) * 8, True),
        (199, (100,) * 8, False),  # beyond 140, but not twice as many
        (200, (100,) * 8, True),
        (30, (0, 20, 0, 20, 0, 20, 0, 20), False),  # mean 10, deviation 10.7: such weeks say little
        (53, (0, 20, 0, 20, 0, 20, 0, 20), True),
    ],
)
def test_the_rule(opened: int, usual: tuple[int, ...], stands: bool) -> None:
    """At least five, at least twice the mean, more than four standard deviations beyond it."""
    assert stands_out(opened, usual) is stands


def test_a_day_is_compared_with_its_weekday() -> None:
    """Thirteen on a Tuesday stand out where Tuesdays have four, however busy the Mondays are."""
    mondays = [of_day(TUESDAY - timedelta(days=1) - WEEK * i, 40) for i in range(1, 9)]
    found = anomalies(a_week([of_day(TUESDAY, 13)], [*tuesdays(USUAL), *mondays]))
    assert found == [AnomalyRow("2026-11-24", "pulsa", 13, 4.0)]


def test_never_on_fewer_than_eight_weeks() -> None:
    """Seven weeks of data are none: of the desk, and of a category; the eighth week makes the difference."""
    seven = tuesdays((0,) * 6 + (1,))
    assert anomalies(a_week([of_day(TUESDAY, 13)], seven, older=frozenset())) == []
    eight = tuesdays((0,) * 7 + (1,))
    assert len(anomalies(a_week([of_day(TUESDAY, 13)], eight, older=frozenset()))) == 1


def test_a_category_that_is_new_is_no_anomaly() -> None:
    """The desk is old, the category is not: only all tickets together are judged, and they stand out."""
    busy = tuesdays((4,) * 8, "krs")
    found = anomalies(a_week([of_day(TUESDAY, 30, "voucher")], busy))
    assert found == [AnomalyRow("2026-11-24", None, 30, 4.0)]


def test_all_tickets_are_named_only_where_no_category_is() -> None:
    """Thirty of one subject explain the busy day by themselves."""
    found = anomalies(a_week([of_day(TUESDAY, 30), of_day(TUESDAY, 2, None)], tuesdays(USUAL)))
    assert [row.category for row in found] == ["pulsa"]


def test_what_has_no_category_counts_among_all() -> None:
    """It is no subject that could be named."""
    found = anomalies(a_week([of_day(TUESDAY, 30, None)]))
    assert found == [AnomalyRow("2026-11-24", None, 30, 0.0)]


def test_quarters_of_an_evening_belong_to_the_local_day() -> None:
    """23:45 in Jakarta is still Tuesday; 00:00 is not."""
    evening = of_day(TUESDAY, 7, hour=23)
    morning = of_day(TUESDAY + timedelta(days=1), 6, hour=0)
    assert [(row.day, row.opened) for row in anomalies(a_week([evening, morning]))] == [
        ("2026-11-24", 7),
        ("2026-11-25", 6),
    ]


def test_days_to_come_are_not_judged() -> None:
    """Nor those after the moment of the report; a day that has begun counts with what it has."""
    now = datetime(2026, 11, 24, 12, tzinfo=JAKARTA)
    late = of_day(TUESDAY + timedelta(days=2), 9)
    found = anomalies(a_week([of_day(TUESDAY, 13), late], tuesdays(USUAL), now=now))
    assert [row.day for row in found] == ["2026-11-24"]


def test_the_first_day_may_begin_before_the_period() -> None:
    """A period from noon on counts that day's morning with it."""
    noon = datetime(2026, 11, 24, 12, tzinfo=JAKARTA)
    period = a_week([of_day(TUESDAY, 6, hour=13)], [of_day(TUESDAY, 7), *tuesdays(USUAL)], since=noon)
    assert anomalies(period) == [AnomalyRow("2026-11-24", "pulsa", 13, 4.0)]


def test_the_most_first() -> None:
    """Of one day."""
    opened = [of_day(TUESDAY, 6, "krs"), of_day(TUESDAY, 9), of_day(TUESDAY, 6, "beasiswa")]
    found = anomalies(a_week(opened, older=frozenset({None, "pulsa", "krs", "beasiswa"})))
    assert [row.category for row in found] == ["pulsa", "beasiswa", "krs"]


def test_an_empty_desk() -> None:
    """Nothing is judged where nothing is."""
    assert anomalies(a_week([])) == []
    assert (
        anomalies(
            Period(
                datetime(2026, 11, 1, tzinfo=UTC),
                datetime(2026, 11, 2, tzinfo=UTC),
                UTC,
                datetime(2026, 10, 1, tzinfo=UTC),
            )
        )
        == []
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_plain_computation_agrees(seed: int) -> None:
    """Twelve weeks at random, counted again by a loop over all tickets that shares no code with the rule."""
    chance = random.Random(seed)
    since, until = date(2026, 11, 23), date(2026, 11, 30)
    names = ("pulsa", "krs", None)
    tickets = [
        (until - timedelta(days=chance.randint(1, chance.choice((20, 84)))), chance.choice(names))
        for _ in range(chance.randint(20, 250))
    ]
    tickets += [(since + timedelta(days=chance.randrange(7)), "pulsa")] * chance.randint(0, 20)
    counts = [of_day(day, 1, name, chance.randrange(24)) for day, name in tickets if since - 8 * WEEK <= day]
    opened = [one for one in counts if one.quarter * QUARTER >= datetime.combine(since, time(), JAKARTA).timestamp()]
    older = frozenset({name for day, name in tickets if day < since - 8 * WEEK} | {None})
    found = anomalies(a_week(opened, [one for one in counts if one not in opened], older=older))
    assert [(row.day, row.category, row.opened) for row in found] == plainly(tickets, since, until)


def plainly(tickets: Sequence[tuple[date, str | None]], since: date, until: date) -> list[tuple[str, str | None, int]]:
    found: list[tuple[str, str | None, int]] = []
    for day in (since + timedelta(days=n) for n in range((until - since).days)):
        named = []
        for name in ("pulsa", "krs", None):
            days = [when for when, what in tickets if name in (what, None)]
            usual = [days.count(day - timedelta(days=7 * week)) for week in range(1, 9)]
            mean = sum(usual) / 8
            spread = max(math.sqrt(mean), math.sqrt(sum((n - mean) ** 2 for n in usual) / 7))
            many, old = days.count(day), name is None or any(when <= day - timedelta(days=56) for when in days)
            if old and many >= 5 and many >= 2 * mean and many > mean + 4 * spread:
                named.append((day.isoformat(), name, many))
        subjects = sorted((one for one in named if one[1]), key=lambda one: (-one[2], one[1] or ""))
        found += subjects or named
    return found
