"""The working hours in force and earlier ones, so that past time counts under the hours it was worked under, and days
off unknown to another version of the holidays package stay days off."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from mailflow.core.rules import Era, Season, Week, WorkingHours
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, to_text

_KEY = "working-hours"
_ERAS = 50  # earlier hours that are kept


@dataclass(frozen=True, slots=True)
class Worked:
    """The hours in force, with the holidays near today as plain dates."""

    hours: WorkingHours  # in force; holidays of the years around today as plain dates
    years: range  # which these are
    eras: tuple[Era, ...] = ()


def load(db: Database) -> Worked | None:
    """None: no daemon that stores them has run yet."""
    text = meta.get(db, _KEY)
    if text is None:
        return None
    kept = json.loads(text)
    eras = tuple(Era(from_text(era["until"]), _hours(era)) for era in kept["eras"])
    return Worked(_hours(kept["now"]), range(*kept["years"]), eras)


def is_known(db: Database) -> bool:
    """Whether any were stored."""
    return meta.get(db, _KEY) is not None


def save(db: Database, worked: Worked) -> None:
    """Step."""
    eras = [{"until": to_text(era.until), **_plain(era.hours)} for era in worked.eras[-_ERAS:]]
    kept = {"now": _plain(worked.hours), "years": [worked.years.start, worked.years.stop], "eras": eras}
    with db.transaction():
        meta.put(db, _KEY, json.dumps(kept, ensure_ascii=False))


def before(db: Database, hours: WorkingHours, now: datetime) -> tuple[Era, ...]:
    """The eras before `hours`; includes those in force until now when they differ, which no daemon has stored yet."""
    worked = load(db)
    if worked is None:
        return ()
    return worked.eras if worked.hours.digest == hours.digest else (*worked.eras, Era(now, worked.hours))


def _plain(hours: WorkingHours) -> dict[str, Any]:
    return {
        "week": hours.week,
        "timezone": hours.timezone,
        "seasons": [[s.first.isoformat(), s.last.isoformat(), s.week] for s in hours.seasons],
        "holidays": {day.isoformat(): name for day, name in hours.holidays.items()},
        "digest": hours.digest,
        "edition": hours.edition,
    }


def _hours(kept: dict[str, Any]) -> WorkingHours:
    seasons = [Season(date.fromisoformat(a), date.fromisoformat(b), _week(week)) for a, b, week in kept["seasons"]]
    holidays = {date.fromisoformat(day): name for day, name in kept["holidays"].items()}
    hours = WorkingHours(_week(kept["week"]), holidays, kept["timezone"], tuple(seasons))
    return replace(hours, digest=kept["digest"], edition=kept["edition"])


def _week(kept: list[list[list[int]]]) -> Week:
    return tuple(tuple((opens, closes) for opens, closes in day) for day in kept)
