"""The exchange with the second tier, as `show --json` prints it."""

from __future__ import annotations

from datetime import datetime, tzinfo

from mailflow.core.parties import current_tier
from mailflow.core.plain import JsonObject
from mailflow.core.second_tier import passed_on
from mailflow.core.ticket import Ticket


def tier_shown(ticket: Ticket, zone: tzinfo) -> JsonObject | None:
    """None: the ticket never was to go there. `number` is that of the second tier's own ticket, `passed_on` how often
    it went on to another address, `waits_for` the fields of `data:` without which nothing goes."""
    party, waits = current_tier(ticket.parties), ticket.pending
    if party is None and waits is None:
        return None
    shown: JsonObject = {"to": waits.to, "category": waits.category or None} if waits is not None else {}
    if party is not None:
        shown = {
            "to": party.address,
            "category": party.category or None,
            "since": _moment(party.since, zone),
            "answered_at": _moment(party.answered_at, zone),
            "number": party.their_number or None,
            "overdue": party.late,
            "sent": dict(party.sent),
        }
    empty: JsonObject = {"since": None, "answered_at": None, "number": None, "overdue": False, "sent": {}}
    missing = list(waits.missing) if waits is not None else []
    return empty | shown | {"passed_on": passed_on(ticket), "waits_for": missing}


def _moment(at: datetime | None, zone: tzinfo) -> str | None:
    return at.astimezone(zone).isoformat(timespec="seconds") if at is not None else None
