"""The event of `mailflow import` (events.py has all of them)."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.message import Address
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imported:
    """Mails of a conversation of before were brought in: the ticket is closed and marked. Once more for each part of a
    long conversation, and for mails of it that a later import finds. It counts when it was brought in."""

    actor: str
    source: str  # name of the file or folder of its first mail
    mails: int
    subject: str
    text: str  # the first words
    requester: Address | None
    customer: tuple[str, ...]  # case-folded addresses
    participants: tuple[Address, ...]
    language: str
    began_at: datetime  # of the first mail
    ended_at: datetime  # of the last one
    linked: tuple[int, ...] = ()  # tickets of this desk with mails of the same conversation
