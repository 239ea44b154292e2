"""A period in steps: as many as a chart can show, and every day in one of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mailflow.core.figures import figures
from mailflow.core.period import Period, QuarterCount, before
from mailflow.report.page import page
from mailflow.report.steps import Steps, steps
from mailflow.report.svg import trend
from tests.report_sample import HOURS, NOW, PEOPLE, UNTIL, ZONE


def days_up_to(last: str, count: int) -> list[date]:
    end = date.fromisoformat(last)
    return [end - timedelta(days=ago) for ago in reversed(range(count))]


@pytest.mark.parametrize(("count", "unit", "first", "last", "number"), [
    (1, "day", "31 Dec", "31 Dec", 1),
    (62, "day", "31 Oct", "31 Dec", 62),
    (63, "week", "30 Oct", "25 Dec", 9),
    (64, "week", "29 Oct", "25 Dec", 10),  # the first of one day
    (434, "week", "24 Oct", "25 Dec", 62),
    (435, "month", "Oct 2025", "Dec 2026", 15),
    (3660, "month", "Dec 2016", "Dec 2026", 121),
    (3661, "year", "2016", "2026", 11),
    (20_000, "year", "1972", "2026", 55),
])  # fmt: skip
def test_longer_periods_have_longer_steps(count: int, unit: str, first: str, last: str, number: int) -> None:
    found = steps(days_up_to("2026-12-31", count), "en")
    assert (found.unit, found.labels[0], found.labels[-1], len(found.labels)) == (unit, first, last, number)
    assert sum(found.sums([1] * count)) == count
    assert found.lasts(range(count))[-1] == count - 1


def test_a_month_has_its_own_days() -> None:
    """The first and the last as far as the period has them; in Indonesian by their own names."""
    found = steps(days_up_to("2026-08-20", 500), "id")
    assert (found.labels[0], found.labels[-1]) == ("Apr 2025", "Agu 2026")
    assert found.sums([1] * 500)[-2:] == [31, 20]


def test_a_curve_stays_daily_as_long_as_it_can() -> None:
    assert steps(days_up_to("2026-12-31", 434), "en", weeks=False).unit == "day"
    assert steps(days_up_to("2026-12-31", 435), "en", weeks=False).unit == "month"
    assert steps([], "en") == Steps("day", [], range(1, 1))


@pytest.mark.parametrize("years", [6, 55])
def test_the_page_of_many_years_is_small(years: int) -> None:
    """Below 300 KB, with a ticket each day in each of twenty categories."""
    since = UNTIL - timedelta(days=365 * years)
    quarter = int(since.timestamp()) // 900
    opened = [QuarterCount(quarter + 96 * day, f"category-{day % 20}", 1) for day in range(365 * years)]
    net = [QuarterCount(one.quarter, None, 1) for one in opened]
    now = Period(since, UNTIL, ZONE, NOW, PEOPLE, HOURS, opened=opened, net=net)
    old = Period(*before(since, UNTIL, ZONE), ZONE, NOW, PEOPLE, HOURS)
    html = page(now, figures(now), figures(old), "iDuHelp", "en")
    assert len(html.encode()) < 300_000
    assert ("Each column is a month." if years == 6 else "Each column is a year.") in html


def test_a_small_line_has_few_points() -> None:
    """Sums of several in a row; the first of fewer."""
    assert trend([1] * 62).count(",") == 62
    assert trend([1] * 2900).count(",") == 62
    assert trend([]).count(",") == 0
