"""What was said, as a moment after now; or why it is none, in words for its writer.

Where nothing else is said, a moment is the next such one: "jam 7" the next 07:00, "Senin" the next Monday when the desk
opens. A word with two meanings is refused with both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from mailflow.core.hours import after, exact, open_spans, parse
from mailflow.core.moments import moment_words
from mailflow.core.rules import WorkingHours
from mailflow.core.when.phrases import SpokenTime, said
from mailflow.core.when.vocabulary import PART
from mailflow.core.wording import in_language
from mailflow.lazy_dataclasses import dataclass

NOT_UNDERSTOOD, PAST, TWO_READINGS, NO_SUCH_DAY, TOO_FAR = "not-understood", "past", "two-readings", "no-day", "too-far"
_DAY = timedelta(days=1)
_OPENS = time(8)  # on a day on which the desk does not work
_SLIP = timedelta(days=180)  # a date without a year that passed less than this ago is a slip, not next year's
_FARTHEST = timedelta(days=731)  # later is a slip: two years


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment after now."""

    at: datetime  # UTC; when only a day was said, the desk's opening on it
    until: datetime  # UTC; when only a day was said, its end: "absent until Monday" includes Monday


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that are no moment."""

    why: str
    readings: tuple[datetime, ...] = ()  # for TWO_READINGS the two; for PAST the one


def read_moment(written: str, now: datetime, hours: WorkingHours) -> Moment | Unclear:
    """`written` ("besok", "Friday 14:00") as a moment after `now` (aware). Any text is answered; nothing raises.

    >>> read_moment("Senin 09.00", now, hours).at.isoformat()
    '2026-11-09T02:00:00+00:00'
    """
    words = said(written)
    if words is None:
        return Unclear(NOT_UNDERSTOOD)
    if words.past:
        return Unclear(PAST)
    if words.now:
        return Moment(now.astimezone(UTC), now.astimezone(UTC))
    return _Reckoned(words, now, hours).moment()


def unclear_words(unclear: Unclear, written: str, timezone: str, language: str) -> str:
    """Why `written` was refused, and what to write instead, in one sentence."""
    readings = [moment_words(reading, timezone, language) for reading in unclear.readings]
    found = in_language(_WHY[unclear.why], language)
    return found.replace("{written}", written).replace("{readings}", in_language(_OR, language).join(readings))


@dataclass(frozen=True, slots=True)
class _Reckoned:
    said: SpokenTime
    now: datetime
    hours: WorkingHours

    @property
    def zone(self) -> tzinfo:
        return self.said.zone or ZoneInfo(self.hours.timezone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def moment(self) -> Moment | Unclear:
        try:
            found = self._moments()
        except (ValueError, OverflowError):  # 31 June, the year 10000
            return Unclear(NO_SUCH_DAY)
        if found is None:
            return Unclear(NOT_UNDERSTOOD)
        if len({one.at for one in found}) > 1:
            return Unclear(TWO_READINGS, tuple(one.at for one in found))
        return self._judged(found[0])

    def _judged(self, found: Moment) -> Moment | Unclear:
        if found.at <= self.now:
            return Unclear(PAST, (found.at,))
        return Unclear(TOO_FAR, (found.at,)) if found.at - self.now > _FARTHEST else found

    def _moments(self) -> list[Moment] | None:
        """One, or the two meanings; None: its hour cannot be ("19.00 pagi")."""
        if self.said.counts and self.said.clock is None and not self.said.part:
            at = self._counted()
            return [Moment(at, at)]
        days = self._days()
        moments = [self._on(day) for day in days]
        return None if None in moments else [one for one in moments if one is not None]

    # -- days

    def _days(self) -> list[date]:
        """The day, or the two it may be."""
        what = self.said
        if what.counts:
            return [self._counted().astimezone(self.zone).date()]
        if what.date is not None:
            return self._with_weekday(self._date(what.date))
        if what.relative is not None:
            return self._with_weekday(self.today + what.relative * _DAY)
        if what.next_month:
            return [_months_after(self.today.replace(day=1), 1), _months_after(self.today, 1)]
        if what.weekday is not None:
            return self._weekdays(what.weekday)
        if what.week is not None:
            return self._next_week()
        return [self._next(self.today, _DAY) if what.clock is not None else self.today]

    def _date(self, written: tuple[int | None, int | None, int]) -> date:
        year, month, day = written
        if month is None:
            return self._monthly(day)
        return self._yearly(month, day) if year is None else date(year, month, day)

    def _with_weekday(self, found: date) -> list[date]:
        weekday = self.said.weekday
        if weekday is None or found.weekday() == weekday:
            return [found]
        return [found, *self._weekdays(weekday)[:1]]  # "Senin 8 Des", and the 8th is a Tuesday

    def _yearly(self, month: int, day: int) -> date:
        """The next such date; one that has passed lately stays what it is."""
        years = (
            date(year, month, day) for year in range(self.today.year, self.today.year + 9) if _is_day(year, month, day)
        )
        found = next(years, None)
        if found is None:
            raise ValueError("no such day")
        return next(years, found) if self.today - found > _SLIP else found

    def _monthly(self, day: int) -> date:
        months = [_months_after(self.today.replace(day=1), n) for n in range(13)]
        days = [date(m.year, m.month, day) for m in months if _is_day(m.year, m.month, day)]
        return next((one for one in days if self._is_ahead(one)), days[0] if days else date(1, 1, day))

    def _weekdays(self, weekday: int) -> list[date]:
        monday = self.today - self.today.weekday() * _DAY
        if self.said.week is not None:
            return [monday + (7 * self.said.week + weekday) * _DAY]
        nearest = self.today + (weekday - self.today.weekday()) % 7 * _DAY
        if self.said.following:  # the next one, or the one of next week
            return [nearest + 7 * _DAY if nearest == self.today else nearest, monday + (7 + weekday) * _DAY]
        nearest = self._next(nearest, 7 * _DAY)
        return [nearest - _DAY, nearest] if self.said.eve else [nearest]

    def _next_week(self) -> list[date]:
        """ "minggu depan": next week begins on Monday, or next Sunday; "next week": Monday, or seven days from now."""
        monday = self.today + (7 - self.today.weekday()) * _DAY
        sunday = self.today + ((6 - self.today.weekday()) % 7 or 7) * _DAY
        return [monday, sunday if self.said.or_sunday else self.today + 7 * _DAY]

    def _next(self, day: date, step: timedelta) -> date:
        return day if self._is_ahead(day) else day + step

    def _is_ahead(self, day: date) -> bool:
        found = self._on(day)
        return found is None or found.at > self.now

    # -- hours

    def _on(self, day: date) -> Moment | None:
        if self.said.clock is None and not self.said.part:
            return Moment(self._opening(day), self._wall(day + _DAY, 0, 0))
        if self.said.clock is None:
            at = self._wall(day, PART[self.said.part][0], 0)
            return Moment(at, at)
        hour = hour_of_day(self.said.clock[0], self.said.part)
        if hour is None:
            return None
        at = self._wall(day, hour, self.said.clock[1])
        return Moment(at, at)

    def _opening(self, day: date) -> datetime:
        spans = open_spans(day, self.hours)
        return spans[0][0] if spans else self._wall(day, _OPENS.hour, _OPENS.minute)

    def _wall(self, day: date, hour: int, minute: int) -> datetime:
        wall = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)
        zone = self.zone
        return exact(wall, zone) if isinstance(zone, ZoneInfo) else wall.replace(tzinfo=zone).astimezone(UTC)

    def _counted(self) -> datetime:
        """Now and a length of time. Days keep the hour of the clock."""
        what = self.said
        if what.working is not None:
            return after(self.now, parse(f"{what.working[0]}{what.working[1]}"), self.hours)
        local = self.now.astimezone(self.zone)
        days, rest = divmod(what.length, _DAY)
        day = _months_after(local.date(), what.months) + days * _DAY
        wall = datetime.combine(day, local.time())
        zone = self.zone
        at = exact(wall, zone) if isinstance(zone, ZoneInfo) else wall.replace(tzinfo=zone).astimezone(UTC)
        return at + rest if days or what.months else self.now.astimezone(UTC) + rest


def hour_of_day(hour: int, part: str) -> int | None:
    """The hour of the day: "jam 7 malam" is 19, "jam 1 malam" 25, the next day's 01:00. None: it cannot be."""
    if not part:
        return hour
    _, first, end = PART[part]
    meant = (hour,) if hour > 12 else (hour % 12, hour % 12 + 12, hour % 12 + 24)
    return next((one for one in meant if first <= one < end), None)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return next(date(year, month + 1, n) for n in range(day.day, 0, -1) if _is_day(year, month + 1, n))


_OR = (" atau ", " or ")
_WHY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        NOT_UNDERSTOOD: (
            "waktu “{written}” tidak kami pahami; tulis misalnya: besok, Senin 09.00, 2 hari, 12 Des, 2026-12-12 14.00",
            "the time “{written}” is not understood; write for example: tomorrow, Friday 14:00, 2 days, 12 Dec, "
            "2026-12-12 14:00",
        ),
        PAST: (
            "waktu “{written}” sudah lewat; tulis waktu yang akan datang, dengan tanggal dan jamnya",
            "the time “{written}” has passed; write one to come, with its date and hour",
        ),
        TWO_READINGS: (
            "“{written}” punya dua arti: {readings}; tulis tanggalnya",
            "“{written}” has two meanings: {readings}; write the date",
        ),
        NO_SUCH_DAY: (
            "tanggal “{written}” tidak ada; urutannya tanggal lalu bulan, misalnya 3/4 atau 3 April",
            "there is no day “{written}”; the day comes before the month: 3/4 is 3 April",
        ),
        TOO_FAR: (
            "waktu “{written}” terlalu jauh: {readings}; paling lama dua tahun dari sekarang",
            "the time “{written}” is too far away: {readings}; at most two years from now",
        ),
    }
)
