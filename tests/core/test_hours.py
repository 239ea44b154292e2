"""The arithmetic of deadlines: examples of procedure.md, then laws that hold for every desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core import hours
from mailflow.core.rules import Duration, WorkingHours

JAKARTA, BERLIN, NEW_YORK = "Asia/Jakarta", "Europe/Berlin", "America/New_York"
WHOLE, MORNING = ((480, 1020),), ((480, 720),)
MON_FRI = WorkingHours((*(WHOLE,) * 5, (), ()))
MON_SAT = WorkingHours((*(WHOLE,) * 5, MORNING, ()))
LUNCH = WorkingHours((*(((480, 690), (780, 1020)),) * 5, (), ()))  # closed 11:30-13:00
ALWAYS = WorkingHours((((0, 1440),),) * 7)
NEVER = WorkingHours(((),) * 7)


def at(text: str, zone: str = JAKARTA) -> datetime:
    """ "2026-11-06 10:00" in local time; 6 November 2026 is a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def local(moment: datetime, zone: str = JAKARTA) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def after(start: str, duration: str, desk: WorkingHours) -> str:
    """In and out in the desk's local time."""
    return local(hours.after(at(start, desk.timezone), hours.parse(duration), desk), desk.timezone)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("45s", "elapsed", timedelta(seconds=45)),
        ("90m", "elapsed", timedelta(minutes=90)),
        ("24h", "elapsed", timedelta(hours=24)),
        ("7d", "elapsed", timedelta(days=7)),
        ("24wh", "working-hours", timedelta(hours=24)),
        ("2wd", "working-days", 2),
        (" 24 H ", "elapsed", timedelta(hours=24)),
        ("0s", "elapsed", timedelta(0)),
    ],
)
def test_parse_reads_every_unit(text: str, unit: str, amount: timedelta | int) -> None:
    """Each unit of procedure.md is read, and the text kept in one spelling."""
    found = hours.parse(text)
    assert (found.unit, found.amount) == (unit, amount)
    assert found.text == text.strip().lower().replace(" ", "")


@pytest.mark.parametrize("text", ["", "24", "h", "1.5h", "-1h", "24hours", "2w", "1h30m", "٢h", "99999999d", "2 wd x"])
def test_parse_refuses_with_help(text: str) -> None:
    """What is no duration is refused in words that show how one is written."""
    with pytest.raises(ValueError, match=r"24h|did you mean `14d`|longer than ten years"):
        hours.parse(text)


def test_parse_tells_a_missing_unit() -> None:
    """A bare number is the commonest slip."""
    with pytest.raises(ValueError, match="unit is missing"):
        hours.parse("24")


@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("2026-11-06 10:00", "2wd", "2026-11-10 10:00"),  # procedure.md: Friday 10:00 → Tuesday 10:00
        ("2026-11-06 20:00", "2wd", "2026-11-11 08:00"),  # procedure.md: Friday 20:00 → Wednesday 08:00
        ("2026-11-07 11:00", "1wd", "2026-11-10 08:00"),  # begun on a Saturday: starts Monday 08:00
        ("2026-11-06 06:00", "1wd", "2026-11-09 08:00"),  # before opening: starts at opening
        ("2026-11-06 17:00", "1wd", "2026-11-10 08:00"),  # the closing minute is closed
        ("2026-11-06 16:59", "1wd", "2026-11-09 16:59"),
        ("2026-11-07 11:00", "0wd", "2026-11-09 08:00"),  # nothing, but not while closed
        ("2026-11-06 15:00", "9wh", "2026-11-09 15:00"),
        ("2026-11-06 08:00", "9wh", "2026-11-06 17:00"),  # used up to the last minute, not next morning
        ("2026-11-06 20:00", "1wh", "2026-11-09 09:00"),
        ("2026-11-06 20:00", "0wh", "2026-11-09 08:00"),
        ("2026-11-06 20:00", "24h", "2026-11-07 20:00"),  # elapsed time knows no office hours
    ],
)
def test_after_on_a_monday_to_friday_desk(start: str, duration: str, due: str) -> None:
    """The examples of procedure.md and their neighbours."""
    assert after(start, duration, MON_FRI) == due


@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("2026-11-06 10:00", "1wd", "2026-11-07 10:00"),  # the short Saturday is a working day
        ("2026-11-06 15:00", "1wd", "2026-11-09 08:00"),  # 15:00 on a day that closes at 12:00: when it next opens
        ("2026-11-06 15:00", "2wd", "2026-11-09 15:00"),  # … which does not shift the days after it
        ("2026-11-06 12:00", "1wd", "2026-11-09 08:00"),
        ("2026-11-07 11:00", "1wd", "2026-11-09 11:00"),
    ],
)
def test_after_with_a_short_saturday(start: str, duration: str, due: str) -> None:
    """A deadline that falls on closed hours is the next opening: never earlier than promised, never while closed."""
    assert after(start, duration, MON_SAT) == due


def test_after_with_a_lunch_break() -> None:
    """Work stops over lunch: working hours skip it, and a working day that ends in it ends when the desk reopens."""
    desk = WorkingHours((WHOLE, ((480, 690), (780, 1020)), *(WHOLE,) * 3, (), ()))  # the break is only on Tuesday
    assert after("2026-11-09 12:00", "1wd", desk) == "2026-11-10 13:00"
    assert after("2026-11-10 12:00", "1wd", desk) == "2026-11-11 13:00"  # begun in the break: from 13:00
    assert after("2026-11-06 11:00", "1wh", LUNCH) == "2026-11-06 13:30"


def test_after_on_a_desk_that_never_closes() -> None:
    """ "00:00-24:00" every day: working days are days, working hours hours, midnight is no border."""
    assert after("2026-11-06 23:30", "1wd", ALWAYS) == "2026-11-07 23:30"
    assert after("2026-11-06 23:30", "24wh", ALWAYS) == "2026-11-07 23:30"


def test_holidays_are_skipped() -> None:
    """A holiday counts neither as working day nor for its hours."""
    desk = WorkingHours(MON_FRI.week, {date(2026, 11, 9): "Hari Uji"})
    assert after("2026-11-06 10:00", "1wd", desk) == "2026-11-10 10:00"
    assert after("2026-11-06 16:00", "2wh", desk) == "2026-11-10 09:00"
    assert hours.open_spans(date(2026, 11, 9), desk) == []


def test_the_day_is_the_desks_not_utcs() -> None:
    """Monday 06:00 in Jakarta is still Sunday in UTC."""
    assert after("2026-11-09 08:00", "1wd", MON_FRI) == "2026-11-10 08:00"
    opens = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)
    assert hours.first_working_moment(datetime(2026, 11, 9, 0, 59, tzinfo=UTC), MON_FRI) == opens


@pytest.mark.parametrize("duration", ["1wd", "1wh", "0wd", "0wh"])
def test_a_desk_that_never_works_is_told(duration: str) -> None:
    """No endless loop: config refuses such a week, and the arithmetic says so as well."""
    with pytest.raises(ValueError, match="never works"):
        hours.after(at("2026-11-06 10:00"), hours.parse(duration), NEVER)


def test_naive_moments_are_refused() -> None:
    """A moment without time zone is a mistake of the caller."""
    with pytest.raises(ValueError, match="no time zone"):
        hours.after(at("2026-11-06 10:00").replace(tzinfo=None), hours.parse("24h"), MON_FRI)


def test_daylight_saving_keeps_the_wall_time() -> None:
    """Over both changes of clocks working days keep the wall time; elapsed hours stay exact."""
    desk = WorkingHours(MON_FRI.week, timezone=BERLIN)
    assert after("2026-03-27 10:00", "1wd", desk) == "2026-03-30 10:00"
    assert after("2026-10-23 10:00", "1wd", desk) == "2026-10-26 10:00"
    assert after("2026-03-28 10:00", "24h", desk) == "2026-03-29 11:00"
    assert after("2026-10-24 10:00", "24h", desk) == "2026-10-25 09:00"


def test_a_wall_time_the_clocks_skip_is_the_first_after_the_jump() -> None:
    """02:30 on 29 March 2026 does not exist in Berlin: 03:00 is meant. 02:30 on 25 October exists twice: the first."""
    desk = WorkingHours(ALWAYS.week, timezone=BERLIN)
    assert after("2026-03-28 02:30", "1wd", desk) == "2026-03-29 03:00"
    due = hours.after(at("2026-10-24 02:30", BERLIN), hours.parse("1wd"), desk)
    assert due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_working_hours_count_real_minutes_over_a_change_of_clocks() -> None:
    """A night shift is an hour shorter in March, and longer in October."""
    night = WorkingHours((((0, 360),),) * 7, timezone=BERLIN)  # 00:00-06:00
    for day, worked in ((date(2026, 3, 29), 5), (date(2026, 10, 25), 7), (date(2026, 6, 1), 6)):
        start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(BERLIN))
        assert hours.between(start, start.replace(hour=12), night) == timedelta(hours=worked)


def test_a_span_that_the_jump_swallows_is_no_span() -> None:
    """02:00-03:00 does not happen on 29 March 2026."""
    desk = WorkingHours((((120, 180),),) * 7, timezone=BERLIN)
    assert hours.open_spans(date(2026, 3, 29), desk) == []
    assert after("2026-03-28 02:30", "1wd", desk) == "2026-03-30 02:30"


def test_between_counts_only_open_time() -> None:
    """Friday 16:00 to Monday 09:00 is two hours; backwards is nothing."""
    friday, monday = at("2026-11-06 16:00"), at("2026-11-09 09:00")
    assert hours.between(friday, monday, MON_FRI) == timedelta(hours=2)
    assert hours.between(monday, friday, MON_FRI) == timedelta(0)


def test_explain_elapsed_time() -> None:
    """The arithmetic of elapsed time is one line, in local time with the zone's name."""
    start = at("2026-11-02 10:00")
    assert hours.explain(start, hours.parse("24h"), MON_FRI, "id") == [
        "Senin 2 November 2026 10.00 WIB + 24 jam = Selasa 3 November 2026 10.00 WIB"
    ]
    assert hours.explain(start, hours.parse("24h"), MON_FRI, "en") == [
        "Monday 2 November 2026 10:00 WIB + 24 hours = Tuesday 3 November 2026 10:00 WIB"
    ]
    assert hours.explain(start, hours.parse("45s"), MON_FRI, "en") == [
        "Monday 2 November 2026 10:00:00 WIB + 45 seconds = Monday 2 November 2026 10:00:45 WIB"
    ]


def test_explain_working_days_names_what_was_skipped() -> None:
    """Weekends, holidays by name, a closed start and a shifted end are all said."""
    desk = WorkingHours(MON_SAT.week, {date(2026, 11, 9): "Hari Uji"})
    assert hours.explain(at("2026-11-06 20:00"), hours.parse("2wd"), desk, "id") == [
        "Jumat 6 November 2026 20.00 WIB + 2 hari kerja = Rabu 11 November 2026 08.00 WIB",
        "di luar jam kerja: dihitung mulai Sabtu 7 November 2026 08.00 WIB",
        "dilewati: Minggu 8 November 2026 (akhir pekan), Senin 9 November 2026 (Hari Uji)",
    ]
    assert hours.explain(at("2026-11-06 15:00"), hours.parse("1wd"), desk, "en") == [
        "Friday 6 November 2026 15:00 WIB + 1 working day = Tuesday 10 November 2026 08:00 WIB",
        "Saturday 7 November 2026 15:00 WIB is outside working hours: it becomes Tuesday 10 November 2026 08:00 WIB",
        "skipped: Sunday 8 November 2026 (weekend), Monday 9 November 2026 (Hari Uji)",
    ]


def test_explain_working_hours_tells_each_days_share() -> None:
    """Whoever doubts the sum can add the parts."""
    assert hours.explain(at("2026-11-06 15:00"), hours.parse("12wh"), MON_FRI, "id") == [
        "Jumat 6 November 2026 15.00 WIB + 12 jam kerja = Selasa 10 November 2026 09.00 WIB",
        "dihitung: Jumat 6 November 2026 (2 jam), Senin 9 November 2026 (9 jam), Selasa 10 November 2026 (1 jam)",
        "dilewati: Sabtu 7 November 2026 (akhir pekan), Minggu 8 November 2026 (akhir pekan)",
    ]


def test_explain_stays_short_over_long_stretches() -> None:
    """Of many skipped days only the first are named."""
    (_, skipped) = hours.explain(at("2026-11-06 10:00"), hours.parse("60wd"), MON_FRI, "en")
    assert skipped.endswith("and 10 more days")


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Asia/Jakarta", "id", "Senin, 2 November 2026 pukul 10.00 WIB"),
        ("Asia/Jakarta", "en", "Monday, 2 November 2026 at 10:00 WIB"),
        ("Asia/Makassar", "id", "Senin, 2 November 2026 pukul 11.00 WITA"),
        ("Asia/Jayapura", "id", "Senin, 2 November 2026 pukul 12.00 WIT"),
        ("Asia/Dubai", "en", "Monday, 2 November 2026 at 07:00 UTC+04"),
    ],
)
def test_moment_words(zone: str, language: str, words: str) -> None:
    """A moment as letters say it, each zone by its Indonesian name."""
    assert hours.moment_words(datetime(2026, 11, 2, 3, 0, tzinfo=UTC), zone, language) == words


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Asia/Jakarta", "id", "Senin, 2 November 2026 pukul 10.00 WIB"),
        ("Asia/Jakarta", "en", "Monday, 2 November 2026 at 10:00 (WIB, UTC+7)"),
        ("Asia/Dubai", "en", "Monday, 2 November 2026 at 07:00 (UTC+04)"),
        ("Asia/Kolkata", "en", "Monday, 2 November 2026 at 08:30 (IST, UTC+5:30)"),
        ("America/New_York", "en", "Sunday, 1 November 2026 at 22:00 (EST, UTC-5)"),
        ("Europe/London", "en", "Monday, 2 November 2026 at 03:00 (GMT, UTC+0)"),
    ],
)
def test_moment_words_for_readers_abroad(zone: str, language: str, words: str) -> None:
    """English letters say what WIB is."""
    assert hours.moment_words(datetime(2026, 11, 2, 3, 0, tzinfo=UTC), zone, language, abroad=True) == words


# ---- laws

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
moments = st.builds(lambda day, time: datetime.combine(day, time, UTC), days, st.times())
spans = st.lists(st.integers(0, 48), min_size=2, max_size=6, unique=True).map(
    lambda marks: tuple((a * 30, b * 30) for a, b in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)
days_off = st.dictionaries(days, st.just("libur"), max_size=20)


@st.composite
def desks(draw: st.DrawFn, zones: tuple[str, ...] = (JAKARTA, BERLIN, NEW_YORK, "Australia/Lord_Howe")) -> WorkingHours:
    week = tuple(draw(st.one_of(st.just(()), spans)) for _ in range(7))
    if not any(week):
        week = (WHOLE, *week[1:])
    return WorkingHours(week, draw(days_off), draw(st.sampled_from(zones)))


def working(minutes: int) -> Duration:
    return Duration(f"{minutes}m", "working-hours", timedelta(minutes=minutes))


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(1, 6000), desks())
def test_between_undoes_after(start: datetime, minutes: int, desk: WorkingHours) -> None:
    """So much working time lies between a start and what `after` makes of it, in any zone, over any clock change."""
    assert hours.between(start, hours.after(start, working(minutes), desk), desk) == timedelta(minutes=minutes)


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(1, 3000), st.integers(1, 3000), desks())
def test_working_hours_add_up(start: datetime, first: int, second: int, desk: WorkingHours) -> None:
    """In two steps or in one: the same moment."""
    halfway = hours.after(start, working(first), desk)
    assert hours.after(halfway, working(second), desk) == hours.after(start, working(first + second), desk)


@settings(max_examples=150, deadline=None)
@given(moments, st.timedeltas(timedelta(0), timedelta(days=20)), st.integers(0, 12), desks((JAKARTA,)))
def test_a_later_start_is_never_due_earlier(start: datetime, wait: timedelta, amount: int, desk: WorkingHours) -> None:
    """Monotone in the start, for working days and hours."""
    for duration in (hours.parse(f"{amount}wd"), hours.parse(f"{amount}wh")):
        assert hours.after(start, duration, desk) <= hours.after(start + wait, duration, desk)


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(0, 12), desks())
def test_more_days_are_never_due_earlier(start: datetime, days: int, desk: WorkingHours) -> None:
    """Monotone in the amount, never before the start, always while the desk is open."""
    one, more = (hours.after(start, hours.parse(f"{n}wd"), desk) for n in (days, days + 1))
    assert start <= one <= more
    assert hours.first_working_moment(one, desk) == one


@settings(max_examples=100, deadline=None)
@given(moments, st.sampled_from(["24h", "90m", "24wh", "3wd", "0wd", "7d"]), desks(), st.sampled_from(["id", "en"]))
def test_explain_always_ends_in_what_after_says(start: datetime, text: str, desk: WorkingHours, language: str) -> None:
    """The words and the arithmetic cannot drift apart."""
    due = hours.after(start, hours.parse(text), desk).astimezone(ZoneInfo(desk.timezone))
    clock = due.strftime("%H.%M" if language == "id" else "%H:%M")
    assert f" {due.day} " in (line := hours.explain(start, hours.parse(text), desk, language)[0])
    assert clock in line.split(" = ")[1]
