"""Figures by hand: what a plain computation over all events (tests/store/test_figures_naive.py) does not say aloud."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.core import figure_sums as sums
from mailflow.core.figure_rows import BacklogRow, IncidentRow
from mailflow.core.period import QUARTER, Length, Period, Promise, QuarterCount, StateChange, before
from mailflow.core.rules import WorkingHours
from mailflow.core.sparkline import sparkline

BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY = datetime(2026, 10, 24, tzinfo=BERLIN)  # the clocks go back on Sunday, which has 25 hours
MONDAY = datetime(2026, 10, 26, tzinfo=BERLIN)
OFFICE = WorkingHours(tuple([((480, 1020),)] * 5 + [(), ()]), timezone="Europe/Berlin")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_a_day_of_a_clock_change_has_its_hours() -> None:
    """One ticket that is new over the weekend waits for 49 hours, not 48."""
    weekend = Period(SATURDAY, MONDAY, BERLIN, MONDAY, standing={"new": 1})
    assert sums.states(weekend)["new"] == 49 * 3600


def test_what_comes_and_goes_counts_from_and_until_then() -> None:
    """A ticket opened on Sunday at noon and taken at 18:00 was new for six hours, and open for the last six."""
    moves = [
        StateChange("", "new", 1, at("2026-10-25T12:00+01:00")),
        StateChange("new", "open", 1, at("2026-10-25T18:00+01:00")),
    ]
    found = sums.states(Period(SATURDAY, MONDAY, BERLIN, MONDAY, changes=moves))
    assert (found["new"], found["open"], found["waiting"]) == (6 * 3600, 6 * 3600, 0)


def test_the_backlog_ends_today() -> None:
    """What is open on days to come nobody knows."""
    opened = [QuarterCount(at("2026-10-24T09:00+02:00") // QUARTER, None, 2)]
    period = Period(SATURDAY, MONDAY + timedelta(days=5), BERLIN, MONDAY, standing={"open": 1}, net=opened)
    assert sums.backlog(period) == [BacklogRow("2026-10-24", 3), BacklogRow("2026-10-25", 3)]


def test_a_ticket_that_was_taken_out_of_an_incident_is_not_counted_there() -> None:
    """Nor is an incident that lost all of them."""
    about = {("incident-joined", "4"): 3, ("incident-left", "4"): 1}
    about |= {("incident-joined", "9"): 2, ("incident-left", "9"): 2}
    assert sums.incidents(Period(SATURDAY, MONDAY, BERLIN, MONDAY, about=about)) == [IncidentRow("4", 2)]


def test_working_time_leaves_out_the_weekend() -> None:
    """From Friday 16:00 to Monday 09:00: 66 hours by the clock that was set back, two of work."""
    friday = Length("Budi", at("2026-10-23T16:00+02:00"), at("2026-10-26T09:00+01:00"))
    found = sums.lengths(lambda period: period.first)(
        Period(SATURDAY, MONDAY, BERLIN, MONDAY, hours=OFFICE, first=[friday])
    )
    assert found == {"median": 66 * 3600, "p90": 66 * 3600, "working_median": 7200, "working_p90": 7200}


@pytest.mark.parametrize(
    ("one", "kept", "broken"),
    [
        (Promise(100, 100, None, "waiting"), 1, 0),  # at the last second
        (Promise(100, 101, None, "waiting"), 0, 1),
        (Promise(100, None, None, "new"), 0, 1),
        (Promise(100, None, 90, "closed"), 0, 0),  # by self-help
        (Promise(100, None, 110, "closed"), 0, 1),
        (Promise(100, None, None, "merged"), 0, 0),
        (Promise(100, None, None, "discarded"), 0, 0),
        (Promise(at("2027-01-01T00:00+01:00"), None, None, "new"), 0, 0),  # not due yet
    ],
)
def test_promises(one: Promise, kept: int, broken: int) -> None:
    """Each of their ends."""
    assert sums.promise(Period(SATURDAY, MONDAY, BERLIN, MONDAY, promises=[one])) == {"kept": kept, "broken": broken}


def test_wilsons_interval() -> None:
    """Nine of ten (R. G. Newcombe 1998): 0.5958 to 0.9821; none of any is never below 0, all never above 1."""
    found = sums.share_of([5] * 9 + [1])
    assert (found.share, found.low, found.high, found.mean) == (0.9, 0.5958, 0.9821, 4.6)
    assert sums.share_of([1, 1]).low == 0
    assert sums.share_of([5, 4]).high == 1


def test_the_period_before() -> None:
    """As many local days where both ends are midnights, though one of them had 25 hours; else as many seconds."""
    assert before(SATURDAY, MONDAY, BERLIN) == (datetime(2026, 10, 22, tzinfo=BERLIN), SATURDAY)
    noon = MONDAY.replace(hour=12)
    begin, _ = before(SATURDAY.replace(hour=12), noon, BERLIN)
    assert noon.timestamp() - SATURDAY.replace(hour=12).timestamp() == 49 * 3600
    assert SATURDAY.replace(hour=12).timestamp() - begin.timestamp() == 49 * 3600


@pytest.mark.parametrize(("numbers", "line"), [([], ""), ([0, 0], "▁▁"), ([0, 1, 100], "▁▂█"), ([-1, 3], "▁█")])
def test_sparklines(numbers: list[int], line: str) -> None:
    """Whatever is more than nothing is seen."""
    assert sparkline(numbers) == line


def test_a_kind_that_is_not_counted_makes_no_figure() -> None:
    """It would be 0 for ever; whoever adds the figure hears of it at once."""
    with pytest.raises(LookupError, match=r"core/counted\.py counts no 'merged'"):
        sums.count("merged")
