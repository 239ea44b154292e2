"""When a duration ends, computed apart from mailflow: by walking over a table of the days of the year, minute by
minute where hours are counted. Written from procedure.md ("Durations") alone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_UNIT = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_OPENS = {**dict.fromkeys(range(5), (time(8), time(17))), 5: (time(8), time(12))}  # home.draw: Monday to Saturday


class Calendar:
    """Of one version of rules.yaml."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self._zone = ZoneInfo(rules["desk"]["timezone"])
        self._off = {date.fromisoformat(day) for day in rules["working_hours"]["holidays"]}

    def after(self, since: datetime, written: str) -> datetime:
        """The moment (UTC) at which `written` (24h, 90m, 24wh, 2wd), begun at `since`, is over."""
        found = re.fullmatch(r"(\d+)(wd|wh|[smhd])", written)
        assert found is not None
        count, unit = int(found[1]), found[2]
        if unit in _UNIT:
            return since + timedelta(seconds=count * _UNIT[unit])
        start = self._next_open(since.astimezone(self._zone).replace(tzinfo=None))
        end = self._days(start, count) if unit == "wd" else self._hours(start, timedelta(hours=count))
        return end.replace(tzinfo=self._zone).astimezone(UTC)

    def after_pauses(self, since: datetime, written: str, pauses: list[tuple[datetime, datetime]]) -> datetime:
        """For a clock that stood meanwhile: what was left then is counted from when it goes on."""
        due = self.after(since, written)
        for stopped, until in pauses:
            begun = max(stopped, since)
            if begun >= min(until, due):
                continue
            if written[-2:] in ("wd", "wh"):
                start = self._next_open(until.astimezone(self._zone).replace(tzinfo=None))
                left = self._worked(begun, due)
                end = self._hours(start, left) if left else start
                due = end.replace(tzinfo=self._zone).astimezone(UTC)
            else:
                due = until + (due - begun)
        return due

    def _worked(self, since: datetime, until: datetime) -> timedelta:
        at, end = (one.astimezone(self._zone).replace(tzinfo=None) for one in (since, until))
        total = timedelta()
        day = at.date()
        while day <= end.date():
            span = self._span(day)
            if span is not None:
                total += max(timedelta(), min(span[1], end) - max(span[0], at))
            day += timedelta(days=1)
        return total

    def _span(self, day: date) -> tuple[datetime, datetime] | None:
        if day in self._off or day.weekday() not in _OPENS:
            return None
        opens, closes = _OPENS[day.weekday()]
        return datetime.combine(day, opens), datetime.combine(day, closes)

    def _next_open(self, local: datetime) -> datetime:
        span = self._span(local.date())
        while span is None or local >= span[1]:
            local = datetime.combine(local.date() + timedelta(days=1), time())
            span = self._span(local.date())
        return max(local, span[0])

    def _days(self, start: datetime, count: int) -> datetime:
        day = start.date()
        for _ in range(count):
            day += timedelta(days=1)
            while self._span(day) is None:
                day += timedelta(days=1)
        return self._next_open(datetime.combine(day, start.time()))

    def _hours(self, start: datetime, left: timedelta) -> datetime:
        while True:
            span = self._span(start.date())
            assert span is not None
            if left <= span[1] - start:
                return start + left
            left -= span[1] - start
            start = self._next_open(span[1])
