"""One ticket as procedure.md has it: what the simulator itself knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.simulation.entry import Entry, when
from tests.simulation.out import Outs

LADDERS_OF = {
    "new": ("claim",), "open": ("answer",), "waiting": ("feedback", "solved"), "closing": ("closing",),
    "escalated": ("second_tier",), "merged": ("second_tier",),
}  # fmt: skip


@dataclass
class Model:
    """One ticket as procedure.md has it."""

    n: int
    status: str = ""
    owner: str | None = None
    since: dict[str, datetime | None] = field(default_factory=dict)  # the clocks, by ladder
    rung: set[tuple[str, datetime, str]] = field(default_factory=set)  # ladder, clock, rung
    rang_at: dict[tuple[str, datetime, str], datetime] = field(default_factory=dict)  # ladder, clock, rung → when
    breached: set[datetime] = field(default_factory=set)  # clocks
    out: Outs = ()  # answers to the customer, oldest first
    escalated: datetime | None = None  # since when the second tier has it
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)  # while it had it before
    snoozed: tuple[datetime, datetime] | None = None  # (since, until): its owner is not reminded
    claims: int = 0
    group: str = ""  # of operators, who may take it first
    taken: datetime | None = None  # since when its owner has it, for a claim that expires
    put_aside: datetime | None = None  # when an owner last took back, or decided about, an answer that had not left
    asked: bool = False  # the customer was asked for something, and his "ok" may be the answer
    winner: tuple[datetime, int] | None = None  # the claim that counted: arrival, mail
    undecided_then: frozenset[int] = frozenset()  # mails of which nobody could know, when it did, what they claim
    closings: int = 0
    vote_awaited: datetime | None = None  # when it was closed, if its customer is reminded of the survey
    joined: int = 0  # the occasion by which another ticket, or a mail of another, came here
    along: tuple[bool, tuple[str, ...]] = (False, ())  # what a mail of another brought: a breach, rungs
    unreachable: bool = False  # a letter to the customer came back


def back(model: Model, entry: Entry) -> None:
    """The second tier has it no longer: its customer's clock goes on. What is taken back has it again."""
    if model.status == "escalated":
        if model.escalated is None:
            model.escalated, _ = model.pauses.pop()
        return
    if model.escalated is not None:
        ended = when(entry.data["at"]) if entry.data.get("at") else entry.recorded
        model.pauses.append((model.escalated, max(ended, model.escalated)))
        model.escalated = None
