"""report: the PIC's figures, for any period, in three shapes."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
import pytest

from mailflow.cli.report import period
from mailflow.cli.report_shapes import as_csv, as_json, as_text, length
from mailflow.core import figure_rows, figures
from tests.cli.desk import Desk

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)  # Sunday 22 November 01:00 in Jakarta


def test_the_fields_that_stay(answered: Desk) -> None:
    """Those of interfaces.md; operators of rules.yaml are there though they did nothing."""
    answered.type("close", "1")
    told = answered.json("report")
    assert {"opened", "closed", "open_now", "operators", "categories", "days", "hours", "survey"} <= set(told)
    assert (told["opened"], told["closed"]) == (1, 1)
    assert [operator["name"] for operator in told["operators"]] == ["Budi", "Sari"]
    assert (told["operators"][0]["claims"], told["operators"][0]["answers"]) == (1, 1)
    assert told["categories"] == [{"category": "pulsa-tidak-masuk", "opened": 1, "closed": 1, "trend": [0, 0, 0, 0, 1]}]
    assert len(told["days"]) == 30
    again = answered.type("report", "--format", "json").json
    assert told | {"states": {}} == again | {"states": {}}  # open tickets spend time meanwhile


def test_figures_can_be_had_while_rules_yaml_is_broken(answered: Desk) -> None:
    """Then only those operators are named who did something."""
    answered.edit("claim: any-reply", "claim: any-repyl")
    assert [operator["name"] for operator in answered.json("report")["operators"]] == ["Budi"]


def test_csv_is_one_figure_a_line(answered: Desk, tmp_path: object) -> None:
    """section,name,figure,value; the same into a file."""
    said = answered.type("report", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(said)))
    assert list(rows[0]) == ["section", "name", "figure", "value"]
    found = {(row["section"], row["name"], row["figure"]): row["value"] for row in rows}
    assert found["total", "", "opened"] == "1"
    assert found["operators", "Budi", "claims"] == "1"
    assert found["operators", "Sari", "median_first_response"] == ""
    file = answered.home / "figures.csv"
    written = answered.type("report", "--format", "csv", "--output", str(file))
    assert written.out == ""
    assert timeless(file.read_bytes().decode()) == timeless(said)


def timeless(said: str) -> list[str]:
    """Its lines without the time in each state: open tickets spend some meanwhile."""
    return [line for line in said.splitlines() if not line.startswith("states")]


def test_the_table_for_people(answered: Desk) -> None:
    """On stdout, or in a file; a file that cannot be written is exit status 1."""
    said = answered.type("report").out
    assert "opened 1, closed 0" in said
    assert "Budi" in said
    answered.type("report", "--output", str(answered.home / "report.txt"))
    assert timeless((answered.home / "report.txt").read_text(encoding="utf-8")) == timeless(said)
    assert "cannot be written" in answered.type("report", "--output", "/proc/none/x", status=1).err


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def test_without_dates_it_is_thirty_days_including_today() -> None:
    """Days of the desk's zone: at 18:00 UTC it is tomorrow in Jakarta."""
    assert period(None, None, NOW, JAKARTA) == (day("2026-10-24"), day("2026-11-23"))


@pytest.mark.parametrize(
    ("since", "until", "begin", "end"),
    [
        ("2026-11-01", "2026-11-30", "2026-11-01", "2026-12-01"),  # the last day is in it
        ("2026-11-01", None, "2026-11-01", "2026-11-23"),
        (None, "2026-11-10", "2026-10-12", "2026-11-11"),
        ("2026-11-01T08:00", "2026-11-01T12:00", "2026-11-01T08:00", "2026-11-01T12:00"),
        ("2026-11-01T01:00+00:00", "2026-11-02", "2026-11-01T08:00", "2026-11-03"),
    ],
)
def test_periods(since: str | None, until: str | None, begin: str, end: str) -> None:
    """Dates are whole days, moments are what they say, the desk's unless they say otherwise."""
    assert period(since, until, NOW, JAKARTA) == (day(begin), day(end))


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("yesterday", None),
        ("2026-13-01", None),
        ("2026-11-02", "2026-11-01"),
        ("0001-01-01", None),
        ("2026-11-02", "9999-12-31"),
        ("2026-11-02", "3001-01-01T00:00"),
    ],
)
def test_dates_that_are_none(desk: Desk, since: str, until: str | None) -> None:
    """Wrong usage: exit status 2."""
    with pytest.raises(click.UsageError):
        period(since, until, NOW, JAKARTA)
    words = ["report", "--since", since, *(["--until", until] if until else [])]
    assert desk.type(*words, status=2).out == ""


@pytest.mark.parametrize(("seconds", "words"), [(None, ""), (0, "0 s"), (3720, "1 h 2 min"), (90000, "1 d 1 h")])
def test_lengths(seconds: int | None, words: str) -> None:
    """The two greatest units."""
    assert length(seconds) == words


EMPTY = figures.Period(day("2026-11-02"), day("2026-11-03"), JAKARTA, NOW)


def test_a_name_with_a_comma_is_one_cell() -> None:
    """CSV quotes what needs it."""
    rows = csv.reader(io.StringIO(as_csv(EMPTY, {"categories": [figure_rows.CategoryRow("a,b", opened=1, closed=0)]})))
    assert ["categories", "a,b", "opened", "1"] in list(rows)


def test_a_figure_added_to_the_table_alone_is_in_every_shape() -> None:
    """Counts, counts by name and rows each have their form; nothing names a figure twice."""
    row = figure_rows.DayRow("2026-11-02", opened=3, closed=2, answers=0)
    found: dict[str, figures.Value] = {"escaped": 4, "by_colour": {"red": 5}, "nights": [row]}
    assert '"escaped": 4' in as_json(EMPTY, found)
    lines = as_csv(EMPTY, found).split("\r\n")
    assert {"total,,escaped,4", "by_colour,red,tickets,5", "nights,2026-11-02,opened,3"} <= set(lines)
    text = as_text(EMPTY, found)
    assert all(words in text for words in ("escaped 4", "5 red", "2026-11-02       3       2        0"))


def test_a_figure_explains_itself(desk: Desk) -> None:
    """What it counts and what not; an unknown one is wrong usage, with the nearest."""
    assert "counts twice" in desk.type("report", "--explain", "closed").out
    assert "did you mean 'closed'?" in desk.type("report", "--explain", "close", status=2).err


def test_report_writes_the_page(answered: Desk) -> None:
    """Of a real desk, in its language or another."""
    file = answered.home / "laporan.html"
    answered.type("report", "--format", "html", "--output", str(file))
    html = file.read_text(encoding="utf-8")
    assert '<html lang="id">' in html
    assert "pulsa-tidak-masuk" in html
    assert '<html lang="en">' in answered.type("report", "--format", "html", "--language", "en").out
