"""A clock that stood for some time: the answer clock does while its ticket is with the second tier (step 6). What was
left when it stopped is counted from when it goes on, in the unit of its duration. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailflow.core import hours
from mailflow.core.moments import length_words, short_moment, tongue
from mailflow.core.rules import Duration, WorkingHours

Pauses = tuple[tuple[datetime, datetime], ...]  # (from, until), aware, in order


def after_pauses(start: datetime, duration: Duration, work: WorkingHours, pauses: Pauses) -> datetime:
    """When `duration`, started at `start`, ends. As `hours.after` without pauses."""
    if not pauses:
        return hours.after(start, duration, work)
    stood = list(_stood(start, duration, work, pauses))
    return stood[-1][-1] if stood else hours.after(start, duration, work)


def explain(start: datetime, duration: Duration, work: WorkingHours, language: str, pauses: Pauses = ()) -> list[str]:
    """The arithmetic of `after_pauses`: that of `hours.explain`, and a line for each pause."""
    zone = ZoneInfo(work.timezone)
    lines = hours.explain(start, duration, work, language)
    for stopped, until, left, due in _stood(start, duration, work, pauses):
        said = [short_moment(moment, zone, language) for moment in (stopped, until, due)]
        lines.append(_SAY[tongue(language)].format(*said, left=left_words(left, duration, language)))
    return lines


def left_at(
    stopped: datetime, start: datetime, duration: Duration, work: WorkingHours, pauses: Pauses
) -> timedelta | None:
    """What is left of it when the clock stops at `stopped`, in elapsed or working time; None: it had ended."""
    due = after_pauses(start, duration, work, pauses)
    begun = max(start, stopped)
    return _length(begun, due, duration, work) if begun < due else None


def left_words(left: timedelta, duration: Duration, language: str) -> str:
    """ "20 jam", "20 jam kerja"."""
    said = length_words(left, language, "hours")
    if duration.unit == "elapsed":
        return said
    return f"{said} kerja" if tongue(language) == "id" else f"{said} of working time"


_SAY = {
    "id": "berhenti {0} sampai {1}, selama tiketnya di lini kedua; sisanya {left}: menjadi {2}",
    "en": "stood from {0} to {1}, while the ticket was with the second tier; {left} left: it becomes {2}",
}


def _stood(
    start: datetime, duration: Duration, work: WorkingHours, pauses: Pauses
) -> Iterator[tuple[datetime, datetime, timedelta, datetime]]:
    """(stopped, went on, what was left, when it is due now) for each pause that moves its end."""
    due = hours.after(start, duration, work)
    for stopped, until in pauses:
        begun = max(stopped, start)
        if begun >= min(until, due):
            continue
        left = _length(begun, due, duration, work)
        elapsed = duration.unit == "elapsed"
        due = until + left if elapsed else hours.after(until, Duration("", "working-hours", left), work)
        yield begun, until, left, due


def _length(begun: datetime, due: datetime, duration: Duration, work: WorkingHours) -> timedelta:
    return due - begun if duration.unit == "elapsed" else hours.between(begun, due, work)
