"""When a report is mailed (`reports:`), and which period it is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailflow.core.hours import exact
from mailflow.core.rules import ReportMail

_DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY = ("day", *WEEKDAYS, "month")


def due_after(rule: ReportMail, moment: datetime, timezone: str) -> datetime:
    """The first moment after this one at which it is due: on its day, at its minute, as the desk's clock shows it."""
    zone = ZoneInfo(timezone)
    day = moment.astimezone(zone).date()
    while True:
        if _is_its_day(rule, day) or _is_its_day(rule, day + _DAY):  # a clock change at midnight moves it to the next
            due = exact(datetime.combine(day, time(rule.minute // 60, rule.minute % 60)), zone)
            if _is_its_day(rule, due.astimezone(zone)) and due > moment:
                return due
        day += _DAY


def _is_its_day(rule: ReportMail, local: date) -> bool:
    if rule.every == "month":
        return local.day == 1
    return rule.every == "day" or WEEKDAYS[local.weekday()] == rule.every


def period_of(rule: ReportMail, due: datetime, timezone: str) -> tuple[datetime, datetime]:
    """A day's report is about the 24 hours (by the desk's clock) up to its hour, a week's about the seven days before
    its day, a month's about the month before."""
    zone = ZoneInfo(timezone)
    local = due.astimezone(zone)
    if rule.every == "day":
        before = local.date() - _DAY
        return exact(datetime.combine(before, time(rule.minute // 60, rule.minute % 60)), zone), due
    midnight = datetime.combine(local.date(), time())
    begin = (midnight - _DAY).replace(day=1) if rule.every == "month" else midnight - 7 * _DAY
    return begin.replace(tzinfo=zone), midnight.replace(tzinfo=zone)


def missed(rule: ReportMail, last: datetime, now: datetime, timezone: str) -> Iterator[datetime]:
    """Each moment after `last` up to `now` at which it was due, in order."""
    due = due_after(rule, last, timezone)
    while due <= now:
        yield due
        due = due_after(rule, due, timezone)
