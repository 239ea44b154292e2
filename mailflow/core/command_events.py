"""Events of mailed and typed commands, beside those of ownership and ends (events.py, which has all of them): what is
kept with a ticket, what was taken back, what a colleague was told."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.ticket import TicketParts
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Categorized:
    """A colleague filed it under a category; what the rules found is in `RequestReceived`."""

    actor: str
    category: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Prioritized:
    """A colleague changed how urgent it is."""

    actor: str
    priority: str  # high | normal | low
    before: str = "normal"


@dataclass(frozen=True, slots=True)
class Snoozed:
    """The owner is not reminded before `until`; the PIC is, and breaches count."""

    actor: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Excused:
    """A PIC says why one breach of the ticket is no fault; it still counts as a breach, and as excused."""

    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """Words have disappeared from everything kept about the ticket. Digests are those of what was there before, by
    `redacting.sealed`; in older logs, where they are not `keyed`, hex sha256."""

    actor: str
    at: datetime
    mail: int  # inbox id of the mail that had them
    words: int  # how many
    events: tuple[tuple[int, str], ...] = ()  # (seq, digest of its JSON) of each event that had them
    mails: tuple[tuple[int, str], ...] = ()  # (inbox id, digest of its bytes)
    keyed: bool = False
    seals: tuple[str, ...] = ()  # of the words, by `redacting.seals_kept`: a later mail that has them loses them


@dataclass(frozen=True, slots=True)
class CommandUndone:
    """A colleague took back his last command: the parts it changed are as they were."""

    actor: str
    seq: int  # of the command's first effect in the log
    changed: tuple[str, ...]  # names of those parts
    before: TicketParts
    owner: str | None = None  # the owner until now


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """A clear command that is not possible now. When typed, nothing is recorded: the person reads `why` at once."""

    actor: str
    command: str
    why: str
    since: datetime | None = None  # since when the customer waits, if that is the reason
    detail: str = ""  # what its words name: a ticket's number


@dataclass(frozen=True, slots=True)
class CommandAnswered:
    """Results of the command lines in a colleague's mail, sent back to the author: (line, result) or (line, result,
    detail) each."""

    author: str
    results: tuple[tuple[str, ...], ...]
    text: str = ""  # the author's words, when they were not passed on
    letter: str = ""  # the letter that answers one of the lines; "": the receipt of commands
    topic: str = ""  # what that letter was asked about
    claims: bool = False  # the same mail made the author the owner: the receipt of the claim tells the results too
    sent: str | None = None  # with `claims`: the author's answer to the customer
    direct: bool = False  # with `claims`: the customer has those from the author
    told: bool = True  # False: told with the results of the ticket that the mail belongs to
