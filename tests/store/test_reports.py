"""The PIC's figures: counted by the moment things happened, in the desk's own days and hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.figure_rows import AnomalyRow, CategoryRow, DayRow, OperatorRow
from mailflow.core.figures import FIGURES, Figure, figures
from mailflow.core.quantiles import median, p90
from mailflow.core.rules import WorkingHours
from mailflow.core.ticket import Status
from mailflow.store.engine.database import Database
from mailflow.store.read import reports
from tests.store.desk import START, answer, change, claim, close, later, request

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def worked(db: Database) -> Database:
    """Two days of a small desk, from Monday 08:00."""
    one = request(db, at=START, category="pulsa")
    two = request(db, at=later(hours=16), category="pulsa")  # Tuesday 00:00 in Jakarta
    request(db, at=later(hours=1))
    one = answer(db, claim(db, one, "Budi", later(hours=1)), "Budi", later(hours=3))
    one = answer(db, one, "Budi", later(hours=4))
    close(db, one, later(hours=5))
    two = claim(db, two, "Sari", later(hours=20))
    two = change(db, two, ("breached", "Sari", {"operator": "Sari"}), at=later(hours=44), breaches=1)
    answer(db, two, "Budi", later(hours=45))  # he answered what is hers
    return db


def told(
    db: Database, since: datetime, until: datetime, zone: tzinfo = UTC, operators: Sequence[str] = ()
) -> dict[str, Any]:
    return dict(figures(reports.period(db, reports.Wanted(since, until, later(days=60), zone, operators))))


def test_the_figures_of_two_days(worked: Database) -> None:
    """Every field interfaces.md names, with its arithmetic."""
    found = told(worked, START, later(hours=39), JAKARTA, ["Budi", "Sari", "Tono"])
    assert list(found) == [
        "opened", "closed", "reopened", "discarded", "imported", "deflected", "open_now", "backlog", "first_response",
        "resolution", "states", "promise", "breaches", "excused", "late", "operators", "categories", "second_tier",
        "broadcasts", "incidents", "days", "hours", "customers", "canned", "survey", "anomalies",
    ]  # fmt: skip
    assert (found["opened"], found["closed"], found["survey"]["answered"]) == (3, 1, 0)
    assert found["open_now"] == {"new": 1, "open": 0, "waiting": 1, "escalated": 0, "closing": 0}
    budi, sari, tono = found["operators"]
    assert budi == OperatorRow("Budi", 1, 2, 3 * 3600, 3 * 3600, breaches=0, closed=1)
    assert (sari.claims, sari.answers, sari.median_first_response) == (1, 0, None)
    assert (tono.name, tono.claims) == ("Tono", 0)
    assert found["categories"] == [CategoryRow("pulsa", 2, 1, (1, 1)), CategoryRow(None, 1, 0, (1, 0))]


def test_days_and_hours_are_the_desks_own(worked: Database) -> None:
    """A request at Tuesday 00:00 in Jakarta is Tuesday's, though it is Monday in UTC; empty days are there."""
    found = told(worked, later(hours=-32), later(hours=39), JAKARTA)
    assert found["days"] == [
        DayRow("2026-11-01", opened=0, closed=0, answers=0),
        DayRow("2026-11-02", opened=2, closed=1, answers=2),
        DayRow("2026-11-03", opened=1, closed=0, answers=0),
    ]
    week = found["hours"]
    assert [(day, hour) for day in range(7) for hour in range(24) if week[day][hour]] == [(0, 8), (0, 9), (1, 0)]
    assert [len(day) for day in week] == [24] * 7


def test_closed_twice_is_opened_once(db: Database) -> None:
    """A ticket closed twice counts once opened, twice closed, once reopened (interfaces-2.md)."""
    ticket = close(db, request(db), later(hours=1))
    ticket = change(db, ticket, ("reopened", "Dewi", {}), at=later(hours=2), status=Status.OPEN)
    close(db, ticket, later(hours=3))
    found = told(db, START, later(hours=4))
    assert (found["opened"], found["closed"], found["reopened"]) == (1, 2, 1)


def test_what_was_discarded_was_never_opened(db: Database) -> None:
    """Spam is no work that came in, in no figure of it; the period that discarded it says so."""
    ticket = request(db, category="pulsa")
    change(db, ticket, ("discarded", "Dewi", {}), at=later(hours=2), status=Status.DISCARDED)
    found = told(db, START, later(hours=1))
    assert (found["opened"], found["discarded"], found["categories"], sum(map(sum, found["hours"]))) == (0, 0, [], 0)
    assert told(db, later(hours=1), later(hours=4))["discarded"] == 1


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_every_figure_is_defined(figure: Figure) -> None:
    """In both languages, in whole sentences; and nobody's key is said twice."""
    assert all(words[0].isupper() and words.endswith(".") for words in figure.definition)
    assert [one.key for one in FIGURES].count(figure.key) == 1


def test_the_period_has_its_beginning_and_not_its_end(worked: Database) -> None:
    """So that periods in a row count everything once."""
    assert told(worked, START, later(hours=1))["opened"] == 1
    assert told(worked, later(hours=1), later(hours=16))["opened"] == 1


def test_breaches_count_against_the_owner_and_first_answers_for_who_gave_them(worked: Database) -> None:
    """The third day: Sari's breach, Budi's answer after 29 hours."""
    found = told(worked, later(hours=40), later(hours=48))
    people = {row.name: row for row in found["operators"]}
    assert people["Sari"].breaches == 1
    assert people["Budi"].median_first_response == 29 * 3600


def test_an_empty_desk_has_figures_too(db: Database) -> None:
    """No division by nothing."""
    found = told(db, START, later(hours=1))
    assert (found["opened"], found["operators"], found["categories"]) == (0, [], [])


@settings(deadline=None)
@given(st.lists(st.floats(0, 10**7), min_size=1, max_size=60))
def test_nine_of_ten_are_not_slower_than_p90(seconds: list[float]) -> None:
    """Nearest rank: a time that was really needed, never below the median."""
    seconds = sorted(seconds)
    found = p90(seconds)
    assert found is not None
    assert found in [round(s) for s in seconds]
    assert sum(round(s) <= found for s in seconds) >= 0.9 * len(seconds)
    assert found >= (median(seconds) or 0)


def test_what_stands_out_is_counted_from_the_tickets(db: Database) -> None:
    """Six of a subject on a Monday, one on each Monday of eight weeks before; never where the first of them is missing.
    A discarded one counts nowhere."""
    for week in range(9):
        request(db, at=later(days=7 * week), category="pulsa")
    for hour in range(1, 6):
        request(db, at=later(days=56, hours=hour), category="pulsa")
    spam = request(db, at=later(days=56, hours=7), category="pulsa")
    change(db, spam, ("discarded", None, {}), status=Status.DISCARDED)
    week = (later(days=56), later(days=63))
    assert told(db, *week)["anomalies"] == [AnomalyRow("2026-12-28", "pulsa", 6, 1.0)]
    assert told(db, later(days=49), later(days=56))["anomalies"] == []


def test_a_breach_is_explained(db: Database) -> None:
    """Due on Tuesday 17:00 after 18 working hours, answered on Wednesday at 10:00: late by 17 hours, two of them of
    work; excused. A later wait of the same ticket was promised nothing, and goes on."""
    promised = {"at": START, "promised_at": later(hours=33).isoformat()}
    ticket = change(db, request(db), ("request-received", "ani@mail.example", promised), at=START)
    ticket = claim(db, ticket, "Budi", later(hours=1))
    wait = {"operator": "Budi", "since": START.isoformat(), "due": later(hours=33).isoformat()}
    ticket = change(db, ticket, ("breached", None, wait), at=later(hours=34))
    ticket = change(db, ticket, ("excused", "Dewi", {"actor": "Dewi", "text": "listrik padam"}), at=later(hours=35))
    ticket = answer(db, ticket, "Budi", later(hours=50))
    again = {"operator": "Budi", "since": later(hours=51).isoformat(), "due": later(hours=60).isoformat()}
    change(db, ticket, ("breached", None, again), at=later(hours=61))
    work = WorkingHours(tuple([((480, 1020),)] * 5 + [(), ()]))
    wanted = reports.Wanted(START, later(days=7), later(hours=72), JAKARTA, (), work)
    goes_on, first = figures(reports.period(db, wanted))["late"]  # type: ignore[misc]
    assert (first.since, first.promised, first.due, first.answered) == (
        "2026-11-02T08:00:00+07:00",
        "2026-11-03T17:00:00+07:00",
        "2026-11-03T17:00:00+07:00",
        "2026-11-04T10:00:00+07:00",
    )
    assert (first.allowed, first.working_allowed) == (33 * 3600, 18 * 3600)
    assert (first.late_by, first.working_late_by, first.excuse) == (17 * 3600, 2 * 3600, "listrik padam")
    assert (goes_on.promised, goes_on.answered, goes_on.late_by, goes_on.excuse) == (None, None, 12 * 3600, None)
    assert first.number == goes_on.number


def test_a_breach_of_unknown_hours(db: Database) -> None:
    """Without working hours only the elapsed time is said; of an old event without its moments, none."""
    ticket = claim(db, request(db), "Budi", later(hours=1))
    change(db, ticket, ("breached", None, {"operator": "Budi"}), at=later(hours=34))
    (row,) = told(db, START, later(days=7))["late"]
    assert (row.since, row.due, row.late_by, row.working_late_by, row.allowed) == (None, None, None, None, None)


def test_a_subject_older_than_the_eight_weeks_is_known(db: Database) -> None:
    """Its last ticket came long before; the desk's other tickets do not make a new subject old."""
    request(db, at=later(days=-90), category="pulsa")
    for hour in range(5):
        request(db, at=later(days=10, hours=hour), category="pulsa")
        request(db, at=later(days=11, hours=hour), category="new")
    found = told(db, later(days=10), later(days=12))["anomalies"]
    assert [(row.day, row.category) for row in found] == [("2026-11-12", "pulsa"), ("2026-11-13", None)]
