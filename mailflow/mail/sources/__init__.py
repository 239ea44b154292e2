"""Where mail comes from. A source yields Arrivals and is told when each is durably stored; it marks nothing before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail as a mailbox holds it. (mailbox, uidvalidity, uid) names it for ever (RFC 3501 §2.3.1.1)."""

    mailbox: str  # the source's name, stable across restarts, without secrets: "imap://user@host/INBOX", "maildir:var/in"
    uidvalidity: str  # "" where the kind of mailbox has none
    uid: str  # IMAP UID, Maildir unique name, or an id the listener made
    arrived_at: datetime  # the server's arrival time, aware UTC: INTERNALDATE, file time, moment of DATA
    raw: bytes  # the mail; empty only when `oversize`
    envelope_from: str | None = None  # None: not known; "" : the null reverse-path
    envelope_to: tuple[str, ...] = ()
    oversize: int = 0  # > 0: the mail has this many bytes, over the limit; raw holds its headers only


class Source(Protocol):
    """A mailbox that is read by asking. One thread uses one source; errors are TryLater (also StandBy) or GiveUp."""

    name: str

    def fetch(self) -> Iterator[list[Arrival]]:
        """Batches (at most 200 mails and about 8 MB each, oldest first) of what is not yet known to be stored.

        Ends when the mailbox has been read to its end. Raises TryLater when the connection dies; what was yielded counts.
        """

    def done(self, batch: list[Arrival]) -> None:
        """Every arrival of the batch is durably stored: remember it, apply `after:` (seen, move, delete)."""

    def wait(self, seconds: float) -> bool:
        """Block until something may have arrived (IDLE, directory change), at most `seconds`; True if so.

        Returns early, False, when `stop` was called from another thread.
        """

    def stop(self) -> None:
        """Wake a `wait` that blocks; called from another thread."""

    def close(self) -> None:
        """Let go of connections and locks; the source may be fetched from again later (reconnects)."""
