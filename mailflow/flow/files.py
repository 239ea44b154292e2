"""The files a letter takes along: of the mail in hand, or of all the customer has sent on its ticket. Letters to
colleagues only name what is too large to be copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from mailflow.core.letter import Letter
from mailflow.core.message import Message
from mailflow.core.people import is_customer
from mailflow.core.ticket import Ticket
from mailflow.core.wording import size_words
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.mail.multipart import File
from mailflow.mail.understand import contents
from mailflow.store import inbox, messages

MOST_COPIED = 15_000_000  # bytes of all files in one letter to a colleague: what most servers still take


@dataclass(frozen=True)
class MailInHand:
    """The mail an occasion is about. Its files are taken out of its bytes once, when first asked for."""

    message: Message
    raw: bytes

    @cached_property
    def files(self) -> tuple[File, ...]:
        return _taken_out(self.raw, [(a.index, a.name, a.content_type, a.content_id) for a in self.message.files])

    def prepare(self, up_to: int) -> None:
        """What letters will ask for, before anybody waits: files up to that size are ready to be sent."""
        for file in self.files if self.message.files else ():
            if len(file.content) <= up_to:
                _ = file.part


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What one letter takes along, and what it only names, with its size."""

    files: tuple[File, ...] = ()
    named: tuple[str, ...] = ()


def enclosed(parts: Parts, letter: Letter, ticket: Ticket, mail: MailInHand | None) -> Enclosed:
    """By what the letter asks for. A person's own words go with all his files, whatever their size."""
    if letter.files == "none":
        return Enclosed()
    if letter.files == "mail":
        found: Iterable[File] = mail.files if mail is not None else ()
    else:
        found = _of_customer(parts, ticket, mail)
    if letter.body is not None:
        return Enclosed(tuple(found))
    return _sorted_by_size(found, parts.rules.copy_up_to, letter.language or parts.rules.desk.language)


def _sorted_by_size(files: Iterable[File], up_to: int, language: str) -> Enclosed:
    copied, named, room = [], [], MOST_COPIED
    for file in files:
        if len(file.content) <= min(up_to, room):
            copied.append(file)
            room -= len(file.content)
        else:
            named.append(f"{file.name} ({size_words(len(file.content), language)})")
    return Enclosed(tuple(copied), tuple(named))


def _of_customer(parts: Parts, ticket: Ticket, mail: MailInHand | None) -> Iterator[File]:
    """Oldest mail first; the one in hand is not filed yet. What is no longer kept is not there to be copied."""
    filed = messages.files_of_customer(parts.db, ticket.n)
    for inbox_id, attachments in filed:
        wanted = [(a["index"], a["name"], a["content_type"], a["content_id"]) for a in attachments if not a["logo"]]
        with suppress(CannotDo):
            yield from _taken_out(inbox.raw(parts.db, inbox_id), wanted) if wanted else ()
    sender = mail.message.sender if mail is not None else None
    if mail is not None and (not filed or (sender is not None and is_customer(ticket, sender.email))):
        yield from mail.files


def _taken_out(raw: bytes, wanted: Sequence[tuple[int, str, str, str]]) -> tuple[File, ...]:
    found = contents(raw, [index for index, *_ in wanted])
    return tuple(
        File(name, content_type, content, content_id)
        for (_, name, content_type, content_id), content in zip(wanted, found, strict=True)
    )
