"""Where mail goes. A transport hands over finished bytes and reports, per recipient, the server's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Finished:
    """A letter as exact bytes (CRLF line ends, headers complete, Message-ID fixed): what is sent and re-sent."""

    message_id: str  # with brackets
    sender: str  # envelope reverse-path: the desk, so that bounces come back
    recipients: tuple[str, ...]  # envelope: addr-specs
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recipient: `sent`, `later` (4xx) or `failed` (5xx), with the server's words."""

    state: Literal["sent", "later", "failed"]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    outcomes: dict[str, Outcome] = field(default_factory=dict)  # by recipient, as given in Finished.recipients


class Transport(Protocol):
    """One thread uses one transport. Raises TryLater when nothing could be attempted (no connection, login refused,
    421) — then the letter waits; GiveUp when this letter can never be sent (malformed for this server).
    Answers about single recipients are values, not exceptions."""

    name: str

    def send(self, letter: Finished) -> Sent:
        """Hand over one letter."""

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        """Hand over several; one result per letter, in order. A TryLater stops the batch (later ones get it too)."""

    def close(self) -> None:
        """End the connection politely; a later send opens a new one."""
