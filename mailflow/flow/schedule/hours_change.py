"""Changes of working hours: past time keeps the hours it was worked under, and a day off that appears or disappears is
reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from mailflow.core.hours import frozen
from mailflow.core.rules import Era, WorkingHours
from mailflow.flow.parts import Parts
from mailflow.store.desk import tickets, worked
from mailflow.store.desk.worked import Worked

_AROUND = 1  # years before and after this one whose holidays are stored as plain dates


def note(parts: Parts) -> Mapping[date, tuple[str, str]]:
    """After a start or an edit: store the hours before it, which stay valid for past time. Returns the days from today
    on that another version of the holidays package classifies differently: {date: (old name, new name)}, "" for no day
    off."""
    hours, now = parts.policy.settings.rules.working_hours, parts.clock.now()
    kept, today = worked.load(parts.db), now.astimezone(ZoneInfo(hours.timezone)).date()
    said = kept is not None and kept.hours.digest == hours.digest  # rules.yaml is unchanged
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


def has_no_past(parts: Parts) -> bool:
    """Whether there is nothing to note yet: a new desk, without tickets. The first note computes the holidays of three
    years, 0.15 s and 20 MB, which the first mails need not wait for."""
    return not worked.is_known(parts.db) and not tickets.exist(parts.db)


def note_first(parts: Parts) -> None:
    """In an idle moment of a new desk."""
    if not worked.is_known(parts.db):
        note(parts)


def _moved(kept: Worked, fresh: WorkingHours, today: date) -> dict[date, tuple[str, str]]:
    """Days off that appeared or disappeared; a new name for the same day does not count."""
    days = sorted({*kept.hours.holidays, *fresh.holidays})
    found = {day: (kept.hours.holidays.get(day, ""), fresh.holidays.get(day, "")) for day in days if day >= today}
    return {day: names for day, names in found.items() if day.year in kept.years and not all(names)}
