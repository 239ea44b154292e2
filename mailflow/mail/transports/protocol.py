"""What every transport promises, what it reports, and the `outgoing:` block it is made of."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, Protocol

from mailflow.core.finished import Finished
from mailflow.credentials import Credentials, SigningKey
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one recipient: `sent`, `later` (4xx) or `failed` (5xx), with the server's reply."""

    state: Literal["sent", "later", "failed"]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    outcomes: dict[str, Outcome] = field(default_factory=dict)  # by recipient, as given in Finished.recipients


class Transport(Protocol):
    """One thread uses one transport. Raises TryLater when nothing could be attempted (no connection, login refused,
    421; Unwelcome: the server accepts no mail of ours): the letter waits. Raises GiveUp when this letter can never be
    sent (malformed for this server). Replies about single recipients are values, not exceptions."""

    name: str
    at_once: int  # letters sent before their results are recorded: so many may be sent twice after a kill

    def send(self, letter: Finished) -> Sent:
        """Send one letter."""

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        """Send several; one result per letter, in order. A TryLater ends the batch, and is the result of all letters
        after it."""

    def probe(self) -> str:
        """Connect and log in without sending; returns one line for `mailflow check --connect`. Raises TryLater."""

    def close(self) -> None:
        """End the connection with QUIT; a later send opens a new one."""


@dataclass(frozen=True, slots=True)
class OutgoingOptions:
    """The `outgoing:` block of rules.yaml: which kind, and where."""

    kind: str  # a key of TRANSPORTS
    where: str  # "smtp://user@host:587", or the folder as written
    ours: Credentials = Credentials()
    dkim: SigningKey | None = None  # sign with it
    timeout: float = 30.0  # timeout in seconds for one reply; for the reply to DATA ten times as long
