"""Mails of before → what their ticket is: who asked, whom it was answered to, from when to when. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from mailflow.core.import_events import Imported
from mailflow.core.message import Address, Message
from mailflow.core.people import is_foreign, is_ours
from mailflow.core.rules import Rules
from mailflow.lazy_dataclasses import dataclass

NOWHERE = "imported.invalid"  # the domain of who has no address (RFC 2606 §2)
MOST_WORDS = 2_000  # characters of the first mail that the ticket itself has
MOST_PEOPLE = 50  # of a conversation: a list's archive has thousands


@dataclass(frozen=True, slots=True)
class OldMail:
    """A mail of an archive, and when it was written, as far as that is known."""

    message: Message
    at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Who brings it in, from where, and what nobody can read from the mails themselves."""

    actor: str
    source: str
    language: str = ""
    linked: tuple[int, ...] = ()


def imported(mails: Sequence[OldMail], origin: Origin, rules: Rules) -> Imported:
    """The event that `mails`, oldest first, at least one, make of a ticket. The customer is the first author who is
    none of ours, else whom a colleague wrote to; a robot only where there is nobody else."""
    first = next((one for one in mails if is_customers(one.message, rules)), mails[0])
    people = list({one.key: one for one in _outside(mails, rules)}.values())[:MOST_PEOPLE]
    requester = people[0] if people else _robot(mails, rules)
    wrote = {requester.key} if requester is not None else set()
    return Imported(
        actor=origin.actor,
        source=origin.source,
        mails=len(mails),
        subject=next((one.message.subject for one in mails if one.message.subject), ""),
        text=(first.message.reply_text or first.message.text)[:MOST_WORDS],
        requester=requester,
        customer=tuple(sorted(wrote)),
        participants=tuple(one for one in people if one.key not in wrote),
        language=origin.language,
        began_at=min(one.at for one in mails),
        ended_at=max(one.at for one in mails),
        linked=origin.linked,
    )


def is_customers(message: Message, rules: Rules) -> bool:
    """Whether the author is none of ours. An archive proves nobody: From is believed."""
    author = message.shown_sender
    return author is not None and not is_ours(author.email, rules) and not author.email.endswith(f"@{NOWHERE}")


def _outside(mails: Sequence[OldMail], rules: Rules) -> Iterator[Address]:
    """People on the customer's side: authors first, then those who were written to."""
    authors = [one.message.shown_sender for one in mails if not one.message.automatic]
    written = [person for one in mails for person in one.message.recipients]
    for person in (*authors, *written):
        if person is not None and is_foreign(person.email, rules) and not person.email.endswith(f"@{NOWHERE}"):
            yield person


def _robot(mails: Sequence[OldMail], rules: Rules) -> Address | None:
    return next((one.message.shown_sender for one in mails if is_customers(one.message, rules)), None)
