"""Holidays from an .ics file (RFC 5545): the days of its VEVENTs. Tolerant: what cannot be parsed is left out.

An own parser, because the `icalendar` package takes 90 ms and 3 MB and does not expand RRULE, which is the only part of
a holiday calendar that is not a list of dates.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailflow.lazy_dataclasses import dataclass

_LONGEST = 366  # days of one event


@dataclass(frozen=True, slots=True)
class Feast:
    """One event: its days, and whether it repeats every year."""

    first: date
    days: int  # at least 1
    name: str
    yearly: bool = False
    interval: int = 1  # years between repetitions
    count: int | None = None  # how often in all
    until: date | None = None  # the last day on which it may begin
    weekday: tuple[int, int, int] | None = None  # month, weekday (Monday is 0), which one: 1 the first, -1 the last
    without: frozenset[date] = frozenset()  # days on which it would begin, and does not (EXDATE)

    def begins_in(self, year: int) -> date | None:
        """The day it begins in that year, if it takes place."""
        passed = year - self.first.year
        if not self.yearly:
            return self.first if passed == 0 else None
        if passed < 0 or passed % self.interval or (self.count is not None and passed // self.interval >= self.count):
            return None
        begins = self._day_in(year)
        if begins is None or begins < self.first or begins in self.without:
            return None
        return begins if self.until is None or begins <= self.until else None

    def _day_in(self, year: int) -> date | None:
        if self.weekday is not None:
            return _nth_weekday(year, *self.weekday)
        try:
            return self.first.replace(year=year)
        except ValueError:  # 29 February: only in leap years (RFC 5545: invalid dates are skipped)
            return None


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """The first (1), second, … or last (-1) such weekday of a month; None for a fifth it does not have."""
    days = [day for day in range(1, monthrange(year, month)[1] + 1) if date(year, month, day).weekday() == weekday]
    place = which - 1 if which > 0 else which
    return date(year, month, days[place]) if -len(days) <= place < len(days) else None


def read_ics(text: str, timezone: str) -> list[Feast]:
    """The events of the calendar, times converted to local days of `timezone`. Raises ValueError when it is not a
    calendar."""
    if "BEGIN:VCALENDAR" not in text.upper():
        raise ValueError("is not an iCalendar file: BEGIN:VCALENDAR is missing")
    feasts: list[Feast] = []
    fields: dict[str, tuple[str, str]] = {}
    depth: list[str] = []
    for name, parameters, value in _lines(text):
        if name == "BEGIN":
            depth.append(value.upper())
            fields = {} if value.upper() == "VEVENT" else fields
        elif name == "END":
            if depth and depth.pop() == "VEVENT":
                feasts += _feast(fields, ZoneInfo(timezone))
        elif depth and depth[-1] == "VEVENT":  # not inside a VALARM
            if name in ("EXDATE", "RDATE") and name in fields:  # a list may go on in another line
                value = f"{fields.pop(name)[1]},{value}"
            fields.setdefault(name, (parameters, value))
    return feasts


def _lines(text: str) -> list[tuple[str, str, str]]:
    """(NAME, PARAMETERS, value) of each content line, folded lines joined (RFC 5545 §3.1)."""
    unfolded = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    found = []
    for line in unfolded.split("\n"):
        head, colon, value = line.partition(":")
        name, _, parameters = head.partition(";")
        if colon:
            found.append((name.strip().upper(), parameters.upper(), value.strip()))
    return found


def _feast(fields: dict[str, tuple[str, str]], zone: ZoneInfo) -> list[Feast]:
    if fields.get("STATUS", ("", ""))[1].upper() == "CANCELLED" or "DTSTART" not in fields:
        return []
    try:
        first = _day(fields["DTSTART"][1], zone)
        days = _days(first, fields, zone)
        rule = _rule(fields["RRULE"][1]) if "RRULE" in fields else {}
        feast = Feast(
            first,
            min(max(days, 1), _LONGEST),
            _text(fields.get("SUMMARY", ("", ""))[1]) or "holiday",
            yearly=rule.get("FREQ") == "YEARLY",
            interval=max(int(rule.get("INTERVAL", "1")), 1),
            count=int(rule["COUNT"]) if "COUNT" in rule else None,
            until=_day(rule["UNTIL"], zone) if "UNTIL" in rule else None,
            weekday=_weekday(rule, first),
            without=frozenset(_listed("EXDATE", fields, zone)),
        )
        return [feast, *(Feast(day, feast.days, feast.name) for day in _listed("RDATE", fields, zone))]
    except ValueError:
        return []


_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _weekday(rule: dict[str, str], first: date) -> tuple[int, int, int] | None:
    """`FREQ=YEARLY;BYMONTH=5;BYDAY=-1FR`, the last Friday of May, or as Outlook writes it, `BYDAY=FR;BYSETPOS=-1`; None
    for a date that stays."""
    named = rule.get("BYDAY", "")
    number = named[:-2] or rule.get("BYSETPOS", "")
    if rule.get("FREQ") != "YEARLY" or named[-2:] not in _WEEKDAYS or not number:
        return None
    month, which = int(rule.get("BYMONTH", first.month)), int(number)
    if not 1 <= month <= 12 or not 1 <= abs(which) <= 5:
        raise ValueError(f"no weekday of a month: {named}")
    return month, _WEEKDAYS.index(named[-2:]), which


def _listed(name: str, fields: dict[str, tuple[str, str]], zone: ZoneInfo) -> list[date]:
    """The days of a list; a period (RFC 5545 §3.3.9) counts with its beginning."""
    value = fields.get(name, ("", ""))[1]
    return [_day(one.partition("/")[0], zone) for one in value.split(",") if one]


def _days(first: date, fields: dict[str, tuple[str, str]], zone: ZoneInfo) -> int:
    """DTEND is the first day after the event (RFC 5545 §3.6.1); with a time of day the event includes it."""
    if "DTEND" in fields:
        written = fields["DTEND"][1]
        last = _day(written, zone)
        whole = "T" not in written or written.partition("T")[2].startswith("000000")
        return (last - first).days + (0 if whole else 1)
    length = fields.get("DURATION", ("", "P1D"))[1].upper()
    number = int("".join(filter(str.isdigit, length)) or 1)
    return number * 7 if length.endswith("W") else number if length.endswith("D") else 1


def _day(written: str, zone: ZoneInfo) -> date:
    """DATE or DATE-TIME as a local day; a UTC time ("…Z") is converted, a floating one is local already."""
    if written.upper().endswith("Z"):
        moment = datetime.strptime(written.upper(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return moment.astimezone(zone).date()
    return date(int(written[:4]), int(written[4:6]), int(written[6:8]))


def _rule(written: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in written.upper().split(";") if "=" in part)


def _text(written: str) -> str:
    """TEXT unescaped (RFC 5545 §3.3.11)."""
    plain = written.replace("\\n", " ").replace("\\N", " ")
    for sign in (",", ";", "\\"):
        plain = plain.replace("\\" + sign, sign)
    return plain.strip()


def days_of(feasts: list[Feast], year: int) -> dict[date, str]:
    """Every day of these events in `year`, including events that began the year before."""
    found: dict[date, str] = {}
    for feast in feasts:
        for begins in (feast.begins_in(year - 1), feast.begins_in(year)):
            for offset in range(feast.days if begins else 0):
                day = begins + timedelta(days=offset) if begins else feast.first
                if day.year == year:
                    found.setdefault(day, feast.name)
    return found
