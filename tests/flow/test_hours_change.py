"""Working hours that change: by an edit, while mailflow was stopped, or because the list of holidays is another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from mailflow.flow.health import edits
from mailflow.flow.schedule import hours_change, reminders
from mailflow.store.desk import worked
from tests.flow.conftest import Office

LADDER = {"reminders": {"claim": [{"after": "16wh", "letter": "reminder-claim", "to": "pic"}]}}
PANCASILA = date(2027, 6, 1)


def test_a_change_while_mailflow_was_stopped_counts_from_the_start(desk: Office) -> None:
    """Commands that only look see the same alarm before and after that start."""
    desk.write_rules(LADDER)
    desk.mail("ani")
    desk.look()
    before = desk.alarm(1)
    desk.clock.advance(timedelta(hours=6))  # Monday 15:00
    desk._rules["working_hours"] = {"mon-fri": "08:00-15:00"}
    desk.write_rules({}, reload=False)
    desk.start()  # eras of the time that has passed come from the database, noted or not
    assert [era.until for era in desk.parts.rules.working_hours.before] == [desk.clock.now()]
    found = desk.alarm(1)
    assert before is not None
    assert found is not None
    assert found - before == timedelta(
        hours=19
    )  # Tuesday 16:00 became Wednesday 11:00: six hours on Monday, seven on Tuesday


def test_another_list_of_holidays_is_told(desk: Office) -> None:
    """A day off that is gone, and one that is new; what was worked stays worked."""
    hours_change.note_first(desk.parts)
    desk.write_rules({"working_hours": {"holidays": "ID"}})
    kept = worked.load(desk.parts.db)
    assert kept is not None
    assert PANCASILA in kept.hours.holidays
    holidays = {day: name for day, name in kept.hours.holidays.items() if day != PANCASILA}
    older = replace(kept.hours, holidays={**holidays, date(2027, 6, 2): "Cuti bersama"}, edition="0.1")
    worked.save(desk.parts.db, replace(kept, hours=older))
    edits.tell_of_days_off(desk.parts, reminders.apply_rules(desk.parts))
    desk.look()
    assert desk.kinds() == ["admin-alert"]
    assert "Selasa 1 Juni 2027: libur: Hari Lahir Pancasila" in desk.world[0].text
    assert "Rabu 2 Juni 2027: hari kerja biasa (Cuti bersama)" in desk.world[0].text
    assert [era.hours.edition for era in desk.parts.rules.working_hours.before] == ["", "0.1"]
    assert hours_change.note(desk.parts) == {}


def test_another_edition_with_the_same_days_is_no_news(desk: Office) -> None:
    """Nothing moves, nobody is told."""
    hours_change.note_first(desk.parts)
    desk.write_rules({"working_hours": {"holidays": "ID"}})
    kept = worked.load(desk.parts.db)
    assert kept is not None
    worked.save(desk.parts.db, replace(kept, hours=replace(kept.hours, edition="0.1")))
    assert hours_change.note(desk.parts) == {}
    assert desk.parts.rules.working_hours.before == kept.eras


def test_next_year_s_holidays_are_noted_in_time(desk: Office) -> None:
    """The years around today are there to compare with, whenever an edition comes."""
    hours_change.note_first(desk.parts)
    desk.write_rules({"working_hours": {"holidays": "ID"}})
    desk.clock.advance(timedelta(days=400))
    assert hours_change.note(desk.parts) == {}
    kept = worked.load(desk.parts.db)
    assert kept is not None
    assert kept.years == range(2025, 2029)


def test_the_first_mails_do_not_wait_for_the_holidays_of_three_years(desk: Office) -> None:
    """They are noted in the first idle moment, or at the next start, when there are tickets."""
    desk.mail("ani")
    desk.look(ring=False)
    assert not worked.is_known(desk.parts.db)
    reminders.apply_rules(desk.parts)
    assert worked.is_known(desk.parts.db)


def test_an_edit_after_an_idle_moment_leaves_past_time_as_it_was_worked(desk: Office) -> None:
    desk.mail("ani")
    desk.look()
    desk.write_rules({"working_hours": {"mon-fri": "08:00-15:00"}})
    assert [era.until for era in desk.parts.rules.working_hours.before] == [desk.clock.now()]
