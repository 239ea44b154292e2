"""Dates in `working_hours:` with hours of their own: `2027-02-18..2027-03-19: "08:00-15:00"`, `2026-12-24: off`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from mailflow.config.tree import Path_, RulesTree
from mailflow.config.week import Span, days_named, spans_of
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.rules import Season, Week

_DATE = LazyPattern(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_EXAMPLE = "write a date as 2026-12-24, a range as 2027-02-18..2027-03-19"


def is_season(key: str) -> bool:
    """Whether the key names dates, not days of the week."""
    return key[:1].isdigit()


def read_seasons(entries: dict[str, Any], path: Path_, tree: RulesTree, usual: Week) -> tuple[Season, ...]:
    """In order; faults are added to the tree. The hours of a period apply on days that are otherwise working days,
    those of a single date on any day; a block of weekdays is a week of its own."""
    found: list[Season] = []
    for key, value in entries.items():
        dates = _dates(key, (*path, key), tree) if is_season(key) else None
        if dates is None:
            continue
        week = _week(value, (*path, key), tree, usual, single=dates[0] == dates[1])
        other = next((s for s in found if s.first <= dates[1] and dates[0] <= s.last), None)
        if other is not None:
            tree.blame((*path, key), f"`{key}` overlaps with {_words(other)}", "a date belongs to one of them")
        found.append(Season(*dates, week))
    return tuple(sorted(found, key=lambda season: season.first))


def _words(season: Season) -> str:
    return str(season.first) if season.is_a_day else f"{season.first}..{season.last}"


def _dates(key: str, path: Path_, tree: RulesTree) -> tuple[date, date] | None:
    first, dots, last = (part.strip() for part in key.partition(".."))
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError:
        named = _DATE.findall(key)
        meant = f"did you mean `{'..'.join(named)}`?" if len(named) == 2 and not dots else _EXAMPLE
        tree.blame(path, f"`{key}` is neither a date nor a range of dates", meant)
        return None
    if end < begin:
        tree.blame(path, f"`{key}` ends before it begins", "write the earlier date first")
        return None
    return begin, end


def _week(value: Any, path: Path_, tree: RulesTree, usual: Week, *, single: bool) -> Week:
    if not isinstance(value, dict):
        spans = spans_of(value, path, tree)
        return tuple(spans if day or single else () for day in usual)
    week: list[tuple[Span, ...]] = [()] * 7
    for key, item in value.items():
        for day in days_named(key, path, tree):
            week[day] = spans_of(item, (*path, key), tree)
    return tuple(week)
