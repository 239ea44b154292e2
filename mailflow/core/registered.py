"""A customer of the register: who he is, and whether he may open tickets. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from mailflow.core.plain import JsonObject
from mailflow.lazy_dataclasses import dataclass

Admit = Literal["everyone", "registered"]
Refusal = Literal["unknown", "inactive", "blocked", "lapsed", "used-up"]


# The reasons as `inbox` lists them; letters have words of their own.
REASONS: Mapping[Refusal, str] = MappingProxyType(
    {
        "unknown": "not a registered customer",
        "inactive": "a customer who is inactive",
        "blocked": "a customer who is blocked",
        "lapsed": "a customer whose registration has ended",
        "used-up": "a customer who has used up the agreed tickets",
    }
)


class CustomerStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Registered:
    """One person, who may write from several addresses."""

    addresses: tuple[str, ...]  # case-folded; letters of ours go to the first
    name: str = ""
    status: CustomerStatus = CustomerStatus.ACTIVE
    valid_until: date | None = None  # the last day that still counts, in the desk's zone; None: for good
    allowance: int | None = None  # tickets he may open since `counted_from`; None: any number
    language: str | None = None  # id | en, of letters to him; None: that of his words
    group: str = ""
    note: str = ""  # for colleagues
    id: int = 0  # in the database; 0: not stored yet
    counted_from: datetime | None = None  # moment his allowance was last changed
    unproven: tuple[str, ...] = ()  # those of his addresses from which no signed reply has come back
    failures: tuple[tuple[str, str], ...] = ()  # (address, server's words) where our letter did not arrive
    unsubscribed_at: datetime | None = None  # he gets no broadcasts since

    @property
    def verified(self) -> bool:
        """Whether a signed reply has come back from each of his addresses."""
        return bool(self.id) and not self.unproven

    @property
    def plain(self) -> JsonObject:
        """As JSON output shows it."""
        return {
            "addresses": list(self.addresses),
            "name": self.name,
            "status": self.status.value,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "allowance": self.allowance,
            "language": self.language,
            "group": self.group,
            "note": self.note,
            "verified": self.verified,
        }


@dataclass(frozen=True, slots=True)
class Admission:
    """`customers:` of rules.yaml."""

    admit: Admit = "everyone"
    grace: timedelta = timedelta(days=7)  # lapsed less than this ago counts as active


def is_over(customer: Registered, local: datetime) -> bool:
    """Whether his last day has passed. `local`: the moment, in the desk's zone."""
    return customer.valid_until is not None and local.date() > customer.valid_until


def refusal(customer: Registered | None, local: datetime, grace: timedelta, used: int) -> Refusal | None:
    """Why he may open no ticket where only registered customers may; None: he may. `local`: the moment he wrote, in
    the desk's zone; `used`: how many tickets he has opened since his allowance was set."""
    if customer is None:
        return "unknown"
    if customer.status is CustomerStatus.BLOCKED:
        return "blocked"
    if customer.status is CustomerStatus.INACTIVE:
        return "inactive"
    if is_over(customer, local - grace):
        return "lapsed"
    if customer.allowance is not None and used >= customer.allowance:
        return "used-up"
    return None
