"""Working-time arithmetic: when a duration that starts at a moment ends (procedure.md, "Durations"). Pure; `now` is
never needed.

One rule decides every special case: *a moment at which the desk is closed means the next moment it is open.* It applies
where a working-day duration starts (Friday 20:00 → Monday 08:00) and where it ends: one working day after Friday 15:00
on a desk that closes on Saturdays at 12:00 is Monday 08:00, two are Monday 15:00; an end at 12:30 in a lunch break is
the end of the break. So nobody is reminded earlier than promised, nor while the desk is closed. Working *hours* are
used up to the last minute: nine of them after Monday 08:00 end at Monday 17:00, not on Tuesday.

Daylight saving: elapsed time is exact (UTC). Working days keep the wall time; a wall time skipped by the clock change
is the first moment after it, one that occurs twice is the first. Working hours count real minutes between opening and
closing.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from mailflow.core.moments import day_words, duration_words, length_words, short_moment, tongue
from mailflow.core.moments import moment_words as moment_words  # letters import both from hours
from mailflow.core.rules import Duration, Season, WorkingHours
from mailflow.lazy_dataclasses import replace

_WRITTEN = re.compile(r"(\d{1,9}) ?(s|m|h|d|wh|wd)", re.ASCII)
_ELAPSED = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_HELP = "write a whole number and its unit: 45s, 90m, 24h, 7d (elapsed), 24wh (working hours) or 2wd (working days)"
_LONGEST = timedelta(days=3660)  # ten years; more is a typing mistake
_PATIENCE = 1000  # give up after so many days without working time
_DAY = timedelta(days=1)
_NONE = timedelta(0)


def parse(text: str) -> Duration:
    """`text` as rules.yaml writes it → Duration. ValueError, in words for the admin, when it is none.

    >>> parse("24h").amount
    datetime.timedelta(days=1)
    """
    written = _WRITTEN.fullmatch(text.strip().lower())
    if written is None:
        raise ValueError(f"{text.strip()!r} is not a duration: {_hint(text)}")
    number, unit = int(written[1]), written[2]
    length = number * _ELAPSED["d" if unit == "wd" else unit.removeprefix("w")]
    if length > _LONGEST:
        raise ValueError(f"{text.strip()!r} is longer than ten years")
    if unit == "wd":
        return Duration(f"{number}wd", "working-days", number)
    return Duration(f"{number}{unit}", "working-hours" if unit == "wh" else "elapsed", length)


_SAID = re.compile(r"(\d{1,9}) ?([a-z]+(?: [a-z]+)?)", re.ASCII)
_UNITS = {
    "s": ("detik", "second", "seconds", "sec", "secs"),
    "m": ("menit", "min", "mins", "minute", "minutes"),
    "h": ("jam", "hour", "hours", "hr", "hrs"),
    "d": ("hari", "day", "days"),
    "wh": ("jam kerja", "working hour", "working hours", "business hours"),
    "wd": ("hari kerja", "working day", "working days", "business days"),
}
_UNIT_SAID = {word: unit for unit, words in _UNITS.items() for word in words}


def _hint(text: str) -> str:
    if text.strip().isdigit():
        return f"its unit is missing; {_HELP}"
    said = _SAID.fullmatch(text.strip().lower())
    unit = _UNIT_SAID.get(said[2]) if said else None
    if said and (unit or said[2] in ("minggu", "week", "weeks", "w", "pekan")):
        return f"did you mean `{said[1]}{unit}`?" if unit else f"did you mean `{int(said[1]) * 7}d`?"
    return _HELP


def after(start: datetime, duration: Duration, hours: WorkingHours) -> datetime:
    """The moment (UTC) at which `duration`, started at `start` (aware), ends. Raises ValueError if the desk never
    works."""
    begun = _aware(start)
    if duration.unit == "elapsed":
        assert isinstance(duration.amount, timedelta)
        return begun + duration.amount
    if isinstance(duration.amount, timedelta):
        return _after_working_time(begun, duration.amount, hours)
    return _after_working_days(begun, duration.amount, hours)


def between(start: datetime, end: datetime, hours: WorkingHours) -> timedelta:
    """The working time between two aware moments; zero when `end` is not after `start`."""
    begun, ended = _aware(start), _aware(end)
    if ended <= begun:
        return _NONE
    zone = ZoneInfo(hours.timezone)
    day, last = begun.astimezone(zone).date(), ended.astimezone(zone).date()
    total = _NONE
    while day <= last:
        total += _worked(day, begun, ended, hours)
        day += _DAY
    return total


def first_working_moment(start: datetime, hours: WorkingHours) -> datetime:
    """`start` if the desk is open then, else the moment it next opens (UTC). Raises ValueError if it never does."""
    begun = _aware(start)
    return next(max(opens, begun) for opens, closes in _spans_from(begun, hours) if closes > begun)


def open_spans(day: date, hours: WorkingHours) -> list[tuple[datetime, datetime]]:
    """When the desk is open on that local day, as UTC moments; empty on holidays and days off."""
    found: list[tuple[datetime, datetime]] = []
    since = None
    for era in hours.before:
        found += _within(_spans_of(day, era.hours), since, era.until)
        since = era.until
    return found + _within(_spans_of(day, hours), since, None)


def _spans_of(day: date, hours: WorkingHours) -> list[tuple[datetime, datetime]]:
    season = _season(day, hours)
    week = (season.week if season else hours.week)[day.weekday()]
    if not week or (day in hours.holidays and not (season and season.is_a_day)):
        return []
    return list(_opened(day, week, hours.timezone))


@lru_cache(maxsize=256)  # the same few days for each rung of each ticket: 1.0 % of conversations (bench/caches.py)
def _opened(day: date, week: tuple[tuple[int, int], ...], timezone: str) -> tuple[tuple[datetime, datetime], ...]:
    """The spans of a working day that is open in these minutes."""
    zone = ZoneInfo(timezone)
    spans = ((_at_minute(day, opens, zone), _at_minute(day, closes, zone)) for opens, closes in week)
    return tuple(span for span in spans if span[0] < span[1])  # a clock change may leave nothing of a span


def _season(day: date, hours: WorkingHours) -> Season | None:
    return next((season for season in hours.seasons if season.first <= day <= season.last), None)


def _within(
    spans: list[tuple[datetime, datetime]], since: datetime | None, until: datetime | None
) -> list[tuple[datetime, datetime]]:
    """The parts of the spans between the two moments."""
    cut = [
        (opens if since is None else max(opens, since), closes if until is None else min(closes, until))
        for opens, closes in spans
    ]
    return [(opens, closes) for opens, closes in cut if opens < closes]


def frozen(hours: WorkingHours, years: range) -> WorkingHours:
    """The same hours, with the holidays of these years as plain dates: so that what a package has computed does not
    change later."""
    days = (date(year, 1, 1) + _DAY * n for year in years for n in range(365 + isleap(year)))
    return replace(hours, holidays={day: hours.holidays[day] for day in days if day in hours.holidays}, before=())


def _worked(day: date, begun: datetime, ended: datetime, hours: WorkingHours) -> timedelta:
    """The working time of one local day between two moments."""
    parts = (min(closes, ended) - max(opens, begun) for opens, closes in open_spans(day, hours))
    return sum((part for part in parts if part > _NONE), _NONE)


def _after_working_time(begun: datetime, length: timedelta, hours: WorkingHours) -> datetime:
    if not length:
        return first_working_moment(begun, hours)
    left = length
    for opens, closes in _spans_from(begun, hours):
        opens = max(opens, begun)
        if opens >= closes:
            continue
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise AssertionError("_spans_from either yields or raises")


def _after_working_days(begun: datetime, days: int, hours: WorkingHours) -> datetime:
    first = first_working_moment(begun, hours)
    return first_working_moment(same_time_after(first, days, hours), hours)


def same_time_after(first: datetime, days: int, hours: WorkingHours) -> datetime:
    """The wall time of `first` (a working moment) on the `days`-th working day after it; the desk may be closed
    then."""
    zone = ZoneInfo(hours.timezone)
    local = first.astimezone(zone)
    if not days:
        return first
    counted = _working_days(local.date() + _DAY, hours)
    target = next(day for number, (day, _) in enumerate(counted, 1) if number == days)
    return exact(datetime.combine(target, local.time()), zone)


def _spans_from(begun: datetime, hours: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    """Every open span from the local day of `begun` on, without end. Raises ValueError after `_PATIENCE` closed
    days."""
    for _, spans in _working_days(_local_day(begun, hours), hours):
        yield from spans


def _working_days(day: date, hours: WorkingHours) -> Iterator[tuple[date, list[tuple[datetime, datetime]]]]:
    idle = 0
    while idle < _PATIENCE:
        spans = open_spans(day, hours)
        if spans:
            yield day, spans
        idle = 0 if spans else idle + 1
        day += _DAY
    raise ValueError(f"the desk never works: no working hours in the {_PATIENCE} days before {day}")


def _at_minute(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The UTC moment of a minute of the local day; 1440 is the next midnight."""
    return exact(datetime.combine(day, time()) + timedelta(minutes=minute), zone)


def exact(wall: datetime, zone: ZoneInfo) -> datetime:
    """A wall time (naive) as UTC moment: the first of two, or the first after the jump that skips it (PEP 495)."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    # in a gap the clock change lies between the two
    early, late = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def _local_day(moment: datetime, hours: WorkingHours) -> date:
    return moment.astimezone(ZoneInfo(hours.timezone)).date()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("working time is counted between aware moments; this one has no time zone")
    return moment.astimezone(UTC)


def explain(start: datetime, duration: Duration, hours: WorkingHours, language: str) -> list[str]:
    """The arithmetic of `after` in plain words, a line each. The sum comes first, then what was counted and skipped:

    "Jumat 6 November 2026 10.00 WIB + 2 hari kerja = Selasa 10 November 2026 10.00 WIB"
    """
    zone = ZoneInfo(hours.timezone)
    seconds = duration.unit == "elapsed" and duration.text.endswith("s")
    begun, due = _aware(start), after(start, duration, hours)
    sides = [short_moment(moment, zone, language, seconds) for moment in (begun, due)]
    lines = [f"{sides[0]} + {duration_words(duration, language)} = {sides[1]}"]
    if duration.unit == "elapsed":
        return lines
    say = _SAY[tongue(language)]
    first = first_working_moment(begun, hours)
    if first != begun:
        lines.append(say["closed"].format(short_moment(first, zone, language)))
    if isinstance(duration.amount, timedelta):
        lines += _counted(first, due, hours, language)
    else:
        aimed = same_time_after(first, duration.amount, hours)
        if aimed != due:
            lines.append(say["rolled"].format(short_moment(aimed, zone, language), short_moment(due, zone, language)))
    skipped = _skipped(begun.astimezone(zone).date(), due.astimezone(zone).date(), hours, language)
    if skipped:
        lines.append(say["skipped"].format(", ".join(skipped)))
    return lines


_SAY = {
    "id": {
        "closed": "di luar jam kerja: dihitung mulai {}",
        "rolled": "{} di luar jam kerja: menjadi {}",
        "counted": "dihitung: {}",
        "skipped": "dilewati: {}",
        "weekend": "akhir pekan",
        "idle": "tidak ada jam kerja",
        "more": "dan {} hari lagi",
    },
    "en": {
        "closed": "outside working hours: counted from {}",
        "rolled": "{} is outside working hours: it becomes {}",
        "counted": "counted: {}",
        "skipped": "skipped: {}",
        "weekend": "weekend",
        "idle": "no working hours",
        "more": "and {} more days",
    },
}
_LISTED = 14  # days named before a line says "and 30 more days"


def _counted(first: datetime, due: datetime, hours: WorkingHours, language: str) -> list[str]:
    """How the working hours are spread over the days: "Jumat 6 November 2026 (7 jam), …"."""
    zone = ZoneInfo(hours.timezone)
    day, last = first.astimezone(zone).date(), due.astimezone(zone).date()
    words: list[str] = []
    while day <= last:
        worked = _worked(day, first, due, hours)
        if worked:
            words.append(f"{day_words(day, language)} ({length_words(worked, language, 'hours')})")
        day += _DAY
    say = _SAY[tongue(language)]
    return [say["counted"].format(", ".join(_at_most(words, say)))] if len(words) > 1 else []


def _skipped(day: date, last: date, hours: WorkingHours, language: str) -> list[str]:
    """The days off between two local days, each with its reason: weekend, the holiday's name, no working hours."""
    say = _SAY[tongue(language)]
    words: list[str] = []
    while day <= last:
        if not open_spans(day, hours):
            words.append(f"{day_words(day, language)} ({_why_off(day, hours, say)})")
        day += _DAY
    return _at_most(words, say)


def _why_off(day: date, hours: WorkingHours, say: dict[str, str]) -> str:
    hours = _then(day, hours)
    season = _season(day, hours)
    if (season.week if season else hours.week)[day.weekday()] or day in hours.holidays:
        return hours.holidays.get(day, say["idle"])
    return say["weekend"] if day.weekday() >= 5 else say["idle"]


def _then(day: date, hours: WorkingHours) -> WorkingHours:
    """The hours in force at the end of that local day."""
    ended = _at_minute(day, 1440, ZoneInfo(hours.timezone))
    return next((era.hours for era in hours.before if ended <= era.until), hours)


def _at_most(words: list[str], say: dict[str, str]) -> list[str]:
    return words if len(words) <= _LISTED else [*words[:_LISTED], say["more"].format(len(words) - _LISTED)]
