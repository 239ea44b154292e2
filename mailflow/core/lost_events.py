"""Events of answers the desk has not seen. A part of events.py."""

from __future__ import annotations

from datetime import datetime

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CopyLost:
    """The customer's mail quotes an answer that never came here. Nothing proves that it was written so."""

    operator: str
    at: datetime  # arrival of the customer's mail
    text: str
    message_id: str
    written_at: datetime | None = None  # as the attribution says: the answer clock stopped then; None: it does not say
    unclaimed: bool = False  # nobody had taken the ticket: somebody must still, and the claim clock goes on
    counted: bool = False  # as in Answered


@dataclass(frozen=True, slots=True)
class CopyFound:
    """The original of that answer has come, and takes its place."""

    operator: str
    at: datetime
    lost: int  # number of the CopyLost
    text: str
