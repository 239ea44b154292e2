"""Events of operators' words to the customer: sent, waiting, held, returned or kept. A part of events.py."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mailflow.lazy_dataclasses import dataclass

Ending = Literal["note", "dropped", "void"]


@dataclass(frozen=True, slots=True)
class AnswerHeld:
    """An answer that would have been relayed is returned to its author, who sends it, files it or drops it."""

    operator: str
    at: datetime  # arrival of the mail that caused it
    text: str
    why: str  # a code of wording.py
    closing: str = ""  # satisfied | no-feedback: the closing statement that goes with it
    files: bool = False  # it has attachments
    canned: str = ""  # the canned letter it was made of
    source: int = 0  # number (Ticket.version) of the event whose mail contains it; 0: this one's
    instead: int | None = None  # the held answer it replaces
    customer_name: str = ""  # of the customer whose mail, in the same step, caused it
    said: str = ""  # that customer's words
    detail: str = ""  # what the words for `why` name


@dataclass(frozen=True, slots=True)
class HeldSettled:
    """A held answer that will not be sent any more. One that is sent is an Answered with `held`."""

    operator: str  # its author
    held: int  # number of the AnswerHeld
    how: Ending
    text: str


@dataclass(frozen=True, slots=True)
class HeldReminded:
    """Its author is asked once more what becomes of a held answer."""

    operator: str
    held: int


@dataclass(frozen=True, slots=True)
class ClaimReturned:
    """`claim: empty-only`: an answer before the claim was returned to its author."""

    operator: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerReturned:
    """A mail that would have been relayed to the customer was returned to its author instead; nothing else changes."""

    operator: str
    text: str
    why: str  # a code of wording.py


@dataclass(frozen=True, slots=True)
class NoteFiled:
    """A colleague's words that only colleagues see."""

    author: str
    text: str
    why: str = ""  # why the author is told that the customer did not get it; "": not told
    let_out_by: str | None = None  # who released it from quarantine; then `author` is not proven


@dataclass(frozen=True, slots=True)
class AnswerScheduled:
    """An answer that leaves at a moment its author named. It answers the customer then, and stops no clock before."""

    operator: str
    at: datetime
    text: str
    due_at: datetime
    files: bool = False
    source: int = 0  # number of the event whose mail has its attachments; 0: this one's
    held: int | None = None  # number of the AnswerHeld it sends
    asks: str = ""  # as in Answered


@dataclass(frozen=True, slots=True)
class AnswerLeft:
    """The moment of an answer that waited has come: it can no longer be taken back."""

    operator: str
    answer: int  # number of its Answered, ClosingStated or AnswerScheduled


@dataclass(frozen=True, slots=True)
class AnswerTakenBack:
    """An answer that waited will not be sent; clocks and state are as if it had never been."""

    operator: str  # its author
    answer: int
    at: datetime
    text: str
    why: str = ""  # a code of wording.py that its author is told with its text; "": he knows


@dataclass(frozen=True, slots=True)
class Answered:
    """Step 5: the customer has an answer, or gets it through us."""

    operator: str
    at: datetime
    text: str
    relayed: bool
    first: bool
    only_link: bool
    owner: str | None  # the ticket's owner then; if not `operator`, two people have answered
    claims: bool = False  # the same mail made the operator the owner
    asks: str = ""  # question | request: what it wants of the customer (replies/questions.py)
    canned: str = ""  # the canned letter it was made of, by `/balas`
    held: int | None = None  # number of the AnswerHeld it sends
    source: int = 0  # number of the event whose mail has its attachments; 0: this one's
    files: bool = False  # it has attachments; not known of older ones
    due_at: datetime | None = None  # a relayed one waits until then, and can be taken back; None: it left at once
    scheduled: int | None = None  # number of the AnswerScheduled whose letter leaves now
    hints: tuple[tuple[str, str], ...] = ()  # (key of `hints:`, what was found): its author is told
    counted: bool = False  # among those that may come back (`Ticket.out`); earlier versions counted none


@dataclass(frozen=True, slots=True)
class ClaimCameSecond:
    """Step 3: another operator owns the ticket; the text is kept."""

    operator: str
    text: str


@dataclass(frozen=True, slots=True)
class ClosingStated:
    """Step 8: an operator stated that it is done; the ticket waits for the PIC."""

    operator: str
    at: datetime
    closing: str  # satisfied | no-feedback
    by: str  # text | command | automatic | customer (who says that it is solved)
    text: str
    sent: bool  # the customer has the closing text, or gets it with this event
    relayed: bool = False  # with this event
    due_at: datetime | None = None  # as in Answered
