"""What every source promises, and what it is given: the program around it, one entry of `mailboxes:`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from mailflow.clock import Clock
from mailflow.core.arrival import Arrival
from mailflow.credentials import Credentials
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.sources.suspects import Left

BATCH_MAILS = 200  # larger batches are not faster, and need more memory (libraries.md, imapclient)
BATCH_BYTES = 3_000_000  # with 8 MB a backlog with attachments needed 10 MB more memory
MAIL_BYTES = 40_000_000  # of a larger mail only the headers are fetched


class KnownMails(Protocol):
    """What the inbox knows of a mailbox's mails: the only memory of a source across restarts."""

    def seen(self, mailbox: str, uidvalidity: str, uids: list[str]) -> set[str]:
        """Which of `uids` (at most a thousand) are durably stored already."""

    def highest(self, mailbox: str, uidvalidity: str) -> str | None:
        """The numerically highest uid stored for this mailbox and UIDVALIDITY; None: nothing of it is stored."""

    def left(self, mailbox: str, uidvalidity: str) -> dict[str, Left]:
        """{uid: Left} of the mails at which its connection breaks."""

    def leave(self, mailbox: str, uidvalidity: str, left: dict[str, Left]) -> None:
        """Store these in place of the earlier ones."""


class Source(Protocol):
    """A mailbox. One thread uses one source; errors are TryLater (or StandBy) and GiveUp."""

    name: str

    def fetch(self) -> Iterator[list[Arrival]]:
        """Batches (at most 200 mails and about 3 MB each, oldest first) of mails not yet known to be stored.

        Ends when the mailbox has been read to its end. Raises TryLater when the connection is lost; batches yielded
        before are valid.
        """

    def done(self, batch: list[Arrival]) -> None:
        """Every mail of the batch is durably stored: remember that, and apply `after:` (seen, move, delete)."""

    def wait(self, seconds: float) -> bool:
        """Block until mail may have arrived (IDLE, a directory change, the polling interval), at most `seconds`;
        returns True if so. Returns False early when `stop` is called from another thread. Raises TryLater when the
        connection is lost."""

    def stop(self) -> None:
        """End a blocking `wait`, now and for ever; called from another thread."""

    def uids(self) -> Iterator[tuple[str, str]]:
        """(uidvalidity, uid) of every mail in the mailbox now, stored or not; nothing for listeners. Fetches no mail,
        changes nothing, does not disturb a `fetch` of another source on the same mailbox. Raises TryLater."""

    def probe(self) -> str:
        """Connect, log in, open the mailbox; returns one line for `mailflow check --connect`. Raises TryLater."""

    def close(self) -> None:
        """Close connections and release locks; `fetch` may be called again later (reconnects)."""


@runtime_checkable
class LeavesOut(Protocol):
    """A source that skips a mail it cannot fetch, and tries it again later."""

    def left_out(self) -> list[str]:
        """Names, for people, of the mails that exist and could not be fetched."""


@dataclass(frozen=True, slots=True)
class MailboxOptions:
    """One entry of `mailboxes:` in rules.yaml, as far as a source needs it."""

    kind: str  # a key of SOURCES
    where: str  # "imaps://user@host:993/INBOX", the folder as written, or "host:port"
    ours: Credentials = Credentials()
    after: str = "keep"  # keep | seen | move:FOLDER | delete; without meaning for listeners
    poll: float = 60.0  # polling interval in seconds, when the server pushes nothing
    mail_bytes: int = MAIL_BYTES
    timeout: float = 30.0  # timeout in seconds for one response of the server
    allow: tuple[str, ...] = ()  # listeners: networks that may hand in mail, besides this machine


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a source needs from the rest of the program."""

    home: Path  # relative folders are relative to it
    known: KnownMails
    clock: Clock
    store: Callable[[list[Arrival]], None]  # listeners call it before they answer 250
    accepts: Callable[[str], bool] | None = None  # listeners: whether to accept this recipient; None: accept all
