"""The attachments of a letter: of the mail being settled, or of all the customer has sent on its ticket. Letters to
colleagues only list attachments that are too large to copy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import cached_property, partial

from mailflow.core.letter import Letter
from mailflow.core.message import Message
from mailflow.core.people import is_customer
from mailflow.core.plain import JsonObject
from mailflow.core.registered import Registered
from mailflow.core.ticket import Ticket
from mailflow.core.wording import size_words
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.answered import answered_ids
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import identity
from mailflow.mail.canned_answer import files_of
from mailflow.mail.mime import CUT
from mailflow.mail.multipart import File, Files
from mailflow.mail.quoting.memory import Memory
from mailflow.mail.understand import contents
from mailflow.store.desk import tickets
from mailflow.store.mail import messages, waiting

MOST_COPIED = 15_000_000  # bytes of all attachments in one letter to a colleague: most servers accept this

_MOST_ANSWERED = 50  # mails that one mail answers, looked at ahead


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The attachments of a letter, and those it only lists."""

    files: Files | None = None
    left_out: tuple[File, ...] = ()
    pictures: tuple[File, ...] = ()  # shown within the HTML

    def copied(self) -> tuple[File, ...]:
        return self.files.files if self.files is not None else ()

    def listed(self) -> tuple[Mapping[str, str | int], ...]:
        """The attachments sent along, as the archive shows them."""
        return tuple({"name": f.name, "content_type": f.content_type, "size": len(f.content)} for f in self.copied())

    def named(self, language: str) -> list[str]:
        """The attachments left out, with their sizes."""
        return [f"{file.name} ({size_words(len(file.content), language)})" for file in self.left_out]


@dataclass(frozen=True, slots=True)
class Sought:
    """What the register says of an address; None: nothing."""

    address: str
    found: Registered | None


@dataclass(frozen=True)
class MailInHand:
    """The mail an occasion is about. Its attachments are extracted once, and encoded once for all letters."""

    message: Message
    raw: bytes
    arrived_at: datetime | None = None  # None: now, as far as anybody can tell
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)  # of what its lines are
    sought: Sought | None = None  # its customer was looked for in the register
    _known: dict[int | None, Enclosed] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def files(self) -> tuple[File, ...]:
        wanted = [(a.index, a.name, a.content_type, a.content_id) for a in self.message.files]
        return _files(wanted, contents(self.raw, [index for index, *_ in wanted], self.memory))

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def is_cut(self) -> bool:
        """It has more parts than are read."""
        return CUT in self.message.notes

    def enclosed(self, secret: bytes, up_to: int | None) -> Enclosed:
        """The attachments up to that size in bytes; None: all of them."""
        if not (self.message.attachments and self.message.files):
            return Enclosed()
        if up_to not in self._known:
            found = self._known[up_to] = _chosen(self.files, up_to, lambda: identity.boundary(secret, self.sha256))
            if not found.left_out:
                self._known[None] = found
        return self._known[up_to]

    def prepare(self, secret: bytes, up_to: int) -> None:
        """Extract and encode the attachments that letters will need, before the lock is taken; so with its digest."""
        _ = self.sha256
        files = self.enclosed(secret, up_to).files
        if files is not None:
            _ = files.end


def read_ahead(parts: Parts, mail: MailInHand) -> None:
    """Extract, before the lock is taken, the attachments of earlier mails that a letter is likely to take along: the
    receipt of a claim, an announcement when a ticket without an owner goes on. Others interrupt the transaction."""
    answered = answered_ids(mail.message)
    for ticket in tickets.of_ids(parts.db, answered[:_MOST_ANSWERED]) if answered else ():
        if ticket.owner is None or ticket.status.over:
            _stored(parts, messages.files_of_customer(parts.db, ticket.n))


def enclosed(parts: Parts, letter: Letter, ticket: Ticket, mail: MailInHand | None) -> Enclosed:
    """The attachments the letter asks for. A person's own words are sent with all attachments, of any size."""
    up_to = parts.rules.copy_up_to if letter.body is None else None
    if letter.canned:
        return _with_canned(parts, letter, ticket, mail)
    if letter.files == "mail" and letter.source:
        return _chosen(_of_event(parts, ticket, letter.source), up_to, partial(_boundary, parts, ticket))
    if letter.files == "none" or (letter.files == "mail" and mail is None):
        return Enclosed()
    if letter.files == "mail" and mail is not None:
        return mail.enclosed(parts.secret, up_to)
    return _chosen(_of_customer(parts, ticket, mail), up_to, partial(_boundary, parts, ticket))


def _boundary(parts: Parts, ticket: Ticket) -> str:
    return identity.boundary(parts.secret, f"{ticket.n}.{ticket.version}")


def _of_event(parts: Parts, ticket: Ticket, number: int) -> list[File]:
    """Of the mail that caused an event of the ticket: an answer that was held is sent with its attachments."""
    found = waiting.attachments(parts.db, ticket.n, number)
    return [] if found is None else _stored(parts, [found])


def _with_canned(parts: Parts, letter: Letter, ticket: Ticket, mail: MailInHand | None) -> Enclosed:
    """The files of the canned letter it was made of, and those of the operator's mail."""
    own = files_of(parts.templates, letter.canned, letter.language)
    if letter.source:
        return _chosen((*own, *_of_event(parts, ticket, letter.source)), None, partial(_boundary, parts, ticket))
    return _chosen((*own, *(mail.files if mail is not None else ())), None, partial(_boundary, parts, ticket))


def _chosen(files: Iterable[File], up_to: int | None, boundary: Callable[[], str]) -> Enclosed:
    copied: list[File] = []
    left_out: list[File] = []
    room = MOST_COPIED
    for file in files:
        fits = up_to is None or len(file.content) <= min(up_to, room)
        (copied if fits else left_out).append(file)
        room -= len(file.content) if fits else 0
    return Enclosed(Files(tuple(copied), boundary()) if copied else None, tuple(left_out))


def _of_customer(parts: Parts, ticket: Ticket, mail: MailInHand | None) -> list[File]:
    """Oldest mail first; the mail being settled is not filed yet. Mails whose bytes are no longer kept are left out."""
    filed = messages.files_of_customer(parts.db, ticket.n)
    found = _stored(parts, filed)
    sender = mail.message.sender if mail is not None else None
    if mail is not None and (not filed or (sender is not None and is_customer(ticket, sender.email))):
        found += mail.files
    return found


def _stored(parts: Parts, mails: Iterable[tuple[int, list[JsonObject]]]) -> list[File]:
    """The attachments of stored mails, by inbox id. Raises Unparsed."""
    wanted = {inbox_id: some for inbox_id, attachments in mails if (some := _wanted(attachments))}
    found = parts.parsed.contents(parts.db, {inbox_id: [one[0] for one in some] for inbox_id, some in wanted.items()})
    return [file for inbox_id, data in found.items() for file in _files(wanted[inbox_id], data)]


def _wanted(attachments: Iterable[JsonObject]) -> list[tuple[int, str, str, str]]:
    return [(a["index"], a["name"], a["content_type"], a["content_id"]) for a in attachments if not a["logo"]]


def _files(wanted: Sequence[tuple[int, str, str, str]], data: Sequence[bytes]) -> tuple[File, ...]:
    return tuple(
        File(name, content_type, content, content_id)
        for (_, name, content_type, content_id), content in zip(wanted, data, strict=True)
    )
