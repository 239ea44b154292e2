"""`working_hours:` and its holidays: countries, dates and .ics files become days."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from itertools import product
from pathlib import Path

import pytest

from mailflow.config import indonesian_days
from mailflow.config.holidays import Holidays, computed_days, country_days, edition, is_country
from mailflow.config.ics import days_of, read_ics
from mailflow.config.week import DEFAULT_WEEK
from mailflow.core.rules import Season, WorkingHours
from tests.config_homes import faults, loaded
from tests.indonesian_days import YEARS, written

DAY = ((480, 1020),)


def calendar(folder: Path, block: str) -> WorkingHours:
    return loaded(folder, f"working_hours: {block}").rules.working_hours


@pytest.mark.parametrize(
    ("block", "week"),
    [
        ("{mon-fri: '08:00-17:00'}", (*(DAY,) * 5, (), ())),
        ("{sat-mon: '08:00-17:00'}", (DAY, (), (), (), (), DAY, DAY)),
        ("{'mon,wed,fri': '08:00-17:00'}", (DAY, (), DAY, (), DAY, (), ())),
        ("{Monday-Tuesday: '08:00-17:00', WED: closed, thu: off}", (DAY, DAY, (), (), (), (), ())),
        ("{mon: '00:00-24:00'}", (((0, 1440),), (), (), (), (), (), ())),
        ("{mon: 8.00-17.00}", (DAY, (), (), (), (), (), ())),
        ("{mon: ['13:00-17:00', '08:00-12:00']}", (((480, 720), (780, 1020)), (), (), (), (), (), ())),
        ("{mon: ['08:00-12:00', '12:00-17:00']}", (DAY, (), (), (), (), (), ())),
        ("{holidays: ID}", DEFAULT_WEEK),
    ],
)
def test_weeks(tmp_path: Path, block: str, week: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    """Days, ranges over the week's end, lists of spans; only holidays given: the default week."""
    assert calendar(tmp_path, block).week == week


def test_the_default_week_is_that_of_the_interface_page(tmp_path: Path) -> None:
    """mon-fri 08:00-17:00, sat 08:00-12:00, holidays ID."""
    written = calendar(tmp_path, "{mon-fri: '08:00-17:00', sat: '08:00-12:00', holidays: ID}")
    assert loaded(tmp_path).rules.working_hours == written


@pytest.mark.parametrize("year", range(2024, 2031))
def test_indonesian_holidays(year: int) -> None:
    """Public holidays of every year, named in the desk's language."""
    days = Holidays(("ID",))
    assert days[date(year, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert len(days.year(year)) >= 13


def test_collective_leave_counts() -> None:
    """Cuti bersama is a holiday: 24 December 2026, as the government decreed."""
    days = Holidays(("ID",))
    assert days[date(2026, 12, 24)] == "Cuti Bersama Hari Raya Natal"
    assert Holidays(("ID",), language="en")[date(2026, 12, 25)] == "Christmas Day"


def test_holidays_of_other_countries() -> None:
    """Any country the package knows, also a part of one; what it does not know is no country."""
    assert date(2026, 1, 6) in Holidays(("DE-BY",))
    assert date(2026, 1, 6) not in Holidays(("DE",))
    assert [is_country(code) for code in ("ID", "DE-BY", "DE-XX", "XX")] == [True, True, False, False]


def test_the_country_norway_in_quotes(tmp_path: Path) -> None:
    """YAML's oldest joke."""
    assert date(2026, 5, 17) in calendar(tmp_path, "{mon: '08:00-17:00', holidays: 'NO'}").holidays


def test_a_mixture_of_holidays(tmp_path: Path) -> None:
    """Country, dates with and without name, and a calendar; named ones go before the country's."""
    (tmp_path / "campus.ics").write_text(ICS, encoding="utf-8")
    days = calendar(
        tmp_path, "{mon: '08:00-17:00', holidays: [id, 2026-12-31, {2026-08-17: HUT RI}, campus.ics]}"
    ).holidays
    assert (days[date(2026, 12, 31)], days[date(2026, 8, 17)]) == ("libur", "HUT RI")
    assert days[date(2026, 12, 25)] == "Hari Raya Natal"
    assert days[date(2027, 1, 2)] == "Libur kampus, semester ganjil"
    assert date(2026, 11, 2) not in days


def test_one_kind_of_holiday_alone(tmp_path: Path) -> None:
    """Dates only, a calendar only, none at all."""
    (tmp_path / "campus.ics").write_text(ICS, encoding="utf-8")
    assert date(2026, 8, 17) not in calendar(tmp_path, "{mon: '08:00-17:00', holidays: 2026-12-31}").holidays
    assert date(2026, 12, 30) in calendar(tmp_path, "{mon: '08:00-17:00', holidays: campus.ics}").holidays
    assert date(2026, 8, 17) not in calendar(tmp_path, "{mon: '08:00-17:00'}").holidays


def test_a_calendar_is_watched_and_moves_alarms(tmp_path: Path) -> None:
    """Its content is part of the fingerprint, its file of what is watched."""
    line = "working_hours: {mon: '08:00-17:00', holidays: campus.ics}"
    (tmp_path / "campus.ics").write_text(ICS, encoding="utf-8")
    before = loaded(tmp_path, line)
    (tmp_path / "campus.ics").write_text(ICS.replace("20261230", "20261229"), encoding="utf-8")
    assert before.watched == (tmp_path / "campus.ics",)
    assert loaded(tmp_path, line).rules.fingerprint != before.rules.fingerprint


def test_what_is_no_calendar(tmp_path: Path) -> None:
    """A file of another kind is told."""
    (tmp_path / "campus.ics").write_text("<html>", encoding="utf-8")
    (said,) = faults(tmp_path, "working_hours: {mon: '08:00-17:00', holidays: campus.ics}")
    assert "is not an iCalendar file" in said


def test_a_semester_is_no_holiday(tmp_path: Path) -> None:
    """Calendars of other things are used by mistake: an event of months is warned of."""
    (tmp_path / "campus.ics").write_text(ICS.replace("20270104", "20270504"), encoding="utf-8")
    (warning,) = loaded(tmp_path, "working_hours: {mon: '08:00-17:00', holidays: campus.ics}").warnings
    assert "`Libur kampus, semester ganjil` of 2026-12-30 lasts 125 days" in warning.what


# ---- .ics

ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270104\r\n"
    "SUMMARY:Libur kampus\\,\r\n  semester ganjil\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


def days(year: int, *fields: str, zone: str = "Asia/Jakarta") -> list[str]:
    event = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *fields, "END:VEVENT", "END:VCALENDAR"])
    return [day.isoformat() for day in sorted(days_of(read_ics(event, zone), year))]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("DTSTART;VALUE=DATE:20261231",), ["2026-12-31"]),  # no end: one day
        (("DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270101"), ["2026-12-30", "2026-12-31"]),  # end excluded
        (("DTSTART:20261231T080000", "DTEND:20261231T120000"), ["2026-12-31"]),  # floating
        (
            ("DTSTART;TZID=Asia/Jakarta:20261230T220000", "DTEND;TZID=Asia/Jakarta:20261231T020000"),
            ["2026-12-30", "2026-12-31"],
        ),
        (("DTSTART:20261230T170000Z", "DTEND:20261231T165959Z"), ["2026-12-31"]),  # UTC: local midnight to midnight
        (("DTSTART;VALUE=DATE:20261230", "DURATION:P2D"), ["2026-12-30", "2026-12-31"]),
        (("DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20261231"), ["2026-12-31"]),  # some programs exclude nothing
        (("DTSTART;VALUE=DATE:20261231", "STATUS:CANCELLED"), []),
        (("DTSTART;VALUE=DATE:2026",), []),
        (("SUMMARY:x",), []),
        (("DTSTART;VALUE=DATE:20251231",), []),
        (("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY"), ["2026-01-01"]),
        (("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY;INTERVAL=4"), []),
        (("DTSTART;VALUE=DATE:20220101", "RRULE:FREQ=YEARLY;INTERVAL=2"), ["2026-01-01"]),
        (("DTSTART;VALUE=DATE:20220101", "RRULE:FREQ=YEARLY;COUNT=5"), ["2026-01-01"]),
        (("DTSTART;VALUE=DATE:20220101", "RRULE:FREQ=YEARLY;COUNT=4"), []),
        (("DTSTART;VALUE=DATE:20220101", "RRULE:FREQ=YEARLY;UNTIL=20251231"), []),
        (("DTSTART;VALUE=DATE:20270101", "RRULE:FREQ=YEARLY"), []),
        (("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"), []),
        (
            ("DTSTART;VALUE=DATE:20251231", "DTEND;VALUE=DATE:20260102", "RRULE:FREQ=YEARLY"),
            ["2026-01-01", "2026-12-31"],
        ),
        # the last Friday of May, as Google and as Outlook write it; a fourth Thursday; a fifth Sunday that is none
        (("DTSTART;VALUE=DATE:20250530", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1FR"), ["2026-05-29"]),
        (("DTSTART;VALUE=DATE:20250530", "RRULE:FREQ=YEARLY;BYDAY=FR;BYMONTH=5;BYSETPOS=-1"), ["2026-05-29"]),
        (("DTSTART;VALUE=DATE:20241128", "RRULE:FREQ=YEARLY;BYDAY=4TH"), ["2026-11-26"]),
        (("DTSTART;VALUE=DATE:20241230", "RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=5SU"), []),
        (("DTSTART;VALUE=DATE:20241128", "RRULE:FREQ=YEARLY;BYDAY=4TH;BYMONTH=13"), []),
        (("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20250101,20260101"), []),
        (
            ("DTSTART;VALUE=DATE:20250601", "DURATION:P2D", "RDATE;VALUE=DATE:20260601,20270601", "RDATE:20260805"),
            ["2026-06-01", "2026-06-02", "2026-08-05", "2026-08-06"],
        ),
        (("DTSTART;VALUE=DATE:20261231", "BEGIN:VALARM", "DTSTART;VALUE=DATE:20261224", "END:VALARM"), ["2026-12-31"]),
    ],
)
def test_events(fields: tuple[str, ...], expected: list[str]) -> None:
    """The days of 2026 on which an event takes place; what cannot be read takes place on none."""
    assert days(2026, *fields) == expected


def test_rubbish_in_a_calendar_is_left_out() -> None:
    """Lines that are none, ends without a beginning: the rest is read."""
    text = (
        "BEGIN:VCALENDAR\nEND:VEVENT\nnonsense\n:x\nBEGIN:VEVENT\nDTSTART:20261231\nRRULE:FREQ=YEARLY;COUNT=x\nEND:VEVENT\n"
        + ICS
    )
    assert [feast.first for feast in read_ics(text, "Asia/Jakarta")] == [date(2026, 12, 30)]


SEASONS = """\
working_hours:
  mon-fri: "08:00-17:00"
  sat: "08:00-12:00"
  2027-02-18..2027-03-19: {season}
"""


def seasons(folder: Path, season: str, *more: str) -> tuple[Season, ...]:
    return loaded(folder, SEASONS.format(season=season), *more).rules.working_hours.seasons


def test_a_range_of_dates_has_hours_of_its_own(tmp_path: Path) -> None:
    """A span for every day that works otherwise too, or a week of its own."""
    span = ((480, 900),)
    assert seasons(tmp_path, '"08:00-15:00"') == (Season(date(2027, 2, 18), date(2027, 3, 19), (*(span,) * 6, ())),)
    [own] = seasons(tmp_path, '{mon-thu: "08:00-15:00", fri: ["08:00-11:30", "13:00-15:30"]}')
    assert own.week == (*(span,) * 4, ((480, 690), (780, 930)), (), ())
    assert seasons(tmp_path, "closed")[0].week == ((),) * 7


def test_single_dates_and_holidays_beside_them(tmp_path: Path) -> None:
    """In order, whatever the order in the file."""
    block = 'working_hours: {mon-fri: "08:00-17:00", holidays: ID, 2027-03-01: closed, 2026-12-24: "08:00-12:00"}'
    found = loaded(tmp_path, block).rules.working_hours
    assert [(s.first, s.is_a_day) for s in found.seasons] == [(date(2026, 12, 24), True), (date(2027, 3, 1), True)]
    assert found.seasons[0].week == (((480, 720),),) * 7
    assert date(2026, 12, 25) in found.holidays


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("2027-03-19..2027-02-18", "ends before it begins"),
        ("2027-02-30..2027-03-19", "neither a date nor a range of dates"),
        ("2027-02-18 - 2027-03-19", "did you mean `2027-02-18..2027-03-19`?"),
        ("18/02/2027", "write a date as 2026-12-24, a range as 2027-02-18..2027-03-19"),
    ],
)
def test_what_is_no_range_of_dates(tmp_path: Path, key: str, fault: str) -> None:
    """The fault names its line and shows how it is written."""
    [found] = faults(tmp_path, f'working_hours:\n  mon-fri: "08:00-17:00"\n  {key}: "08:00-15:00"\n')
    assert fault in found


def test_seasons_must_not_overlap(tmp_path: Path) -> None:
    """A date belongs to one of them."""
    block = 'working_hours: {mon-fri: "08:00-17:00", 2027-02-18..2027-03-19: closed, 2027-03-01: "08:00-12:00"}'
    [found] = faults(tmp_path, block)
    assert "`2027-03-01` overlaps with 2027-02-18..2027-03-19" in found


def test_a_half_day_that_grows_is_warned_of(tmp_path: Path) -> None:
    """08:00-15:00 for everybody shortens Monday and lengthens Saturday."""
    [warning] = [str(w) for w in loaded(tmp_path, SEASONS.format(season='"08:00-15:00"')).warnings]
    assert "from 2027-02-18 to 2027-03-19 sat would be longer than otherwise" in warning
    for season in ('{mon-fri: "08:00-15:00", sat: "08:00-11:00"}', '"07:00-20:00"', "closed"):
        assert loaded(tmp_path, SEASONS.format(season=season)).warnings == ()


_DAYS = """
import json, sys
from mailflow.config.holidays import country_days
if sys.argv[1:]:
    import holidays.countries
codes = "ID US DE-BY PR MY-KUL GB IN".split()
said = {code: {str(day): name for day, name in country_days(code, 2026, "id").items()} for code in codes}
import holidays.countries
assert issubclass(holidays.countries.Indonesia, holidays.HolidayBase)
print(json.dumps(said))
"""


def test_a_country_loaded_alone_has_the_same_holidays() -> None:
    """As with all the others; and the package is whole again afterwards."""
    alone, among = (
        subprocess.run([sys.executable, "-c", _DAYS, *all_of], capture_output=True, check=True).stdout
        for all_of in ([], ["all"])
    )
    assert json.loads(alone) == json.loads(among)
    assert all(json.loads(alone).values())


def test_names_do_not_follow_the_process_language() -> None:
    """A desk that speaks none of a country's languages gets that country's own, in a shell as in a service."""
    english, thai, plain = (
        subprocess.run([sys.executable, "-c", _DAYS], env=os.environ | {"LANG": lang}, capture_output=True, check=True)
        for lang in ("en_US.UTF-8", "th_TH.UTF-8", "C")
    )
    assert english.stdout == thai.stdout == plain.stdout
    assert "Neujahr" in plain.stdout.decode()


def test_indonesias_kept_days_are_those_of_the_package() -> None:
    """Of every year and language; after a new version of the package: python -m tests.indonesian_days."""
    assert Path(indonesian_days.__file__).read_text(encoding="utf-8") == written()
    for language, year in product(("id", "en", "de"), range(YEARS[0] - 1, YEARS[-1] + 2)):
        assert list(country_days("ID", year, language).items()) == list(computed_days("ID", year, language).items())


def test_the_edition_is_the_version_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name of a folder, and where that is not clear by what the package says of itself."""
    assert edition() == version("holidays")
    for names in ((), ("holidays-1.dist-info", "holidays-2.dist-info")):
        monkeypatch.setattr(Path, "glob", lambda *_, names=names: map(Path, names))
        assert edition.__wrapped__() == version("holidays")


def test_days_kept_of_another_version_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """The government moves a day: who has a newer package has its days."""
    monkeypatch.setattr(indonesian_days, "DAYS", {"id": {2026: "0102 Libur"}})
    assert country_days("ID", 2026, "id") == {date(2026, 1, 2): "Libur"}
    monkeypatch.setattr(indonesian_days, "MADE_BY", "0.1")
    assert country_days("ID", 2026, "id") == computed_days("ID", 2026, "id")
