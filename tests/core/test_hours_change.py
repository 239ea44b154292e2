"""Hours that change: seasons of rules.yaml, and edits while clocks run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.hours import after, between, open_spans, parse
from mailflow.core.rules import Era, Season, WorkingHours

WHOLE = ((480, 1020),)
MON_FRI = WorkingHours((*(WHOLE,) * 5, (), ()))
MON_SAT = WorkingHours((*(WHOLE,) * 5, ((480, 720),), ()))
ALWAYS = WorkingHours((((0, 1440),),) * 7)


def local(*parts: int) -> datetime:
    """2 November 2026 is a Monday."""
    return datetime(*parts, tzinfo=ZoneInfo("Asia/Jakarta"))  # type: ignore[arg-type]


RAMADAN = Season(date(2026, 11, 4), date(2026, 11, 6), (((480, 900),),) * 5 + ((), ()))  # Wednesday to Friday, to 15:00


def test_a_season_has_hours_of_its_own() -> None:
    """Before and after it the usual ones."""
    desk = replace(MON_FRI, seasons=(RAMADAN,))
    start = local(2026, 11, 3, 8)
    assert after(start, parse("9wh"), desk) == local(2026, 11, 3, 17)
    assert after(start, parse("16wh"), desk) == local(2026, 11, 4, 15)
    assert after(start, parse("31wh"), desk) == local(2026, 11, 9, 9)


def test_a_single_date_says_what_it_means() -> None:
    """It opens a holiday and a Sunday, and closes a Monday; a longer season leaves holidays alone."""
    eve = Season(date(2026, 11, 2), date(2026, 11, 2), (((480, 720),),) * 7)
    shut = Season(date(2026, 11, 9), date(2026, 11, 9), ((),) * 7)
    sunday = Season(date(2026, 11, 8), date(2026, 11, 8), (((480, 720),),) * 7)
    holidays = {date(2026, 11, 2): "Cuti", date(2026, 11, 5): "Libur"}
    desk = replace(MON_FRI, holidays=holidays, seasons=(eve, RAMADAN, sunday, shut))
    days = {day: open_spans(date(2026, 11, day), desk) for day in (2, 5, 6, 8, 9)}
    assert {day: len(spans) for day, spans in days.items()} == {2: 1, 5: 0, 6: 1, 8: 1, 9: 0}
    assert days[2] == [(local(2026, 11, 2, 8), local(2026, 11, 2, 12))]


def test_what_has_passed_was_worked_as_it_was() -> None:
    """On Wednesday at 07:00 the desk begins to close at 15:00: Monday and Tuesday count as they were."""
    desk = WorkingHours((((480, 900),),) * 5 + ((), ()), before=(Era(local(2026, 11, 4, 7), MON_FRI),))
    assert after(local(2026, 11, 2, 15), parse("16wh"), desk) == local(2026, 11, 4, 13)
    assert between(local(2026, 11, 2, 8), local(2026, 11, 5, 8), desk) == timedelta(hours=9 + 9 + 7)


def test_a_change_in_the_middle_of_a_day() -> None:
    """Until noon the old hours, from then on the new ones; two changes are three eras."""
    late = WorkingHours((((600, 1200),),) * 7, before=(Era(local(2026, 11, 2, 12), MON_FRI),))
    assert open_spans(date(2026, 11, 2), late) == [
        (local(2026, 11, 2, 8), local(2026, 11, 2, 12)),
        (local(2026, 11, 2, 12), local(2026, 11, 2, 20)),
    ]
    again = replace(MON_FRI, before=(*late.before, Era(local(2026, 11, 3, 9), replace(late, before=()))))
    assert between(local(2026, 11, 2, 0), local(2026, 11, 4, 0), again) == timedelta(hours=4 + 8 + 8)


@given(st.integers(0, 40 * 24), st.integers(0, 40 * 24), st.integers(1, 80))
def test_a_deadline_before_the_change_never_moves(start: int, change: int, length: int) -> None:
    """What was due before the hours changed is due when it was."""
    begun, changed = local(2026, 11, 2, 0) + timedelta(hours=start), local(2026, 11, 2, 0) + timedelta(hours=change)
    new = replace(ALWAYS, before=(Era(changed, MON_SAT),))
    for text in (f"{length}wh", f"{length % 9 + 1}wd"):
        due = after(begun, parse(text), MON_SAT)
        if due < changed:
            assert after(begun, parse(text), new) == due
        else:
            assert after(begun, parse(text), new) >= min(due, changed)
