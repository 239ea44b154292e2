"""Answers known from a customer's quotation alone: as a part of a Ticket, and as a mail shows one."""

from __future__ import annotations

from datetime import datetime

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """One, as long as its original has not come."""

    number: int  # of its CopyLost
    operator: str
    message_id: str  # that the customer's mail replies to
    text: str = ""  # as it is quoted


@dataclass(frozen=True, slots=True)
class QuotedAnswer:
    """What a customer's reply shows of an answer that never came here."""

    operator: str
    at: datetime | None  # as its attribution says; None: it does not
    text: str
    message_id: str
