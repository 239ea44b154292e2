"""Letter: a mail the desk decided to send, before it has text, headers or bytes, which `mail/compose.py` adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from mailflow.core.confirmations import Act
from mailflow.core.letter_kinds import AutoKind, kind_of
from mailflow.core.message import Address
from mailflow.lazy_dataclasses import dataclass

# attachments: none, those of the mail being settled, or all the customer has sent on the ticket
Files = Literal["none", "mail", "ticket"]

Facts = Mapping[str, object]  # by name; moments are aware datetimes
LETTERS_WITHIN = "letters-within"  # {fact: names of canned letters whose texts it is made of}


@dataclass(frozen=True, slots=True)
class Leaving:
    """How the reader of a letter to many gets no more of them."""

    key: str  # signed: by mail, in the subject
    page: str = ""  # URL of our page; "" without pages


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one reader (or one reader and a Cc). `facts` are what its template may show, besides `desk`,
    `ticket` and `recipient`; times in them are aware datetimes."""

    kind: str  # the canned letter's name; "answer" for a person's own words relayed (then `body` is set)
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    language: str = ""  # "" = the desk's
    facts: Facts = field(default_factory=dict)
    reply_to: Literal["desk", "everyone"] = "desk"
    author: str | None = None  # operator's name for From: "Budi via iDuHelp"; None = the desk's name
    body: str | None = None  # the finished text; None = the template's
    files: Files = "none"  # which attachments are sent along
    readers: tuple[Address, ...] = ()  # the customer's Cc; also in Reply-To where that names everyone
    answers: str | None = None  # Message-ID this replies to; None = the ticket's newest mail that its reader has
    asks: Act | None = None  # a `confirm`: what a yes in reply to it does
    canned: str = ""  # a person's own words were made of this canned letter, whose files go along
    about: int | None = None  # number of the answer's event that it carries, tells of, or has to follow
    due_at: datetime | None = None  # it leaves then; None: at once
    source: int = 0  # number of the event whose mail has the attachments (`files="mail"`); 0: the mail in hand
    party: int = 0  # number of the Party outside whose thread it belongs to; 0: it is for the desk or the customer
    survey: bool = False  # contains the survey link: only the PIC's close, once
    leaving: Leaving | None = None  # of a broadcast, made of the letter `canned`

    @property
    def auto(self) -> AutoKind | None:
        """The value of Auto-Submitted (RFC 3834 §5); None: a person wrote it."""
        return kind_of(self.kind).auto
