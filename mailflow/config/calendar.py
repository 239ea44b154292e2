"""The `working_hours:` block as core.WorkingHours: its week, and its `holidays:` by country, date or .ics file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import field
from datetime import date
from pathlib import Path

from mailflow.config.holidays import Holidays, country_meant, is_country
from mailflow.config.ics import Feast, read_ics
from mailflow.config.seasons import read_seasons
from mailflow.config.tree import Path_, RulesTree
from mailflow.config.week import DEFAULT_WEEK, read_week
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.rules import Season, Week
from mailflow.lazy_dataclasses import dataclass

_COUNTRY = LazyPattern(r"[A-Z]{2,3}(-[A-Z0-9]{1,8})?", re.ASCII)
_DATE_LIKE = LazyPattern(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", re.ASCII)
_EXAMPLE = "write a country such as ID, a date such as 2026-12-24, or the name of an .ics file"


@dataclass
class Calendar:
    """The content of `working_hours:`."""

    week: Week = DEFAULT_WEEK
    seasons: tuple[Season, ...] = ()
    countries: list[str] = field(default_factory=list)
    dates: dict[date, str] = field(default_factory=dict)
    feasts: list[Feast] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)  # hashes of the .ics files

    def holidays(self, language: str) -> Holidays:
        return Holidays(tuple(self.countries), self.dates, tuple(self.feasts), language)

    @property
    def spec(self) -> str:
        """Everything that decides when the desk works, as one text for the fingerprint."""
        dates = sorted(day.isoformat() for day in self.dates)
        seasons = [(season.first.isoformat(), season.last.isoformat(), season.week) for season in self.seasons]
        return repr((self.week, *([seasons] if seasons else []), sorted(self.countries), dates, sorted(self.contents)))


def read_calendar(tree: RulesTree, home: Path, timezone: str, language: str) -> Calendar:
    """The calendar of rules.yaml; without one the default: mon-fri, saturday morning, ID. Faults are added to the
    tree."""
    block = tree.data.get("working_hours")
    if not isinstance(block, dict):
        return Calendar(countries=["ID"])
    path: Path_ = ("working_hours",)
    week = read_week(block, path, tree)
    calendar = Calendar(week=week, seasons=read_seasons(block, path, tree, week))
    value = block.get("holidays")
    unnamed = "libur" if language == "id" else "holiday"
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        place = (*path, "holidays", index) if isinstance(value, list) else (*path, "holidays")
        if isinstance(item, dict):
            for day, name in item.items():
                _date(calendar, day, str(name or unnamed), (*place, day), tree)
        elif isinstance(item, str):
            _item(calendar, item.strip(), _Place(tree, place, home, timezone, unnamed))
        elif item is False and tree.written.get(place, "").lower() == "no":
            # Norway's country code, `no`, means false in YAML 1.1
            tree.blame(place, "holidays: YAML takes NO for false", 'put it in quotes: "NO"')
        elif item is not None and item is not False:
            tree.blame(place, f"holidays: {item!r} is no holiday", _EXAMPLE)
    return calendar


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item stands, and what a plain one there means."""

    tree: RulesTree
    path: Path_
    home: Path  # what names of files are relative to
    timezone: str
    unnamed: str  # what a holiday without a name is called


def _item(calendar: Calendar, item: str, place: _Place) -> None:
    if _DATE_LIKE.fullmatch(item):
        _date(calendar, item, place.unnamed, place.path, place.tree)
    elif item.lower().endswith(".ics"):
        _file(calendar, place.home / item, place.path, place.tree, place.timezone)
    elif _COUNTRY.fullmatch(item.upper()) and is_country(item.upper()):
        calendar.countries.append(item.upper())
    else:
        near = country_meant(item)
        remedy = f"did you mean `{near}`?" if near else _EXAMPLE
        place.tree.blame(place.path, f"holidays: {item!r} is neither a country, a date nor an .ics file", remedy)


def _date(calendar: Calendar, written: str, name: str, place: Path_, tree: RulesTree) -> None:
    try:
        calendar.dates[date.fromisoformat(written)] = name
    except ValueError:
        tree.blame(place, f"holidays: {written!r} is not a date", "write it as 2026-12-24")


def _file(calendar: Calendar, file: Path, place: Path_, tree: RulesTree, timezone: str) -> None:
    calendar.files.append(file)
    try:
        content = file.read_bytes()
        calendar.feasts += read_ics(content.decode("utf-8-sig", "replace"), timezone)
    except OSError as wrong:
        tree.blame(place, f"holidays: {file.name} cannot be read: {wrong.strerror}", "its name is relative to the home")
    except ValueError as wrong:
        tree.blame(place, f"holidays: {file.name} {wrong}")
    else:
        calendar.contents.append(hashlib.sha256(content).hexdigest())
