"""Parts of a Ticket about answers that did not leave at once, and about what their authors may not have read yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailflow.core.ladder import Ladder
from mailflow.core.status import Status
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """An answer returned to its author, who has not decided yet what becomes of it."""

    number: int  # of its AnswerHeld: the ticket's version after it
    operator: str
    at: datetime
    text: str
    why: str
    closing: str = ""
    files: bool = False
    source: int = 0  # number of the event whose mail contains it
    canned: str = ""
    reminded: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FurtherMail:
    """A customer's mail after the request that wants an answer."""

    number: int  # of its CustomerWrote
    at: datetime
    addressed: tuple[str, ...] = ()  # names of colleagues who got it directly; "list"
    known_to: tuple[str, ...] = ()  # operators who have answered since


@dataclass(frozen=True, slots=True)
class AnswerOut:
    """An answer that the customer has, unless it comes back: then the clock it stopped goes on."""

    number: int  # of the event that its letter is of
    since: datetime | None  # start of the answer clock it stopped; None: no answer was owed
    rung: tuple[str, ...] = ()
    breached: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class BeforeAnswer:
    """What an answer changes of its ticket, as it was before."""

    status: Status
    clocks: Mapping[Ladder, datetime]
    rung: tuple[str, ...] = ()
    breached: bool = False
    answered_at: datetime | None = None
    first_answered_at: datetime | None = None
    asked: str = ""
    stopped_since: datetime | None = None
    stopped_rung: tuple[str, ...] = ()
    stopped_breached: bool = False
    statement: str | None = None
    statement_by: str | None = None
    statement_sent: bool = False
    contradicted: bool = False
    further: tuple[FurtherMail, ...] = ()
    out: tuple[AnswerOut, ...] = ()


@dataclass(frozen=True, slots=True)
class UnsentAnswer:
    """An answer that waits for its moment (`undo_within:`, or one that its author named)."""

    number: int  # of its Answered, ClosingStated or AnswerScheduled
    operator: str
    text: str
    due_at: datetime
    before: BeforeAnswer | None = None  # None: it was scheduled, and has changed nothing yet
    closing: str = ""
    files: bool = False
    source: int = 0
    asks: str = ""
    canned: str = ""

    @property
    def scheduled(self) -> bool:
        return self.before is None
