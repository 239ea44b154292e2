"""/report: the figures of a period."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailflow.core.figures import figures
from mailflow.core.plain import JsonObject
from mailflow.errors import RefusedRequest
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.report.plain import plain
from mailflow.store.read import reports
from mailflow.web.api.parameters import moment, none_but
from mailflow.web.api.tickets import zone_of
from mailflow.web.http import Request
from mailflow.web.site import Site

_DAYS = 30  # without dates, today included
_LONGEST = timedelta(days=1100)
PRIVATE = ("customers", "late")  # what names customers and single tickets: for who may see tickets


def report(site: Site, request: Request, *, whole: bool) -> JsonObject:
    """As `report --json`. Not `whole`: without PRIVATE."""
    none_but(request.query, ("since", "until"))
    zone, now = zone_of(site), site.parts.clock.now()
    until = moment(request.query, "until", zone, end=True) or _midnight(now + timedelta(days=1), zone)
    since = moment(request.query, "since", zone) or _midnight(until - timedelta(days=_DAYS - 1, microseconds=1), zone)
    if not timedelta(0) < until - since <= _LONGEST:
        raise RefusedRequest(400, f"since is before until, and at most {_LONGEST.days} days")
    rules = rules_now(site.parts)
    names = [person.name for person in rules.operators]
    period = reports.period(site.parts.db, reports.Wanted(since, until, now, zone, names, rules.working_hours))
    found = plain(period, figures(period))
    return found if whole else {key: value for key, value in found.items() if key not in PRIVATE}


def _midnight(at: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(at.astimezone(zone).date(), time(), zone)
