"""Events of tickets that become one, or two. A part of events.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.message import Address


@dataclass(frozen=True, slots=True)
class Merged:
    """This ticket went into another: what comes to it from now on goes there."""

    actor: str
    at: datetime
    into: int  # n of that ticket
    number: str  # as people know it
    owner: str | None = None  # of that ticket then


@dataclass(frozen=True, slots=True)
class TicketJoined:
    """Another ticket went into this one: its customer, and what is owed to that customer, are this ticket's now."""

    actor: str
    at: datetime
    n: int
    number: str
    subject: str
    text: str  # that customer's first words
    asked_at: datetime | None
    requester: Address | None = None
    customer: tuple[str, ...] = ()  # every address of that customer
    also: tuple[Address, ...] = ()  # who gets this ticket's answers from now on
    outsiders: tuple[Address, ...] = ()
    since: datetime | None = None  # since when that customer waits for an answer; None: none is owed
    claimed: bool = False  # the answer clock ran there
    rung: tuple[str, ...] = ()  # its rungs that had fired
    breached: bool = False  # it was counted as a breach there
