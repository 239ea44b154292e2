"""Parties outside the desk that a ticket is discussed with: the second tier (step 6), a third party asked by `/tanya`.

The exchange with each is a thread of its own. Nothing of it reaches the customer; of the customer the party gets what
the letters to it say and nothing else. flow/settle/party_mail.py finds the mails of a party.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from mailflow.core.message import without_plus
from mailflow.lazy_dataclasses import dataclass

Shown = tuple[tuple[str, str], ...]  # (name of a field under `data:`, its value in words)


class PartyKind(StrEnum):
    SECOND_TIER = "second-tier"
    THIRD_PARTY = "third-party"


@dataclass(frozen=True, slots=True)
class Party:
    """One party, with the state of the exchange."""

    number: int  # of the event that began it: the ticket's version after that
    kind: PartyKind
    address: str
    operator: str  # who wrote to it last
    since: datetime  # when that was
    category: str = ""  # under which the second tier was asked
    sent: Shown = ()  # data of the request that it has
    their_number: str = ""  # of its own ticket, as it writes it in subjects: "[issue7]"
    ids: tuple[str, ...] = ()  # Message-IDs of its mails, oldest first
    answered_at: datetime | None = None  # since it was last written to
    ended: bool = False  # the ticket was passed on to another address
    late: bool = False  # the running clock was counted as overdue
    asked: str = ""  # the operator's last words to a third party


@dataclass(frozen=True, slots=True)
class PendingEscalation:
    """An escalation that waits for the customer's data."""

    number: int  # of its event, whose mail has the attachments
    operator: str
    to: str
    category: str
    text: str
    missing: tuple[str, ...]  # names of fields
    files: bool = False
    asked: int = 0  # how often the customer was asked for it


@dataclass(frozen=True, slots=True)
class PartyMail:
    """A mail as one of a party's."""

    number: int  # of the Party
    their_number: str = ""  # in its subject, as written there
    no_answer: str = ""  # how it is known that it answers nothing
    owner: str = ""  # of the ticket into which that one was merged


MOST_IDS = 20


def same_address(one: str, other: str) -> bool:
    return without_plus(one).casefold() == without_plus(other).casefold()


def with_address(parties: Iterable[Party], address: str) -> Party | None:
    """The one with this address that was written to last."""
    found = [one for one in parties if same_address(one.address, address)]
    return max(found, key=lambda one: (not one.ended, one.since, one.number), default=None)


def current_tier(parties: Iterable[Party]) -> Party | None:
    """The second tier's address the ticket is, or was last, with."""
    found = [one for one in parties if one.kind is PartyKind.SECOND_TIER and not one.ended]
    return max(found, key=lambda one: (one.since, one.number), default=None)
