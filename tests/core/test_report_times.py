"""When reports are mailed: days that are not theirs are passed over, whatever clocks do on them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.core import report_times
from mailflow.core.hours import exact
from mailflow.core.report_times import EVERY, due_after
from mailflow.core.rules import ReportMail


def each_day(rule: ReportMail, moment: datetime, zone: ZoneInfo) -> datetime:
    """The same by the moment of every day."""
    day = moment.astimezone(zone).date()
    while True:
        due = exact(datetime.combine(day, time(rule.minute // 60, rule.minute % 60)), zone)
        if report_times._is_its_day(rule, due.astimezone(zone)) and due > moment:
            return due
        day += timedelta(days=1)


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("Asia/Jakarta", datetime(2026, 1, 31, 20, tzinfo=UTC)),
        ("Africa/Cairo", datetime(2024, 4, 22, 20, tzinfo=UTC)),  # on Friday 26 there is no 00:00
        ("America/Sao_Paulo", datetime(2018, 11, 1, 1, tzinfo=UTC)),  # nor on Sunday 4
        ("Pacific/Apia", datetime(2011, 12, 28, 1, tzinfo=UTC)),  # without a Friday 30
        ("Europe/Berlin", datetime(2026, 10, 24, 1, tzinfo=UTC)),
    ],
)
def test_the_next_is_found_among_its_own_days(every: str, zone: str, around: datetime) -> None:
    for minute in (0, 30, 23 * 60 + 30):
        rule = ReportMail(every, minute, ())
        for hours in range(0, 24 * 6, 9):
            moment = around + timedelta(hours=hours)
            assert due_after(rule, moment, zone) == each_day(rule, moment, ZoneInfo(zone))
