"""Transports: where letters go. A transport sends finished bytes and reports the server's reply for each recipient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Finished:
    """A letter as exact bytes (CRLF line ends, headers complete, Message-ID fixed): what is sent, and sent again.

    Letters with the same attachments share those bytes in memory: `data` joins the two parts.
    """

    message_id: str  # with brackets
    sender: str  # envelope reverse-path: the desk, so that bounces come back
    recipients: tuple[str, ...]  # envelope: addr-specs
    own: bytes  # the whole letter, or its part before the attachments
    subject: str = ""  # for the archive: subject and text without headers
    text: str = ""
    files: bytes = b""  # the shared attachments at the end

    @property
    def data(self) -> bytes:
        return self.own + self.files if self.files else self.own


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
    password: str | None = field(default=None, repr=False)
    cafile: Path | None = None  # verify the server against this authority instead of the system's
    timeout: float = 30.0  # timeout in seconds for one reply; for the reply to DATA ten times as long
    password_place: str = ""  # where the admin finds the password, for messages


def open_transport(options: OutgoingOptions, home: Path) -> Transport:
    """The transport of the desk; does not connect yet. Relative folders are relative to `home`. Raises ValueError in
    words for the admin when `where` cannot be used."""
    return TRANSPORTS[options.kind](options, home)


def _smtp(options: OutgoingOptions, home: Path) -> Transport:
    from mailflow.mail.transports.smtp import SmtpTransport

    cafile = None if options.cafile is None else home / options.cafile
    place = options.password_place
    return SmtpTransport(options.where, options.password, cafile=cafile, timeout=options.timeout, password_place=place)


def _maildir(options: OutgoingOptions, home: Path) -> Transport:
    from mailflow.mail.transports.maildir import MaildirTransport

    return MaildirTransport(home / options.where, name=f"maildir:{options.where}")


# By key of rules.yaml. The modules are imported when used: `mailflow list` needs none of them.
TRANSPORTS: dict[str, Callable[[OutgoingOptions, Path], Transport]] = {"smtp": _smtp, "maildir": _maildir}
