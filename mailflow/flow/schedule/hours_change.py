"""Working hours that change: what has passed was worked as it was, and a day off that comes or goes is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from mailflow.core.hours import frozen
from mailflow.core.rules import Era, WorkingHours
from mailflow.flow.parts import Parts
from mailflow.store.desk import worked
from mailflow.store.desk.worked import Worked

_AROUND = 1  # years before and after this one whose holidays are kept as plain dates


def note(parts: Parts) -> Mapping[date, tuple[str, str]]:
    """After a start or an edit: the hours before hold for what has passed. Returns the days from today on that another
    edition of the holidays package sees otherwise: (what they were called, what they are called), "" for no day off."""
    hours, now = parts.policy.settings.rules.working_hours, parts.clock.now()
    kept, today = worked.load(parts.db), now.astimezone(ZoneInfo(hours.timezone)).date()
    said = kept is not None and kept.hours.digest == hours.digest  # rules.yaml says what it said
    same = kept is not None and said and kept.hours.edition == hours.edition
    if kept is not None and same and today.year < kept.years.stop - _AROUND:
        parts.policy.remember(kept.eras)
        return {}
    years = range(min(kept.years.start if kept else today.year, today.year - _AROUND), today.year + _AROUND + 1)
    fresh = frozen(hours, years)
    moved = _moved(kept, fresh, today) if kept is not None and said and not same else {}
    eras = kept.eras if kept is not None else ()
    if kept is not None and (moved or not said):
        eras = (*eras, Era(now, kept.hours))
    worked.save(parts.db, Worked(fresh, years, eras))
    parts.policy.remember(eras)
    return moved


def _moved(kept: Worked, fresh: WorkingHours, today: date) -> dict[date, tuple[str, str]]:
    """Days off that came or went; other names for the same days are no news."""
    days = sorted({*kept.hours.holidays, *fresh.holidays})
    found = {day: (kept.hours.holidays.get(day, ""), fresh.holidays.get(day, "")) for day in days if day >= today}
    return {day: names for day, names in found.items() if day.year in kept.years and not all(names)}
