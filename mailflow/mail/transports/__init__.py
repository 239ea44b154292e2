"""Where mail goes. A transport hands over finished bytes and reports, per recipient, the server's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Finished:
    """A letter as exact bytes (CRLF line ends, headers complete, Message-ID fixed): what is sent and re-sent.

    Letters that take the same files along share those bytes, however many they are: `data` is put together anew."""

    message_id: str  # with brackets
    sender: str  # envelope reverse-path: the desk, so that bounces come back
    recipients: tuple[str, ...]  # envelope: addr-specs
    own: bytes  # all of it, or what comes before the files
    subject: str = ""  # what the archive shows of it: the words without the headers
    text: str = ""
    files: bytes = b""  # the end of it

    @property
    def data(self) -> bytes:
        return self.own + self.files if self.files else self.own


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
    421; Unwelcome: the server takes nothing of ours) — then the letter waits; GiveUp when this letter can never be
    sent (malformed for this server).
    Answers about single recipients are values, not exceptions."""

    name: str
    at_once: int  # so many letters may be sent before the fate of the first is written down: what a kill may double

    def send(self, letter: Finished) -> Sent:
        """Hand over one letter."""

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        """Hand over several; one result per letter, in order. A TryLater stops the batch (later ones get it too)."""

    def probe(self) -> str:
        """Connect and log in without sending anything; one line for `mailflow check --connect`. Raises TryLater."""

    def close(self) -> None:
        """End the connection politely; a later send opens a new one."""


@dataclass(frozen=True, slots=True)
class OutgoingOptions:
    """The `outgoing:` block of rules.yaml: which kind, and where."""

    kind: str  # a key of TRANSPORTS
    where: str  # "smtp://user@host:587", or the folder as written
    password: str | None = field(default=None, repr=False)
    cafile: Path | None = None  # verify the server against this authority instead of the system's
    timeout: float = 30.0  # seconds one answer of the server may take; the one to a letter's text ten times as long
    password_place: str = ""  # where an admin finds the password, for people


def open_transport(options: OutgoingOptions, home: Path) -> Transport:
    """The transport of the desk; connects to nothing yet. Relative folders are below `home`. ValueError in an admin's
    words when `where` cannot be used, KeyError never: config.py knows TRANSPORTS."""
    return TRANSPORTS[options.kind](options, home)


def _smtp(options: OutgoingOptions, home: Path) -> Transport:
    from mailflow.mail.transports.smtp import SmtpTransport

    cafile = None if options.cafile is None else home / options.cafile
    place = options.password_place
    return SmtpTransport(options.where, options.password, cafile=cafile, timeout=options.timeout, password_place=place)


def _maildir(options: OutgoingOptions, home: Path) -> Transport:
    from mailflow.mail.transports.maildir import MaildirTransport

    return MaildirTransport(home / options.where, name=f"maildir:{options.where}")


# By the key that names it in rules.yaml. The modules are imported when used: `mailflow list` needs none of them.
TRANSPORTS: dict[str, Callable[[OutgoingOptions, Path], Transport]] = {"smtp": _smtp, "maildir": _maildir}
