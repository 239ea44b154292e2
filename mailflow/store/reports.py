"""The PIC's figures: what `report --json` holds. Read only.

One pass over the events of the period; the arithmetic is done here, where it can be read and tested.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from mailflow.store import tickets
from mailflow.store.database import Database
from mailflow.store.fields import from_text, to_text


@dataclass(slots=True)
class _Operator:
    """What one operator has done in the period."""

    claims: int = 0
    answers: int = 0
    closed: int = 0
    breaches: int = 0
    first_responses: list[float] = field(default_factory=list)  # seconds

    def shown(self, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "claims": self.claims,
            "answers": self.answers,
            "median_first_response": median(self.first_responses),
            "p90_first_response": p90(self.first_responses),
            "breaches": self.breaches,
            "closed": self.closed,
            "survey": None,
        }


@dataclass(slots=True)
class _Day:
    opened: int = 0
    closed: int = 0
    answers: int = 0


def figures(
    db: Database, since: datetime, until: datetime, zone: tzinfo = UTC, operators: Sequence[str] = ()
) -> dict[str, Any]:
    """The fields interfaces.md fixes, for what happened from `since` up to but without `until` (aware).

    - opened, closed: how often in the period; open_now: {status: count} of all that still goes, whenever it was opened
    - operators: [{name, claims, answers, median_first_response, p90_first_response (seconds, null without any),
      breaches, closed (tickets he owned), survey}], those of `operators` even when they did nothing, then others, by
      name. A first response counts from the request's arrival to the first answer, for whoever gave it
    - categories: [{category, opened, closed}], most opened first, null for none
    - days: [{date, opened, closed, answers}] for each local day of `zone`; hours: 24 counts of requests by local hour
    """
    people: defaultdict[str, _Operator] = defaultdict(_Operator, {name: _Operator() for name in operators})
    categories: defaultdict[str | None, _Day] = defaultdict(_Day)
    days = {day: _Day() for day in _days(since, until, zone)}
    hours = [0] * 24
    with db.reading():
        rows = db.execute(_HAPPENED, (to_text(since), to_text(until))).fetchall()
        now = tickets.count_by_status(db)
    for at_text, kind, data_text, owner, category, opened_text in rows:
        at, data = from_text(at_text).astimezone(zone), json.loads(data_text)
        day = days[at.date()]
        who = data.get("operator")
        match kind:
            case "request-received":
                day.opened += 1
                categories[category].opened += 1
                hours[at.hour] += 1
            case "claimed" if who:
                people[who].claims += 1
            case "answered" if who:
                day.answers += 1
                people[who].answers += 1
                if data.get("first") and opened_text:
                    people[who].first_responses.append((at - from_text(opened_text)).total_seconds())
            case "breached" if who:
                people[who].breaches += 1
            case "closed":
                day.closed += 1
                categories[category].closed += 1
                if who := who or owner:
                    people[who].closed += 1
    return {
        "opened": sum(day.opened for day in days.values()),
        "closed": sum(day.closed for day in days.values()),
        "open_now": _going(now),
        "operators": [people[name].shown(name) for name in sorted(people, key=str.casefold)],
        "categories": _categories(categories),
        "days": [
            {"date": d.isoformat(), "opened": day.opened, "closed": day.closed, "answers": day.answers}
            for d, day in days.items()
        ],
        "hours": hours,
        "survey": None,
    }


_HAPPENED = (
    "SELECT event.at, event.kind, event.data, ticket.owner, ticket.category, ticket.opened_at "
    "FROM event JOIN ticket ON ticket.n = event.ticket_n "
    "WHERE event.kind IN ('request-received', 'claimed', 'answered', 'breached', 'closed') "
    "AND event.at >= ? AND event.at < ?"
)


def _days(since: datetime, until: datetime, zone: tzinfo) -> Iterator[date]:
    """Every local day the period touches."""
    day, last = since.astimezone(zone).date(), (until - timedelta(microseconds=1)).astimezone(zone).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _going(counts: dict[str, int]) -> dict[str, int]:
    going = ("new", "open", "waiting", "escalated", "closing")
    return {status: counts.get(status, 0) for status in going}


def _categories(found: dict[str | None, _Day]) -> list[dict[str, Any]]:
    order = sorted(found.items(), key=lambda item: (-item[1].opened, -item[1].closed, item[0] or ""))
    return [{"category": name, "opened": day.opened, "closed": day.closed} for name, day in order]


def median(seconds: Sequence[float]) -> int | None:
    """Whole seconds; None of nothing."""
    return round(statistics.median(seconds)) if seconds else None


def p90(seconds: Sequence[float]) -> int | None:
    """The time nine of ten were not slower than (nearest rank); None of nothing."""
    return round(sorted(seconds)[-(-9 * len(seconds) // 10) - 1]) if seconds else None
