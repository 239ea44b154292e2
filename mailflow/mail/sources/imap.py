"""An IMAP folder as a mailbox (RFC 3501), read by UID and never by flags: a person who opens a mail, moves it or marks
it must not make us miss it (mail.md 13.2). `BODY.PEEK` leaves every flag as it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from time import monotonic

from imapclient import IMAPClient

from mailflow.clock import Clock
from mailflow.core.mailbox_name import imap_name
from mailflow.errors import TryLater
from mailflow.mail.network import clean, parse_endpoint
from mailflow.mail.sources import Arrival, Known, MailboxOptions
from mailflow.mail.sources.after import parse_after
from mailflow.mail.sources.idle import Idle, Wake
from mailflow.mail.sources.imap_fetch import Fetcher, Mail
from mailflow.mail.sources.imap_session import finish, hang_up, log_in, open_folder, say_goodbye, trouble
from mailflow.mail.sources.progress import Progress

log = logging.getLogger(__name__)

ASK = 1000  # uids per question to Known
WINDOW = 50_000  # mails per SEARCH: imaplib takes no line over 1,000,000 bytes
RELIST = 6 * 3600.0  # seconds until the whole folder is compared with the inbox again
LEFTOVERS = 200  # of what is stored and still there when a process starts, so many of the newest get their `after`


class ImapSource:
    """One folder of one account. Connects when first asked; any trouble drops the connection and is TryLater."""

    def __init__(self, options: MailboxOptions, known: Known, clock: Clock, *, home: Path = Path()) -> None:
        self._server = server = parse_endpoint(options.where, "imap")
        self.name = imap_name(server.user or "", server.host, server.port, server.path)
        self._password = clean(options.password or "", "the password")
        self._options = options
        self._cafile = None if options.cafile is None else home / options.cafile
        self._after = parse_after(options.after)
        self._known = known
        self._clock = clock
        self._client: IMAPClient | None = None
        self._idle: Idle | None = None
        self._exists = 0
        self._progress = Progress("")
        self._undone: set[int] = set()  # stored, `after` still to be carried out
        self._fetcher = Fetcher(options.mail_bytes)
        self._told: set[str] = set()  # complaints about the server that were made already
        self._relisted = -RELIST
        self._polled = -options.poll  # machine seconds of the last fetch, for the safety poll
        self._wake = Wake()

    def fetch(self) -> Iterator[list[Arrival]]:
        """Everything not yet stored, by ascending UID."""
        self._polled = monotonic()
        client = self._ready()
        self._polled = monotonic()
        listed = self._list(client)
        fresh = self._fresh(listed)
        came: set[int] = set()
        with self._trouble("reading"):
            for batch in self._fetcher.batches(client, fresh):
                came.update(mail.uid for mail in batch)
                yield [self._arrival(mail) for mail in batch]
        without = set(fresh) - came  # vanished, or refused, which the fetcher remembers
        self._progress.settle(uid for uid in listed if uid not in without and not self._fetcher.refuses(uid))
        if self._undone:
            self._finish_leftovers(self._ready())

    def done(self, batch: list[Arrival]) -> None:
        """Remember them as stored and carry out `after`. Whatever of it fails is made up for by the next fetch."""
        uids = [int(arrival.uid) for arrival in batch if arrival.uidvalidity == self._progress.uidvalidity]
        self._progress.learn(uids)
        if self._after.what == "keep":
            return
        self._undone.update(uids)
        if self._client is not None:
            self._finish(self._ready(), uids)

    def wait(self, seconds: float) -> bool:
        """IDLE where the server knows it; True when it announces mail, and `poll` seconds after the last fetch."""
        due = self._polled + self._options.poll - monotonic()
        patience = max(0.0, min(seconds, due))
        heard = False
        if self._client is None:
            self._wake.wait(patience)
        else:
            with self._trouble("waiting for mail"):
                heard = self._listen(self._client, patience)
        if self._wake.is_set:
            return False
        return heard or monotonic() - self._polled >= self._options.poll

    def stop(self) -> None:
        self._wake.set()

    def left_out(self) -> list[str]:
        return [f"UID {uid}" for uid in self._fetcher.left_out()]

    def uids(self) -> Iterator[tuple[str, str]]:
        """Over a connection of its own, so that it disturbs nothing."""
        client = log_in(self._server, self._password, self._cafile, self._options.timeout)
        try:
            uidvalidity, count = open_folder(client, self._server, read_only=True)
            with trouble(self._server, "listing"):
                listed = _list_all(client, count)
        finally:
            say_goodbye(client)
        return ((uidvalidity, str(uid)) for uid in listed)

    def probe(self) -> str:
        """Over a connection of its own, so that it disturbs nothing."""
        client = log_in(self._server, self._password, self._cafile, self._options.timeout)
        try:
            _, count = open_folder(client, self._server, read_only=self._after.what == "keep")
            push = "IDLE" if client.has_capability("IDLE") else f"no IDLE, polled every {self._options.poll:g} s"
        finally:
            say_goodbye(client)
        secured = {"tls": "TLS", "starttls": "STARTTLS", "none": "not encrypted"}[self._server.security]
        return (
            f"{self._server.place}: {count} mails in {self._server.path} "
            f"({secured}, logged in as {self._server.user}, {push}, after: {self._options.after})"
        )

    def close(self) -> None:
        """Log out. What was read is remembered; the next fetch connects again."""
        client, idle = self._client, self._idle
        self._client = self._idle = None
        if client is not None:
            say_goodbye(client, idle)

    def _ready(self) -> IMAPClient:
        """A connection with the folder open and no IDLE under way."""
        if self._client is None:
            self._client = log_in(self._server, self._password, self._cafile, self._options.timeout)
            self._select(self._client)
        elif self._idle is not None:
            idle, self._idle = self._idle, None
            with self._trouble("waiting for mail"):
                if idle.leave():
                    self._polled = -self._options.poll  # so that the next `wait` says it
        return self._client

    def _select(self, client: IMAPClient) -> None:
        """Open the folder; with `keep` read-only, so that nothing can be changed by mistake."""
        with self._trouble(f"opening {self._server.path}"):
            uidvalidity, self._exists = open_folder(client, self._server, read_only=self._after.what == "keep")
        if uidvalidity != self._progress.uidvalidity:
            if self._progress.uidvalidity:
                log.warning("reading %s from its beginning: its UIDVALIDITY changed", self.name)
            self._progress = Progress(uidvalidity)
            self._undone.clear()
            self._fetcher.forget()

    def _list(self, client: IMAPClient) -> list[int]:
        """The UIDs from the floor up, and now and then all of them."""
        if monotonic() - self._relisted > RELIST:
            self._progress.restart()
        begin = self._progress.begin
        self._relisted, relisted = -RELIST, self._relisted  # after any trouble here the long way is taken
        with self._trouble("listing"):
            if begin > 1:
                self._announced(client)  # from here on, an announcement is news
                # `n:*` also means the last mail when all are below n (RFC 3501 §6.4.8), hence the comparison
                listed = [uid for uid in client.search(["UID", f"{begin}:*"]) if uid >= begin]
            else:
                self._select(client)
                self._announced(client)
                listed, relisted = _list_all(client, self._exists), monotonic()
        self._relisted = relisted
        return listed

    def _fresh(self, listed: list[int]) -> list[int]:
        """Those of the listing that the inbox does not have and the server will give."""
        progress = self._progress
        unknown = progress.unknown(listed)
        kept: list[int] = []
        if progress.started or self._known.highest(self.name, progress.uidvalidity) is not None:
            for start in range(0, len(unknown), ASK):
                asked = [str(uid) for uid in unknown[start : start + ASK]]
                kept.extend(map(int, self._known.seen(self.name, progress.uidvalidity, asked)))
        progress.learn(kept)
        if not progress.started and self._after.what in ("move", "delete"):  # died between storing and `done`
            self._undone.update(sorted(kept)[-LEFTOVERS:])
        again = self._fetcher.due()
        return sorted({*again, *(uid for uid in progress.unknown(unknown) if not self._fetcher.refuses(uid))})

    def _finish(self, client: IMAPClient, uids: list[int]) -> None:
        with self._trouble(f"after: {self._after.what}"):
            finish(client, uids, self._after, self._told)
        self._undone.difference_update(uids)

    def _finish_leftovers(self, client: IMAPClient) -> None:
        """What `done` could not finish, or another process; not what has vanished since, which some servers refuse."""
        with self._trouble(f"after: {self._after.what}"):
            some = sorted(self._undone)[:ASK]
            left = set(some).intersection(client.search(["UID", ",".join(map(str, some))]))
        self._finish(client, sorted(left))
        self._undone.difference_update(some)

    def _arrival(self, mail: Mail) -> Arrival:
        arrived = (mail.arrived or self._clock.now()).astimezone(UTC)
        uidvalidity = self._progress.uidvalidity
        return Arrival(self.name, uidvalidity, str(mail.uid), arrived, mail.raw, oversize=mail.oversize)

    def _listen(self, client: IMAPClient, seconds: float) -> bool:
        if self._idle is None:
            if self._announced(client):
                return True
            if not client.has_capability("IDLE"):
                self._wake.wait(seconds)
                return False
            self._idle = Idle(client)
        return self._idle.wait(seconds, self._wake)

    def _announced(self, client: IMAPClient) -> bool:
        """Whether the server announced mail beside its answers to other commands: IDLE would not repeat it."""
        answers = client._imap.untagged_responses
        news = "EXISTS" in answers or "RECENT" in answers
        answers.clear()  # imaplib keeps what nobody asks for, for as long as the connection lives
        return news

    @contextmanager
    def _trouble(self, doing: str) -> Iterator[None]:
        """A connection on which anything went wrong is not used again: after a timeout imaplib cannot, and after half
        an answer nobody knows what comes next."""
        try:
            with trouble(self._server, doing):
                yield
        except TryLater:
            client, self._client, self._idle = self._client, None, None
            if client is not None:
                hang_up(client)
            raise


def _list_all(client: IMAPClient, exists: int) -> list[int]:
    """In windows, from the top down: when mails are expunged meanwhile, others move down, into a window to come."""
    found: set[int] = set()
    for high in range(exists, 0, -WINDOW):
        low = max(1, high - WINDOW + 1)
        found.update(client.search([f"{low}:{high}"]))
    return sorted(found)
