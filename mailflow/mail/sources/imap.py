"""An IMAP folder as a source (RFC 3501). Mails are identified by UID, never by flags: a person who opens, moves or
flags a mail must not make us miss it (mail.md 13.2). `BODY.PEEK` leaves every flag as it was."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from imapclient import IMAPClient

from mailflow.clock import Clock, machine_now, steady_now
from mailflow.core.arrival import Arrival
from mailflow.core.how_many import how_many
from mailflow.core.mailbox_name import imap_name
from mailflow.errors import TryLater
from mailflow.mail.network import clean, parse_endpoint
from mailflow.mail.sources.after import parse_after
from mailflow.mail.sources.idle import Idle, Wake
from mailflow.mail.sources.imap_fetch import Fetcher, Mail, Unwilling
from mailflow.mail.sources.imap_list import list_all, list_otherwise, search
from mailflow.mail.sources.imap_session import (
    finish,
    hang_up,
    log_in,
    open_folder,
    say_goodbye,
    sure_folder,
    trouble,
)
from mailflow.mail.sources.progress import Progress
from mailflow.mail.sources.protocol import KnownMails, MailboxOptions
from mailflow.mail.sources.suspects import Left, Suspects

log = logging.getLogger(__name__)

ASK = 1000  # uids per call of KnownMails.seen
RELIST = 6 * 3600.0  # seconds between comparisons of the whole folder with the inbox
# at a process's start, `after` is applied to so many of the newest mails that are stored and still there
LEFTOVERS = 200


class ImapSource:
    """One folder of one account. Connects when first used; any error drops the connection and is TryLater."""

    def __init__(self, options: MailboxOptions, known: KnownMails, clock: Clock) -> None:
        self._server = server = parse_endpoint(options.where, "imap", options.ours.password_place)
        self.name = imap_name(server.user or "", server.host, server.port, server.path)
        clean(options.ours.password, "the password")
        self._options = options
        self._after = parse_after(options.after)
        self._known = known
        self._clock = clock
        self._client: IMAPClient | None = None
        self._idle: Idle | None = None
        self._exists = 0
        self._progress = Progress("")
        self._undone: set[int] = set()  # stored, `after` not applied yet
        self._fetcher = Fetcher(options.mail_bytes)
        self._suspects = Suspects()
        self._told: set[str] = set()  # warnings about the server that were logged already
        self._relisted = -RELIST
        self._polled = -options.poll  # machine time of the last fetch, for the polling interval
        self._wake = Wake()

    def fetch(self) -> Iterator[list[Arrival]]:
        """Everything not yet stored, by ascending UID."""
        self._polled = steady_now()
        client = self._ready()
        self._polled = steady_now()
        listed = self._list(client)
        self._suspects.begin(listed, self._progress.begin)
        fresh = self._fresh(listed)
        came: set[int] = set()
        for batch in self._read(fresh):
            came.update(mail.uid for mail in batch)
            yield [self._arrival(mail) for mail in batch]
        without = set(fresh) - came  # vanished or refused; refusals are remembered
        without |= {uid for uid in (*self._fetcher.left_out(), *self._suspects.mails) if self._refuses(uid)}
        self._progress.settle(uid for uid in listed if uid not in without)
        if self._undone:
            self._finish_leftovers(self._ready())

    def done(self, batch: list[Arrival]) -> None:
        """Remember them as stored and apply `after`. What fails of that is repeated by the next fetch."""
        uids = [int(arrival.uid) for arrival in batch if arrival.uidvalidity == self._progress.uidvalidity]
        self._progress.learn(uids)
        if self._after.what == "keep":
            return
        self._undone.update(uids)
        if self._client is not None:
            self._finish(self._ready(), uids)

    def wait(self, seconds: float) -> bool:
        """IDLE where the server supports it; True when it announces mail, and `poll` seconds after the last fetch."""
        due = self._polled + self._options.poll - steady_now()
        patience = max(0.0, min(seconds, due))
        heard = False
        if self._client is None:
            self._wake.wait(patience)
        else:
            with self._trouble("waiting for mail"):
                heard = self._listen(self._client, patience)
        if self._wake.is_set:
            return False
        return heard or steady_now() - self._polled >= self._options.poll

    def stop(self) -> None:
        self._wake.set()

    def left_out(self) -> list[str]:
        refused = dict.fromkeys(self._fetcher.left_out(), "")
        broke = {uid: f" ({self._suspects.why(uid)})" for uid in self._suspects.left()}
        return [f"UID {uid}{why}" for uid, why in sorted((refused | broke).items())]

    def uids(self) -> Iterator[tuple[str, str]]:
        """Over a separate connection, so that nothing is disturbed."""
        client = log_in(self._server, self._options.ours, self._options.timeout)
        try:
            uidvalidity, count = open_folder(client, self._server, read_only=True)
            with trouble(self._server, "listing"):
                listed = list_all(client, count)
                if len(listed) < count:
                    listed = list_otherwise(client, count)
        finally:
            say_goodbye(client)
        return ((uidvalidity, str(uid)) for uid in listed)

    def probe(self) -> str:
        """Over a separate connection, so that nothing is disturbed."""
        client = log_in(self._server, self._options.ours, self._options.timeout)
        try:
            _, count = open_folder(client, self._server, read_only=self._after.what == "keep")
            after = self._options.after
            if self._after.what == "move":
                with trouble(self._server, f"after: {after}"):
                    after = f"move:{sure_folder(client, self._after.folder)}"
            push = "IDLE" if client.has_capability("IDLE") else f"no IDLE, polled every {self._options.poll:g} s"
        finally:
            say_goodbye(client)
        secured = {"tls": "TLS", "starttls": "STARTTLS", "none": "not encrypted"}[self._server.security]
        return (
            f"{self._server.place}: {how_many(count, 'mail')} in {self._server.path} "
            f"({secured}, logged in as {self._server.user}, {push}, after: {after})"
        )

    def close(self) -> None:
        """Log out. The cursor is kept; the next fetch connects again."""
        client, idle = self._client, self._idle
        self._client = self._idle = None
        if client is not None:
            say_goodbye(client, idle)

    def _ready(self) -> IMAPClient:
        """A connection with the folder selected and no IDLE running."""
        if self._client is None:
            self._client = log_in(self._server, self._options.ours, self._options.timeout)
            self._select(self._client)
        elif self._idle is not None:
            idle, self._idle = self._idle, None
            with self._trouble("waiting for mail"):
                if idle.leave():
                    self._polled = -self._options.poll  # so that the next `wait` returns True
        return self._client

    def _select(self, client: IMAPClient) -> None:
        """Select the folder; read-only (EXAMINE) with `keep`, so that nothing can be changed by mistake."""
        with self._trouble(f"opening {self._server.path}"):
            uidvalidity, self._exists = open_folder(client, self._server, read_only=self._after.what == "keep")
        if uidvalidity != self._progress.uidvalidity:
            if self._progress.uidvalidity:
                log.warning("reading %s from its beginning: its UIDVALIDITY changed", self.name)
            self._progress = Progress(uidvalidity)
            remembered = self._known.left(self.name, uidvalidity)
            self._suspects = Suspects({int(uid): left for uid, left in remembered.items()})
            self._undone.clear()
            self._fetcher.forget()

    def _list(self, client: IMAPClient) -> list[int]:
        """The UIDs from the floor up, and from time to time all of them."""
        if steady_now() - self._relisted > RELIST:
            self._progress.restart()
        begin = self._progress.begin
        self._relisted, relisted = -RELIST, self._relisted  # after any error here the whole folder is listed again
        with self._trouble("listing"):
            if begin > 1:
                self._announced(client)  # later announcements are about new mail
                # `n:*` includes the last mail even when all are below n (RFC 3501 §6.4.8), hence the comparison
                found = search(client, ["UID", f"{begin}:*"])
                listed = [uid for uid in found if uid >= begin]
            if begin <= 1 or not found:  # none at all: the folder is empty, or the server does not list
                self._select(client)
                self._announced(client)
                listed, relisted = self._whole(client), steady_now()
        self._relisted = relisted
        return listed

    def _whole(self, client: IMAPClient) -> list[int]:
        """Every UID. Some servers report how many mails exist but find none of them (pymap 0.36): then they are listed
        in another way, and if that fails too, it is logged, because nobody would notice otherwise."""
        listed = list_all(client, self._exists)
        if len(listed) < self._exists:  # also when some have just been expunged
            self._select(client)
            listed = list_otherwise(client, self._exists)
        if len(listed) < self._exists:
            raise ValueError(f"the server counts {how_many(self._exists, 'mail')} and names {len(listed)} of them")
        return listed

    def _fresh(self, listed: list[int]) -> list[int]:
        """Those listed that the inbox does not have and the server returns."""
        progress = self._progress
        unknown = progress.unknown(listed)
        kept: list[int] = []
        if progress.started or self._known.highest(self.name, progress.uidvalidity) is not None:
            for start in range(0, len(unknown), ASK):
                asked = [str(uid) for uid in unknown[start : start + ASK]]
                kept.extend(map(int, self._known.seen(self.name, progress.uidvalidity, asked)))
        progress.learn(kept)
        # the process may have died between storing and `done`
        if not progress.started and self._after.what in ("move", "delete"):
            self._undone.update(sorted(kept)[-LEFTOVERS:])
        return sorted({*self._due(), *(uid for uid in progress.unknown(unknown) if not self._refuses(uid))})

    def _refuses(self, uid: int) -> bool:
        """Whether the mail exists but could not be fetched recently."""
        return self._fetcher.refuses(uid) or self._suspects.rests(uid, machine_now())

    def _due(self) -> list[int]:
        """Mails that could not be fetched, and are due again."""
        now = machine_now()
        return [*self._fetcher.due(), *(uid for uid in self._suspects.mails if not self._suspects.rests(uid, now))]

    def _read(self, fresh: list[int]) -> Iterator[list[Mail]]:
        """The mails of these uids. When the connection breaks, the mails being fetched become suspects and are fetched
        one by one over a new connection. Raises TryLater when some are to be fetched again soon."""
        portions = deque(self._suspects.portions(fresh))
        before, progress = self._suspects.mails, self._progress
        trouble: TryLater | None = None
        while portions and not self._suspects.enough:
            try:
                client = self._ready()
            except TryLater:
                self._remember(before, progress)
                raise
            if self._progress is not progress:
                raise TryLater(f"{self._server.place}: its UIDVALIDITY changed meanwhile")
            asked, came = portions.popleft(), set[int]()
            try:
                for batch in self._portion(client, asked):
                    came.update(mail.uid for mail in batch)
                    yield batch
            except TryLater as why:
                if isinstance(why.__cause__, Unwilling):
                    raise
                trouble = why
                portions = self._suspect([uid for uid in asked if uid not in came], str(why), portions)
        self._judge()
        self._remember(before, progress)
        if trouble is not None and (portions or self._suspects.pending):
            raise trouble

    def _portion(self, client: IMAPClient, asked: list[int]) -> Iterator[list[Mail]]:
        with self._trouble("reading"):
            for batch in self._fetcher.batches(client, asked):
                for uid in self._suspects.got([mail.uid for mail in batch]):
                    log.info("got UID %d from %s after all", uid, self._server.place)
                yield batch
        self._suspects.clear(asked)  # the others have vanished or are refused; the fetcher remembers refusals

    def _suspect(self, missing: list[int], why: str, portions: deque[list[int]]) -> deque[list[int]]:
        """What remains to be fetched, after the connection broke while `missing` had not arrived yet."""
        at = [uid for uid in self._fetcher.asked if uid in missing] or missing
        self._suspects.broke(at, why)
        rest = [uid for uid in missing if uid not in at or len(at) > 1]
        return deque([*self._suspects.portions(rest), *portions])

    def _judge(self) -> None:
        for uid in self._suspects.judge(machine_now()):
            why = self._suspects.why(uid)
            log.error("left UID %d on %s, the connection breaks at it: %s", uid, self._server.place, why)

    def _remember(self, before: dict[int, Left], progress: Progress) -> None:
        """Store what has changed in the inbox, so that another process continues counting."""
        if self._progress is progress and self._suspects.mails != before:
            left = {str(uid): mail for uid, mail in self._suspects.mails.items()}
            self._known.leave(self.name, progress.uidvalidity, left)

    def _finish(self, client: IMAPClient, uids: list[int]) -> None:
        with self._trouble(f"after: {self._after.what}"):
            finish(client, uids, self._after, self._told)
        self._undone.difference_update(uids)

    def _finish_leftovers(self, client: IMAPClient) -> None:
        """Apply `after` where `done` could not finish, or another process; not to mails that have vanished, which some
        servers reject."""
        with self._trouble(f"after: {self._after.what}"):
            some = sorted(self._undone)[:ASK]
            left = set(some).intersection(search(client, ["UID", ",".join(map(str, some))]))
        self._finish(client, sorted(left))
        self._undone.difference_update(some)

    def _arrival(self, mail: Mail) -> Arrival:
        arrived = _moment(mail.arrived, self._clock.now())
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
        """Whether the server announced mail in its responses to other commands: IDLE would not repeat it."""
        answers = client._imap.untagged_responses
        news = "EXISTS" in answers or "RECENT" in answers
        answers.clear()  # imaplib keeps unread responses as long as the connection exists
        return news

    @contextmanager
    def _trouble(self, doing: str) -> Iterator[None]:
        """A connection with any error is not used again: after a timeout imaplib cannot, and after half a response the
        protocol state is unknown."""
        try:
            with trouble(self._server, doing):
                yield
        except TryLater:
            client, self._client, self._idle = self._client, None, None
            if client is not None:
                hang_up(client)
            raise


def _moment(internaldate: datetime | None, now: datetime) -> datetime:
    """When a mail arrived; now, where the server's INTERNALDATE is NIL, has an impossible zone, or is in the future: a
    mail must not seem to come after our answer to it."""
    try:
        return now if internaldate is None else min(internaldate.astimezone(UTC), now)
    except (ValueError, OverflowError):
        return now
