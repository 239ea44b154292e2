"""What the figures count of a ticket's events: one narrow row for each, so that no report reads the log itself.

A new kind is one entry of COUNTED. Its rows begin with this version of the program; for the past they are made again by
a migration (engine/migrations/m0015_counted.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket


class Counted(NamedTuple):
    """One happening. What each field means depends on its kind (COUNTED)."""

    who: str = ""  # the operator whose work it is
    what: str = ""  # an address, a letter, the number of an incident
    against: datetime | None = None  # the moment its length is counted from, or its promise
    score: int = 0


class CountedEvent(NamedTuple):
    """What one event of a ticket is for the figures."""

    status: str  # of the ticket after it
    counted: Counted | None = None  # None: no figure counts it
    takes_back: int | None = None  # number of the event that this one makes as if it had never been


def stage(kind: str, data: JsonObject, before: Ticket, after: Ticket, *, asks: bool = True) -> CountedEvent:
    """`data`: the event's fields in plain form; `asks`: whether closing letters ask for a vote."""
    count, name = COUNTED.get(kind), _TAKES_BACK.get(kind)
    counted = None if count is None else count(data, before, after)
    return CountedEvent(
        str(after.status),
        counted._replace(score=0) if counted is not None and kind == "closed" and not asks else counted,
        None if name is None else int(data[name]),
    )


_TAKES_BACK: Mapping[str, str] = MappingProxyType({"answer-taken-back": "answer", "command-undone": "seq"})


def _request(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    """Against: the moment until which an answer was promised."""
    return Counted(against=_moment(data.get("promised_at")))


def _by(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    return Counted(data.get("operator") or data.get("actor") or "")


def _answered(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    """Against: the request's arrival, for a first answer. What: the canned letter it was made of."""
    operator, first = data.get("operator") or "", data.get("first")
    return Counted(operator, data.get("canned") or "", after.opened_at if first else None)


def _breached(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    """Against: since when the customer had waited."""
    return Counted(data.get("operator") or "", against=_moment(data.get("since")))


def _closed(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    """Against: the request's arrival, or the last reopening. What: `satisfied`, which becomes the canned letter before
    it (store/desk/counted.py). Score: 1 where a letter asked the customer for a vote."""
    said = "satisfied" if data.get("closing") == "satisfied" else ""
    return Counted(data.get("operator") or before.owner or "", said, after.opened_at, 1 if data.get("letter") else 0)


def _reopened(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    """Who: whose closing did not hold."""
    return Counted(before.statement_by or before.owner or "", against=_moment(data.get("closed_at")))


def _handed(data: JsonObject, before: Ticket, after: Ticket) -> Counted | None:
    """Who: who gave it away. A ticket without owner is no hand-over."""
    gave, got = data.get("before") or before.owner, data.get("operator") or ""
    return None if not gave or gave == got else Counted(gave, got)


def _held(data: JsonObject, before: Ticket, after: Ticket) -> Counted | None:
    """Not again when its author has written it anew."""
    return None if data.get("instead") is not None else Counted(data.get("operator") or "")


def _escalated(data: JsonObject, before: Ticket, after: Ticket) -> Counted | None:
    """What: the address. Additions do not count."""
    return Counted(data.get("operator") or "", data["to"]) if data.get("first", True) else None


def _party_wrote(data: JsonObject, before: Ticket, after: Ticket) -> Counted | None:
    second_tier = data.get("party_kind", "second-tier") == "second-tier"
    return Counted(what=data["to"]) if second_tier and data.get("first", True) and data.get("to") else None


def _late(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    return Counted(what=data["to"])


def _incident(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    return Counted(what=data["number"])


def _vote(data: JsonObject, before: Ticket, after: Ticket) -> Counted:
    """Against: the closing it is about. Score: 1 to 5."""
    who = data.get("operator") or before.statement_by or before.owner or ""
    return Counted(who, against=_moment(data.get("closed_at")), score=data["score"])


def _imported(data: JsonObject, before: Ticket, after: Ticket) -> Counted | None:
    """Once, when it is brought in."""
    return None if before.imported else Counted()


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, datetime) else None


COUNTED: Mapping[str, Callable[[JsonObject, Ticket, Ticket], Counted | None]] = MappingProxyType(
    {
        "request-received": _request,
        "imported": _imported,
        "request-repeated": _by,
        "claimed": _by,
        "answered": _answered,
        "answer-held": _held,
        "breached": _breached,
        "excused": _by,
        "closed": _closed,
        "reopened": _reopened,
        "discarded": _by,
        "solved-by-self-help": _by,
        "assigned": _handed,
        "escalated": _escalated,
        "party-wrote": _party_wrote,
        "second-tier-late": _late,
        "incident-joined": _incident,
        "incident-left": _incident,
        "vote-cast": _vote,
    }
)
