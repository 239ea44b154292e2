"""What the shared mailbox shows of a ticket: keywords on its mails, and the folder a copy of each is in. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from string import Formatter
from types import MappingProxyType

from mailflow.core.ladder import LADDERS
from mailflow.core.ladders import ladder_of
from mailflow.core.ticket import Status, Ticket
from mailflow.core.wording import in_language
from mailflow.lazy_dataclasses import dataclass

PREFIX = "$mf_"  # of every keyword of ours (RFC 5788 §2: "$" is for common use); others are not touched
COPY = "$mf_copy"  # on the copies in folders, so that nothing else is ever removed from one
NEW, OVERDUE, WAITING, CLOSED = "$mf_new", "$mf_overdue", "$mf_waiting", "$mf_closed"
_OWNER = "$mf_owner_"
_LONGEST = 40  # characters of a name in a keyword
WORDS = ("owner", "state")  # of the pattern of folders
_UNOWNED = ("belum-diambil", "unclaimed")
_STATES: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.NEW: ("baru", "new"),
        Status.OPEN: ("dikerjakan", "open"),
        Status.WAITING: ("menunggu-pelanggan", "waiting"),
        Status.ESCALATED: ("lini-kedua", "escalated"),
        Status.CLOSING: ("menunggu-PIC", "closing"),
        Status.CLOSED: ("selesai", "closed"),
        Status.MERGED: ("selesai", "closed"),
        Status.DISCARDED: ("selesai", "closed"),
    }
)


@dataclass(frozen=True, slots=True)
class MirrorView:
    """How each mail of a ticket is to be shown."""

    keywords: frozenset[str]
    folder: str | None = None  # None: no copy


@dataclass(frozen=True, slots=True)
class MirrorMail:
    """A mail of the mailbox, and how it is to be shown."""

    uidvalidity: str
    uid: int
    message_id: str  # "": it has none, and is not copied
    view: MirrorView


def mirrored(ticket: Ticket, pattern: str, language: str) -> MirrorView:
    """`pattern` of folders: "Tiket/{owner}", "Tiket/{owner}/{state}"; "" for no copies. Without {state} the copies of a
    ticket that is over go."""
    folder = None
    if pattern and not (ticket.status.over and "state" not in words_in(pattern)):
        owner = _name(ticket.owner) if ticket.owner else in_language(_UNOWNED, language)
        folder = pattern.format(owner=owner, state=in_language(_STATES[ticket.status], language))
    return MirrorView(keywords_of(ticket), folder)


def keywords_of(ticket: Ticket) -> frozenset[str]:
    if ticket.status.over:
        return frozenset({CLOSED})
    found = {NEW: ticket.status is Status.NEW, WAITING: ticket.status is Status.WAITING, OVERDUE: _is_late(ticket)}
    owner = [owner_keyword(ticket.owner)] if ticket.owner else []
    return frozenset((*(name for name, holds in found.items() if holds), *owner))


def owner_keyword(name: str) -> str:
    """ "Budi" → `$mf_owner_budi`; a keyword is an atom of ASCII (RFC 9051 §9)."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST]
    return _OWNER + (word or sha256(name.encode("utf-8", "replace")).hexdigest()[:8])


def words_in(pattern: str) -> set[str]:
    return {word for _, word, _, _ in Formatter().parse(pattern) if word is not None}


def root_of(pattern: str) -> str:
    """The part of the pattern before its first word: below it are only folders of ours."""
    return pattern.partition("{")[0]


def _name(owner: str) -> str:
    """As part of a folder's name, without what servers take for a separator or a wildcard."""
    return re.sub(r"[/.\\%*~#&\"\x00-\x1f]+", "-", owner).strip("- ") or "-"


def _is_late(ticket: Ticket) -> bool:
    ladder = ladder_of(ticket)
    return ladder is not None and LADDERS[ladder].ours and any(r.startswith(f"{ladder}:") for r in ticket.rung)
