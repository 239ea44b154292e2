"""Letter: a mail the desk decided to send, before it has words, headers or bytes. `mail/compose.py` gives it those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mailflow.core.letter_kinds import AutoKind, kind_of
from mailflow.core.message import Address

Files = Literal["none", "mail", "ticket"]  # of the mail in hand; of all the customer has sent on the ticket


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one reader (or one reader and his Cc). `facts` are what its template may show, besides `desk`,
    `ticket` and `recipient`; moments in them are aware datetimes."""

    kind: str  # the canned letter's name; "answer" for a person's own words relayed (then `body` is set)
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    language: str = ""  # "" = the desk's
    facts: Mapping[str, Any] = field(default_factory=dict)
    reply_to: Literal["desk", "everyone"] = "desk"
    author: str | None = None  # operator's name for From: "Budi via iDuHelp"; None = the desk's name
    body: str | None = None  # the finished text; None = the template's
    files: Files = "none"  # that go along
    readers: tuple[Address, ...] = ()  # whom the customer had in Cc: in Reply-To too, where that names everyone
    answers: str | None = None  # Message-ID this replies to; None = the newest mail of the ticket its reader has
    survey: bool = False  # the survey link belongs in it, once: only the PIC's close

    @property
    def auto(self) -> AutoKind | None:
        """What Auto-Submitted says; None: a person wrote it."""
        return kind_of(self.kind).auto
