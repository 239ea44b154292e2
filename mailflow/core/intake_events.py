"""Events of what rules do with a request before a person has seen it (events.py has all of them)."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.message import Address
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SolvedBySelfHelp:
    """The customer says that a canned answer in the acknowledgement has helped: the ticket is closed by itself."""

    at: datetime
    sender: Address
    text: str
    letters: tuple[str, ...]  # what was offered
    owner: str | None  # who had taken it meanwhile
