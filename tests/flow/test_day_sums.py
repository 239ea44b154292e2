"""Days that are over are summed beside the mail: reports say the same as before, whatever happens to their tickets."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.core.figures import figures
from mailflow.core.occasions import CommandGiven
from mailflow.flow.admin.erase import erase
from mailflow.flow.schedule import day_sums
from mailflow.flow.schedule.day_sums import DaySums, begin_days, sum_one
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.store.admin import totals_check
from mailflow.store.desk import summed_days, totals
from mailflow.store.desk.summed_days import DAY
from mailflow.store.read import reports, summed
from tests.flow.conftest import Office


def played(desk: Office) -> None:
    """Two tickets on two days, one of them answered; more than a week ago."""
    for name in ("Ani", "Rina"):
        desk.mail(name)
        desk.look()
        desk.pass_time(desk.clock.now() + timedelta(days=1))
    carry_out(desk.parts, "1", CommandGiven("close", "Dewi", {}, True))
    desk.pass_time(desk.clock.now() + timedelta(days=10))


def told(desk: Office) -> dict[str, object]:
    now = desk.clock.now()
    wanted = reports.Wanted(
        now - timedelta(days=20), now, now, ZoneInfo("Asia/Jakarta"), (), desk.parts.rules.working_hours
    )
    return dict(figures(reports.period(desk.parts.db, wanted)))


def due(desk: Office) -> list[int]:
    return [day for day, _ in summed_days.due(desk.parts.db, 99)]


def test_what_is_a_week_old_is_summed_once(desk: Office) -> None:
    """The newest days are not; nothing is left to do then; the report is the same, and doctor agrees."""
    played(desk)
    before = told(desk)
    assert DaySums(desk.parts).look() > 1
    assert DaySums(desk.parts).look() == 0
    assert summed_days.last(desk.parts.db) == int(desk.clock.now().timestamp()) // DAY - day_sums.KEEP - 1
    assert due(desk) == []
    assert told(desk) == before
    assert before["opened"] == 2
    assert totals_check.faults(desk.parts.db) == []


def test_what_happens_to_an_old_ticket_takes_its_days_back(desk: Office) -> None:
    """Discarded, it was never opened; so the day on which it came is summed again. The daemon waits a while, for more
    of them."""
    played(desk)
    sums = DaySums(desk.parts)
    sums.look()
    first = summed_days.listed(desk.parts.db)[1]
    carry_out(desk.parts, "2", CommandGiven("discard", "Dewi", {"reason": "spam"}, True))
    assert due(desk) == [first]
    assert told(desk)["opened"] == 1
    assert sums.look() == 0
    assert DaySums(desk.parts).look() == 1
    assert (due(desk), told(desk)["opened"]) == ([], 1)


def test_an_erased_customer_leaves_the_sums(desk: Office) -> None:
    """His address stands in none, from the moment he is erased."""
    played(desk)
    DaySums(desk.parts).look()
    assert "rina@kampus.example" in str(told(desk)["customers"])
    carry_out(desk.parts, "2", CommandGiven("close", "Dewi", {}, True))
    desk.look()
    erase(desk.parts, "rina@kampus.example", dry_run=False)
    assert "rina@kampus.example" not in str(told(desk)["customers"])
    kept = [packed for _, (packed,) in summed_days.between(desk.parts.db, 0, 99_999, "requesters")]
    assert all(b"rina@kampus.example" not in summed.span_pack.unpack(packed) for packed in kept)
    DaySums(desk.parts).look()
    assert told(desk)["opened"] == 2
    assert totals_check.faults(desk.parts.db) == []


def test_what_is_counted_while_a_day_is_summed_is_not_lost(desk: Office) -> None:
    """The sums of the snapshot before it are not written."""
    played(desk)
    db = desk.parts.db
    begin_days(db, int(desk.clock.now().timestamp()) // DAY)
    (day, round_), *_ = summed_days.due(db, 1)
    found = summed.day(db, day)
    carry_out(desk.parts, "1", CommandGiven("reopen", "Dewi", {}, True))
    with db.transaction():
        summed_days.put(db, found, round_)
    assert day in due(desk)
    while sum_one(db):
        pass
    assert due(desk) == []
    assert totals_check.faults(db) == []


def test_a_wrong_sum_is_told_and_made_anew(desk: Office) -> None:
    """By doctor, and `rebuild --sums`."""
    played(desk)
    DaySums(desk.parts).look()
    desk.sql("UPDATE counted SET who = 'Mallory' WHERE kind = 'closed'")
    (words,) = totals_check.faults(desk.parts.db)
    assert "the figures of days were summed wrongly" in words
    with desk.parts.db.transaction():
        totals.count_anew(desk.parts.db)
    assert summed_days.last(desk.parts.db) is None
    DaySums(desk.parts).look()
    assert totals_check.faults(desk.parts.db) == []


def test_years_without_anything_are_left_out(desk: Office) -> None:
    """A mail whose server said it came in 1970 makes no row for each day since; an old desk says how far it is."""
    played(desk)
    desk.sql("UPDATE turn SET at = 7 WHERE ticket_n = 1 AND seq = 1")
    DaySums(desk.parts).look()
    days = summed_days.listed(desk.parts.db)
    assert days[0] == 0
    assert len(days) < 60


def test_a_long_way_is_told(desk: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """In lines of the log, the last of which says that it is done."""
    caplog.set_level("INFO", "mailflow")
    played(desk)
    desk.pass_time(desk.clock.now() + timedelta(days=40))
    sums = DaySums(desk.parts)
    monkeypatch.setattr(day_sums, "LOOK_SECONDS", 0.0)
    assert sums.look() == 0
    assert "figures: 15 days are not summed yet" in caplog.text
    monkeypatch.setattr(day_sums, "LOOK_SECONDS", 60.0)
    assert sums.look() == 30  # nothing happened on those after
    assert "figures: every day is summed" in caplog.text
    assert due(desk) == []
