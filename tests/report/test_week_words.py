"""Working hours in a few words."""

from __future__ import annotations

from mailflow.core.rules import WorkingHours
from mailflow.report.week_words import week_words


def test_days_with_the_same_hours_stand_together() -> None:
    """Days without any are not named."""
    days = ((480, 720), (780, 1020))
    hours = WorkingHours((*[days] * 4, ((480, 690),), ((480, 690),), ()))
    assert week_words(hours, "id") == "Senin–Kamis 08.00–12.00, 13.00–17.00; Jumat–Sabtu 08.00–11.30"
    assert week_words(WorkingHours((days, *[()] * 6)), "en") == "Monday 08:00–12:00, 13:00–17:00"
    assert week_words(WorkingHours(tuple([((0, 1440),)] * 7)), "en") == "Monday–Sunday 00:00–24:00"
