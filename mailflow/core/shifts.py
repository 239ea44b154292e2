"""`shifts:`: who is on duty when. Spans of local time, as of `working_hours:`, but without holidays: a shift that a
holiday cancels is left out by `away:`. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from mailflow.core.hours import exact
from mailflow.core.rules import Shift
from mailflow.lazy_dataclasses import dataclass

_DAY = timedelta(days=1)
_AHEAD = 8  # days in which a weekly shift comes again


@dataclass(frozen=True, slots=True)
class WorkedShift:
    """A shift as it is worked once: a night that ends the next morning is one."""

    shift: Shift
    begins: datetime
    ends: datetime


def on_duty(shifts: Sequence[Shift], now: datetime, timezone: str) -> frozenset[str]:
    """The names of everybody on duty; empty when nobody is."""
    turns = turns_around(shifts, now - _DAY, now + _DAY, timezone)
    return frozenset(name for turn in turns if turn.begins <= now < turn.ends for name in turn.shift.operators)


def next_duty(shifts: Sequence[Shift], now: datetime, timezone: str) -> datetime:
    """`now` when somebody is on duty, else when the next shift begins; `now` without shifts."""
    turns = turns_around(shifts, now - _DAY, now + _AHEAD * _DAY, timezone)
    return min((max(turn.begins, now) for turn in turns if turn.ends > now), default=now)


def ended_between(shifts: Sequence[Shift], after: datetime, until: datetime, timezone: str) -> tuple[datetime, ...]:
    """The moments at which shifts ended, later than `after` and not later than `until`, in order."""
    turns = turns_around(shifts, after - _DAY, until + _DAY, timezone)
    return tuple(sorted({turn.ends for turn in turns if after < turn.ends <= until}))


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """Who goes at a moment, and who is or comes next."""

    ended: tuple[Shift, ...]
    begins: tuple[Shift, ...]

    @property
    def going(self) -> frozenset[str]:
        return frozenset(name for shift in self.ended for name in shift.operators)

    @property
    def coming(self) -> frozenset[str]:
        """Whoever was not there already."""
        return frozenset(name for shift in self.begins for name in shift.operators) - self.going


def change_at(shifts: Sequence[Shift], moment: datetime, timezone: str) -> ShiftChange:
    """The shifts that end at that moment, and those on duty then; when nobody is, the next to begin."""
    turns = turns_around(shifts, moment - _DAY, moment + _AHEAD * _DAY, timezone)
    ended = tuple(turn.shift for turn in turns if turn.ends == moment)
    then = min((max(turn.begins, moment) for turn in turns if turn.ends > moment), default=moment)
    return ShiftChange(ended, tuple(turn.shift for turn in turns if turn.begins <= then < turn.ends))


def turns_around(shifts: Sequence[Shift], first: datetime, last: datetime, timezone: str) -> list[WorkedShift]:
    """Every turn that touches the days between these moments."""
    zone = ZoneInfo(timezone)
    day, end = first.astimezone(zone).date() - _DAY, last.astimezone(zone).date() + _DAY
    return [turn for shift in shifts for turn in _turns_of(shift, day, end, zone)]


@lru_cache(maxsize=256)  # asked each second, for the same days: 36 → 1.5 µs (2026-11-30)
def _turns_of(shift: Shift, day: date, last: date, zone: ZoneInfo) -> tuple[WorkedShift, ...]:
    return tuple(_turns(shift, day, last, zone))


def _turns(shift: Shift, day: date, last: date, zone: ZoneInfo) -> Iterator[WorkedShift]:
    """Spans that meet at midnight are one turn."""
    begun: datetime | None = None
    until: datetime | None = None
    while day <= last:
        for opens, closes in shift.week[day.weekday()]:
            begins, ends = _at(day, opens, zone), _at(day, closes, zone)
            if until is not None and begun is not None and begins != until:
                yield WorkedShift(shift, begun, until)
                begun = None
            begun, until = begun or begins, ends
        day += _DAY
    if begun is not None and until is not None:
        yield WorkedShift(shift, begun, until)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return exact(datetime(day.year, day.month, day.day) + timedelta(minutes=minute), zone)  # noqa: DTZ001  a wall clock
