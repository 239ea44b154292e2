"""Who is here when: `away:`, deputies and `shifts:`, checked and built."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from mailflow.config.checks import blocks, names, texts
from mailflow.config.days import WrittenDay, day_or_moment
from mailflow.config.tree import Path_, RulesTree
from mailflow.config.week import days_named, spans_of
from mailflow.core.absence import Absence, cycles
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.rules import Person, Shift, Week
from mailflow.suggest import advice

if TYPE_CHECKING:
    from mailflow.config.staff_parts import AwayPart, ShiftPart

_NEVER = datetime(9999, 1, 1)  # noqa: DTZ001  compared with local ones


def build_away(parts: Iterable[AwayPart], people: Sequence[Sequence[Person]], timezone: str) -> tuple[Absence, ...]:
    """The last day of an absence still belongs to it."""
    called = {person.name.casefold(): person.name for person in chain(*people)}
    zone = ZoneInfo(timezone)

    def absence(part: AwayPart) -> Absence:
        until = part.until
        end = until.at + timedelta(days=until.whole) if until else None
        return Absence(
            called[part.name.casefold()],
            part.from_.at.replace(tzinfo=zone),
            end.replace(tzinfo=zone) if end else None,
            called[part.deputy.casefold()] if part.deputy else "",
            "planned",
        )

    return tuple(map(absence, parts))


def build_shifts(parts: Iterable[ShiftPart], operators: Iterable[Person], tree: RulesTree) -> tuple[Shift, ...]:
    called = {person.name.casefold(): person.name for person in operators}
    return tuple(
        Shift(part.name, read_hours(part.hours, (), tree), tuple(called[name.casefold()] for name in part.operators))
        for part in parts
    )


def read_hours(value: object, path: Path_, tree: RulesTree) -> Week:
    """ "08:00-16:00" of every day, or {mon-fri: "08:00-16:00", sat: [...]}; "22:00-06:00" ends the next day. Faults are
    added to the tree."""
    days = value if isinstance(value, dict) else {"mon-sun": value}
    spans: list[list[object]] = [[] for _ in range(7)]
    for key, hours in days.items():
        named = days_named(str(key), (*path, str(key)) if isinstance(value, dict) else path, tree)
        for item in hours if isinstance(hours, list) else [hours]:
            night = _NIGHT.fullmatch(item.strip()) if isinstance(item, str) else None
            late = night is not None and _clock(night[1]) > _clock(night[2]) > 0
            for day in named:
                spans[day].append(f"{night[1]}-24:00" if night and late else item)
                if night and late:
                    spans[(day + 1) % 7].append(f"00:00-{night[2]}")
    return tuple(spans_of(items, path, tree) if items else () for items in spans)


_NIGHT = LazyPattern(r"(\d{1,2}[:.]\d{2})\s*-\s*(\d{1,2}[:.]\d{2})", re.ASCII)


def _clock(written: str) -> int:
    hours, minutes = re.split(r"[:.]", written)
    return int(hours) * 60 + int(minutes)


def check_staff(tree: RulesTree) -> None:
    """Deputies are colleagues, nobody is his own, and no chain of them ends where it began; absences end after they
    begin."""
    people = names(tree, "operators", "pic")
    deputies: dict[str, tuple[str, Path_]] = {}
    for place, name, deputy in _deputies(tree):
        if deputy.casefold() not in map(str.casefold, people):
            tree.blame(place, f"`deputy: {deputy}`: no colleague has this name", advice(deputy, people))
        elif name.casefold() == deputy.casefold():
            tree.blame(place, f"`deputy: {deputy}`: nobody stands in for himself", "name somebody else")
        elif place[0] != "away":
            deputies.setdefault(name.casefold(), (deputy.casefold(), place))
    usual = {name: deputy for name, (deputy, _) in deputies.items()}
    for ring in cycles(usual):
        _blame_ring(tree, ring, deputies[ring[0]][1], people)
    _absences(tree, people, usual)
    _shifts(tree)


def _shifts(tree: RulesTree) -> None:
    operators = names(tree, "operators")
    for path, block in blocks(tree, "shifts"):
        if block.get("hours") is not None:
            read_hours(block["hours"], (*path, "hours"), tree)
        for place, name in texts(block.get("operators"), (*path, "operators")):
            if name.casefold() not in map(str.casefold, operators):
                tree.blame(place, f"shifts: no operator is called {name}", advice(name, operators))


def _blame_ring(tree: RulesTree, ring: Sequence[str], place: Path_, people: list[str]) -> None:
    shown = " → ".join(next((one for one in people if one.casefold() == name), name) for name in ring)
    tree.blame(place, f"deputies in a ring: {shown}", "let one of them have another deputy, or none")


def _deputies(tree: RulesTree) -> Iterator[tuple[Path_, str, str]]:
    for role in ("operators", "pic", "away"):
        for path, block in blocks(tree, role):
            for place, deputy in texts(block.get("deputy"), (*path, "deputy")):
                yield place, str(block.get("name", "")).strip(), deputy


def _absences(tree: RulesTree, people: list[str], usual: Mapping[str, str]) -> None:
    plans: list[_Plan] = []
    for path, block in blocks(tree, "away"):
        for place, name in texts(block.get("name"), (*path, "name")):
            if name.casefold() not in map(str.casefold, people):
                tree.blame(place, f"away: no colleague is called {name}", advice(name, people))
        begins, ends = _day(block.get("from")), _day(block.get("until"))
        if begins and ends and ends.at < begins.at:
            tree.blame((*path, "until"), f"away: it ends ({block['until']}) before it begins ({block['from']})")
        elif begins:
            name, deputy = (str(block.get(key) or "").strip().casefold() for key in ("name", "deputy"))
            plans.append(_Plan(name, begins.at, ends.at if ends else _NEVER, deputy or usual.get(name, ""), path))
    if not tree.faults:
        for plan in plans:
            together = {one.name: one.deputy for one in plans if one.begins <= plan.ends and plan.begins <= one.ends}
            ring = next((found for found in cycles(together) if plan.name == found[0]), None)
            if ring is not None:
                _blame_ring(tree, ring, plan.path, people)


class _Plan(NamedTuple):
    """An entry of `away:`."""

    name: str
    begins: datetime
    ends: datetime
    deputy: str
    path: Path_


def _day(value: object) -> WrittenDay | None:
    """What the schema does not accept is told by it."""
    try:
        return day_or_moment(value) if isinstance(value, str) else None
    except ValueError:
        return None
