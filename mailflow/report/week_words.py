"""The desk's usual working hours in a few words."""

from __future__ import annotations

from itertools import groupby

from mailflow.core.rules import WorkingHours
from mailflow.report import numbers


def week_words(hours: WorkingHours, language: str) -> str:
    """ "Senin–Jumat 08.00–12.00, 13.00–17.00; Sabtu 08.00–11.00": without holidays and seasons."""
    found = []
    for spans, days in groupby(range(7), key=lambda day: hours.week[day]):
        names = [numbers.weekday(day, language) for day in days]
        if spans:
            name = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
            found.append(f"{name} {', '.join(_span(opens, closes, language) for opens, closes in spans)}")
    return "; ".join(found)


def _span(opens: int, closes: int, language: str) -> str:
    mark = "." if language == "id" else ":"
    return "–".join(f"{minute // 60:02}{mark}{minute % 60:02}" for minute in (opens, closes))
