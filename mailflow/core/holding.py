"""Parts of a Ticket about answers that did not leave at once, and about what their authors may not have read yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class FurtherMail:
    """A customer's mail after the request that wants an answer."""

    number: int  # of its CustomerWrote
    at: datetime
    addressed: tuple[str, ...] = ()  # names of colleagues who got it directly; "list"
    known_to: tuple[str, ...] = ()  # operators who have answered since
