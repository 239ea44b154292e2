"""Where mail comes from. A source yields Arrivals and is told when each is durably stored; it marks nothing before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from mailflow.clock import Clock
from mailflow.core.mailbox_name import maildir_name
from mailflow.mail.sources.suspects import Left

BATCH_MAILS = 200  # fetching gets no faster above, memory only bigger (libraries.md, imapclient)
BATCH_BYTES = 8_000_000
MAIL_BYTES = 40_000_000  # above: headers only


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail as a mailbox holds it. (mailbox, uidvalidity, uid) names it for ever (RFC 3501 §2.3.1.1)."""

    mailbox: str  # the source's name, stable across restarts, without secrets: "imap://u@host/INBOX", "maildir:var/in"
    uidvalidity: str  # "" where the kind of mailbox has none
    uid: str  # IMAP UID, Maildir unique name, or an id the listener made
    arrived_at: datetime  # the server's arrival time, aware UTC: INTERNALDATE, file time, moment of DATA
    raw: bytes  # the mail; empty only when `oversize`
    envelope_from: str | None = None  # None: not known; "" : the null reverse-path
    envelope_to: tuple[str, ...] = ()
    oversize: int = 0  # > 0: the mail has this many bytes, over the limit; raw holds its headers only


class KnownMails(Protocol):
    """What the inbox knows of a mailbox's mails: the only memory of a source across restarts."""

    def seen(self, mailbox: str, uidvalidity: str, uids: list[str]) -> set[str]:
        """Those of `uids` (at most a thousand) that are already durably stored."""

    def highest(self, mailbox: str, uidvalidity: str) -> str | None:
        """The numerically highest uid stored for this mailbox and uidvalidity; None: nothing of it is stored."""

    def left(self, mailbox: str, uidvalidity: str) -> dict[str, Left]:
        """The mails at which its connection broke, by uid."""

    def leave(self, mailbox: str, uidvalidity: str, left: dict[str, Left]) -> None:
        """These are all of them now."""


class Source(Protocol):
    """A mailbox that is read by asking. One thread uses one source; errors are TryLater (also StandBy) or GiveUp."""

    name: str

    def fetch(self) -> Iterator[list[Arrival]]:
        """Batches (at most 200 mails and about 8 MB each, oldest first) of what is not yet known to be stored.

        Ends when the mailbox has been read to its end. Raises TryLater when the connection dies; what was yielded
        counts."""

    def done(self, batch: list[Arrival]) -> None:
        """Every arrival of the batch is durably stored: remember it, apply `after:` (seen, move, delete)."""

    def wait(self, seconds: float) -> bool:
        """Block until something may have arrived (IDLE, directory change, the safety poll), at most `seconds`; True if
        so. Returns early, False, when `stop` was called from another thread. TryLater when the connection dies."""

    def stop(self) -> None:
        """Wake a `wait` that blocks, now and for good; called from another thread."""

    def uids(self) -> Iterator[tuple[str, str]]:
        """(uidvalidity, uid) of every mail that lies there now, stored or not; nothing for listeners. Reads no mail,
        changes nothing, disturbs no `fetch` of another source on the same mailbox. Raises TryLater."""

    def probe(self) -> str:
        """Connect, log in, look; one line for `mailflow check --connect`. Raises TryLater."""

    def close(self) -> None:
        """Let go of connections and locks; the source may be fetched from again later (reconnects)."""


@runtime_checkable
class LeavesOut(Protocol):
    """A source that goes on past a mail it cannot have, and asks for it again later."""

    def left_out(self) -> list[str]:
        """Names, for people, of the mails that lie there and could not be had."""


@dataclass(frozen=True, slots=True)
class MailboxOptions:
    """One entry of `mailboxes:` in rules.yaml, as far as reading it is concerned."""

    kind: str  # a key of SOURCES
    where: str  # "imaps://user@host:993/INBOX", the folder as written, or "host:port"
    password: str | None = field(default=None, repr=False)
    after: str = "keep"  # keep | seen | move:FOLDER | delete; listeners have nothing to keep
    poll: float = 60.0  # seconds between looks when the server pushes nothing
    mail_bytes: int = MAIL_BYTES
    cafile: Path | None = None  # verify the server against this authority instead of the system's
    timeout: float = 30.0  # seconds one answer of the server may take
    password_place: str = ""  # where an admin finds the password, for people


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a source needs of the program around it."""

    home: Path  # relative folders are below it
    known: KnownMails
    clock: Clock
    store: Callable[[list[Arrival]], None]  # listeners call it before they answer 250
    accepts: Callable[[str], bool] | None = None  # listeners: is this recipient ours? None: all are


def open_source(options: MailboxOptions, around: Surroundings) -> Source:
    """The source of one mailbox; connects to nothing yet. ValueError in an admin's words when `where` or `after`
    cannot be used, KeyError never: config.py knows SOURCES."""
    return SOURCES[options.kind](options, around)


def _imap(options: MailboxOptions, around: Surroundings) -> Source:
    from mailflow.mail.sources.imap import ImapSource

    return ImapSource(options, around.known, around.clock, home=around.home)


def _maildir(options: MailboxOptions, around: Surroundings) -> Source:
    from mailflow.mail.sources.maildir import MaildirSource

    return MaildirSource(
        around.home / options.where,
        around.known,
        name=maildir_name(options.where),
        after=options.after,
        poll=options.poll,
        mail_bytes=options.mail_bytes,
        ours=not Path(options.where).is_absolute(),  # below the home
    )


def _listener(options: MailboxOptions, around: Surroundings) -> Source:
    from mailflow.mail.sources.lmtp import Listener

    return Listener(
        options.kind,
        options.where,
        around.store,
        around.clock,
        accepts=around.accepts,
        mail_bytes=options.mail_bytes,
    )


# By the key that names it in rules.yaml. The modules are imported when used: `mailflow list` needs none of them.
SOURCES: dict[str, Callable[[MailboxOptions, Surroundings], Source]] = {
    "imap": _imap,
    "maildir": _maildir,
    "lmtp": _listener,
    "smtp": _listener,
}
