"""Holidays as a mapping of local dates to names, computed one year at a time, on demand.

The `holidays` package takes 100 ms to import and 170 ms for the first year (libraries.md), which `mailflow list` and a
desk without working hours do not need. Indonesia's collective leave (cuti bersama) is its category `government`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.util import find_spec, module_from_spec
from pathlib import Path

from mailflow.config.ics import Feast, days_of
from mailflow.suggest import nearest

# Categories in which the desk does not work. Only in Indonesia private firms also observe `government` leave.
_CATEGORIES = {"ID": ("public", "government")}
_DEFAULT_CATEGORIES = ("public",)
_LANGUAGES = {"id": ("id", "in"), "en": ("en_US", "en_GB", "en")}


class Holidays(Mapping[date, str]):
    """Any combination of countries, dates and calendars. Looking up a date computes its year."""

    def __init__(
        self,
        countries: tuple[str, ...] = (),  # "ID", or with its subdivision "DE-BY"
        dates: Mapping[date, str] | None = None,
        feasts: tuple[Feast, ...] = (),
        language: str = "id",
    ) -> None:
        self._sources: list[Callable[[int], Mapping[date, str]]] = [
            lambda year: {day: name for day, name in (dates or {}).items() if day.year == year},
            lambda year: days_of(list(feasts), year),
            *(lambda year, code=code: country_days(code, year, language) for code in countries),
        ]
        self._spec = (countries, dict(dates or {}), feasts, language)
        self._years: dict[int, dict[date, str]] = {}

    def year(self, year: int) -> dict[date, str]:
        """The holidays of one year; names of dates and calendars take precedence over those of countries."""
        if year not in self._years:
            found: dict[date, str] = {}
            for source in self._sources:
                found = {**source(year), **found}
            self._years[year] = found
        return self._years[year]

    def __getitem__(self, day: date) -> str:
        return self.year(day.year)[day]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in self.year(day.year)

    def __eq__(self, other: object) -> bool:
        """Compares the definitions, not the years computed so far: unchanged rules that are reloaded are equal."""
        return self._spec == other._spec if isinstance(other, Holidays) else NotImplemented

    def __iter__(self) -> Iterator[date]:
        """The holidays of the years computed so far."""
        return (day for year in sorted(self._years) for day in sorted(self._years[year]))

    def __len__(self) -> int:
        return sum(len(days) for days in self._years.values())


def country_days(code: str, year: int, language: str) -> dict[date, str]:
    """The public holidays of a country or subdivision in one year, named in `language` where the package can, else in
    the country's own: left open, the names would follow LANG (findings/holidays-names-follow-lang.sh). Indonesia's of
    these years need not be computed: 0.4 ms of the processor instead of 83, the package's import among them.
    """
    found = _kept_days(year, language) if code == "ID" else None
    return computed_days(code, year, language) if found is None else found


def _kept_days(year: int, language: str) -> dict[date, str] | None:
    """What the package computes, as kept by `python -m tests.indonesian_days`; None when it is of another version."""
    from mailflow.config.indonesian_days import DAYS, MADE_BY

    package = find_spec("holidays")
    text = DAYS.get(language, {}).get(year)
    if text is None or package is None or package.origin is None:
        return None
    if not (Path(package.origin).parents[1] / f"holidays-{MADE_BY}.dist-info").is_dir():
        return None
    days = (line.split(" ", 1) for line in text.split("|"))
    return {date(year, int(day[:2]), int(day[2:])): name for day, name in days}


@cache
def edition() -> str:
    """The version of the package, by the name of its metadata's folder: 0.5 ms instead of 8 with importing
    importlib.metadata (2026-11-30). That reads it where there is not exactly one such folder."""
    package = find_spec("holidays")
    if package is not None and package.origin is not None:
        found = [one.name for one in Path(package.origin).parents[1].glob("holidays-*.dist-info")]
        if len(found) == 1:
            return found[0].removeprefix("holidays-").removesuffix(".dist-info")
    from importlib.metadata import version

    return version("holidays")


def computed_days(code: str, year: int, language: str) -> dict[date, str]:
    """As `country_days`, by the package."""
    import holidays

    country, _, part = code.partition("-")
    kinds = _CATEGORIES.get(country, _DEFAULT_CATEGORIES)
    with alone():
        named = getattr(holidays, country)
    wanted = _LANGUAGES.get(language, (language,))
    chosen = next((tag for tag in wanted if tag in named.supported_languages), named.default_language)
    return dict(holidays.country_holidays(country, years=year, language=chosen, subdiv=part or None, categories=kinds))


@contextmanager
def alone() -> Iterator[None]:
    """Meanwhile a country is loaded without the others: `holidays.countries` imports all 250 of them at the first touch
    of one, 80 ms that Indonesia's 3 ms need not wait for (holidays 0.109). A package that is found, but not run, stands
    for it."""
    spec = find_spec("holidays.countries")
    if spec is None or spec.name in sys.modules:
        yield
        return
    sys.modules[spec.name] = module_from_spec(spec)
    try:
        yield
    finally:
        del sys.modules[spec.name]


def is_country(code: str) -> bool:
    """Whether the package knows the country or subdivision. Indonesia is known without importing it."""
    if code == "ID":
        return True
    import holidays

    country, _, part = code.partition("-")
    supported = holidays.list_supported_countries()
    return country in supported and (not part or part in supported[country])


def country_meant(written: str) -> str:
    """The code of the country for a name, a three-letter code or a near miss; "" when unknown."""
    from holidays.registry import COUNTRIES

    names = {module.replace("_", ""): code for module, (_, code, *_) in COUNTRIES.items()}
    names |= {code.lower(): found for _, found, *codes in COUNTRIES.values() for code in (found, *codes)}
    names |= {word.replace(" ", ""): code for word, code in _IN_INDONESIAN.items()}
    word = "".join(filter(str.isalpha, written.casefold()))
    return names.get(word) or names.get(nearest(word, names, 0.6 if len(word) < 4 else 0.8), "")


# Countries whose Indonesian names differ from the English ones, and what people call Indonesia's holidays
_IN_INDONESIAN = {
    **dict.fromkeys(("indo", "ri", "nasional", "libur nasional", "cuti bersama", "tanggal merah", "national"), "ID"),
    "singapura": "SG", "filipina": "PH", "kamboja": "KH", "papua nugini": "PG", "selandia baru": "NZ", "jepang": "JP",
    "korea selatan": "KR", "korea": "KR", "tiongkok": "CN", "cina": "CN", "hongkong": "HK", "arab saudi": "SA",
    "uni emirat arab": "AE", "mesir": "EG", "turki": "TR", "afrika selatan": "ZA", "amerika": "US", "usa": "US",
    "amerika serikat": "US", "inggris": "GB", "uk": "GB", "england": "GB", "belanda": "NL", "holland": "NL",
    "jerman": "DE", "prancis": "FR", "perancis": "FR", "italia": "IT", "spanyol": "ES", "rusia": "RU",
}  # fmt: skip
