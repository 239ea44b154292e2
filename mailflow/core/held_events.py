"""Events of words that did not reach the customer, or not at once: kept, returned, held. A part of events.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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
    customer: str = ""  # the customer whose mail, in the same step, caused it
    said: str = ""  # that customer's words


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
