"""A period in steps: days, or weeks, months, years of a longer one, so that charts stay readable and the page small."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from mailflow.core.moments import MONTHS, tongue
from mailflow.lazy_dataclasses import dataclass
from mailflow.report.numbers import short_day

_MOST_DAYS = 62  # more are weeks
_MOST_WEEKS = 62 * 7  # days of them; more are months
_MOST_MONTHS = 3660  # days, ten years; more are years


@dataclass(frozen=True, slots=True)
class Steps:
    unit: str  # day | week | month | year
    labels: Sequence[str]
    ends: Sequence[int]  # of each step: index of the day behind its last

    def sums(self, values: Sequence[int]) -> list[int]:
        """Of each step; `values`: one for each day."""
        return [sum(values[begin:end]) for begin, end in pairwise((0, *self.ends))]

    def lasts(self, values: Sequence[int]) -> list[int]:
        """What was on the last day of each."""
        return [values[end - 1] for end in self.ends]


def steps(days: Sequence[date], language: str, *, weeks: bool = True) -> Steps:
    """Days in a row → its steps, the first and last of which may be cut. Without `weeks` days go on as long as they
    would."""
    count = len(days)
    if count <= (_MOST_DAYS if weeks else _MOST_WEEKS):
        return Steps("day", [short_day(day, language) for day in days], range(1, count + 1))
    if count <= _MOST_WEEKS:
        ends = range((count - 1) % 7 + 1, count + 1, 7)
        return Steps("week", [short_day(days[i], language) for i in (0, *ends[:-1])], ends)
    unit = "month" if count <= _MOST_MONTHS else "year"
    names = [_month(day, language) if unit == "month" else str(day.year) for day in days]
    turns = [i for i in range(1, count + 1) if i == count or names[i] != names[i - 1]]
    return Steps(unit, [names[end - 1] for end in turns], turns)


def _month(day: date, language: str) -> str:
    """Nov 2026."""
    return f"{MONTHS[tongue(language)][day.month - 1][:3]} {day.year}"
