"""Events of tickets that become one, or two. A part of events.py."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from mailflow.core.message import Address
from mailflow.core.ticket import TicketParts
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Merged:
    """This ticket went into another: what comes to it from now on goes there."""

    actor: str
    at: datetime
    into: int  # n of that ticket
    number: str  # as people know it
    owner: str | None = None  # of that ticket then
    tier_goes_on: bool = False  # it is with the second tier, whose answer is still awaited


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
    again: bool = False  # it had before; the answer its customer was about to get was taken back


@dataclass(frozen=True, slots=True)
class MergeMoved:
    """The ticket this one went into gave its question away again: it leads there now."""

    actor: str
    at: datetime
    into: int
    number: str  # of the ticket in which the conversation goes on, as people know it
    follows: bool = (
        False  # `into` is what it was, and was merged itself: the conversation goes on at the end of the chain
    )


@dataclass(frozen=True, slots=True)
class SplitOff:
    """A mail of this ticket became a ticket of its own: this one is as if the mail had never come."""

    actor: str
    at: datetime
    n: int  # of the new ticket
    number: str
    seq: int  # of the event by which the mail came; 0: it came to a ticket that was merged since
    changed: tuple[str, ...] = ()  # names of the parts that are otherwise without it
    before: TicketParts = field(default_factory=TicketParts)
    wrote_at: datetime | None = None  # of the customer's newest mail without it
    gone: int = 0  # n of the merged ticket whose question it was; 0: none
    customer: tuple[str, ...] = ()  # with `gone`: addresses that came with that ticket
    also: tuple[Address, ...] = ()
    requester: bool = False  # whose customer this ticket, which had none, had taken for its own


@dataclass(frozen=True, slots=True)
class SplitFrom:
    """This ticket began as a mail of another."""

    actor: str
    n: int
    number: str
    owner: str | None = None  # who has it from the beginning
    breached: bool = False  # the customer's waiting was counted as a breach there
    rung: tuple[str, ...] = ()  # its reminders that had rung there
    at: datetime | None = None  # when it was taken apart: a claim that expires counts from here
