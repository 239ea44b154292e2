"""Broadcasts: one canned letter to many registered customers. Who gets it, who does not and why, how many at a time.
Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.registered import CustomerStatus, Registered, is_over
from mailflow.lazy_dataclasses import dataclass

LeftOut = Literal[
    "unsubscribed", "blocked", "inactive", "lapsed", "unreachable", "enough", "language", "moved", "unwritten"
]

# Why a customer does not get it, as the command says it behind a number.
REASONS: Mapping[LeftOut, str] = MappingProxyType(
    {
        "unsubscribed": "unsubscribed",
        "blocked": "blocked",
        "inactive": "inactive",
        "lapsed": "no longer valid",
        "unreachable": "have no address that mail reaches",
        "enough": "have had as many this month as broadcast.per_month allows",
        "language": "read a language the letter is not written in",
        "moved": "are no longer of that group",
        "unwritten": "could not be written to: see the log",
    }
)
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class BroadcastRules:
    """`broadcast:` of rules.yaml."""

    per_month: int = 4  # to one customer in a calendar month, of the desk's zone
    per_minute: int = 60  # of all broadcasts together


@dataclass(frozen=True, slots=True)
class BroadcastAnswered:
    """Which broadcast a customer's mail replies to."""

    id: int
    letter: str  # name of the canned letter
    group: str  # "": everybody
    subject: str
    sent_at: datetime  # when it was written to that customer


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides beside the customer himself."""

    group: str  # to which it goes; "": everybody
    local: datetime  # now, in the desk's zone
    had: int  # broadcasts he has had in this calendar month
    languages: tuple[str, ...]  # there are versions of the letter in
    language: str  # the desk's


def left_out(customer: Registered, now: Situation, rules: BroadcastRules) -> LeftOut | None:
    """Why he does not get the letter; None: he gets it."""
    if customer.status is CustomerStatus.BLOCKED:
        return "blocked"
    if customer.unsubscribed_at is not None:
        return "unsubscribed"
    if customer.status is CustomerStatus.INACTIVE:
        return "inactive"
    if is_over(customer, now.local):
        return "lapsed"
    if reached_at(customer) is None:
        return "unreachable"
    if now.group and customer.group != now.group:
        return "moved"
    if language_of(customer, now.language) not in now.languages:
        return "language"
    return "enough" if now.had >= rules.per_month else None


def reached_at(customer: Registered) -> str | None:
    """His first address from which no letter came back; None: there is none."""
    failed = {address for address, _ in customer.failures}
    return next((one for one in customer.addresses if one not in failed), None)


def language_of(customer: Registered, desks: str) -> str:
    return customer.language or desks


def month_of(local: datetime) -> datetime:
    """When the calendar month began."""
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def room(rules: BroadcastRules, lately: int, unsent: int, *, steady: bool) -> int:
    """How many may be written now, after so many in the last minute, while so many still wait in the outbox. `steady`:
    as asked each second, so that they leave one after the other."""
    left = min(rules.per_minute - lately, rules.per_minute - unsent)
    return max(0, min(left, -(-rules.per_minute // 60)) if steady else left)


# -- unsubscribing

# who the letter was for: `broadcast-customer-signature`; the signature is checked by mail/unsubscribing.py
_KEY = LazyPattern(r"\bunsubscribe[:\s]{1,3}([0-9]{1,15}-[0-9]{1,15}-[a-z2-7]{24})(?![a-z0-9-])", re.IGNORECASE)


def key_in(subject: str) -> str:
    """The key in the subject of a mail that a click on our List-Unsubscribe has written; "" without."""
    found = _KEY.search(subject[:1000])
    return found[1].lower() if found else ""
