"""The intake loop of one mailbox (T1): its mail becomes rows of the inbox; only then the mailbox is told so."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol

from mailflow.clock import machine_now, steady_now
from mailflow.core.arrival import Arrival
from mailflow.errors import MailflowError, StandBy, login_of
from mailflow.flow.loop_health import Loop
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import replace
from mailflow.mail.sources import LeavesOut, Source
from mailflow.store.mail import arrivals, mailboxes

log = logging.getLogger("mailflow")

LONGEST_PAUSE = 60.0  # seconds between tries when a mailbox cannot be reached
STAND_BY_PAUSE = 2.0
READ_SECONDS = 900.0  # seconds for a batch of 3 MB on a very slow line
_SHOWN = 10  # mails listed in a message
ANSWER_SECONDS = 90.0  # seconds in addition to a pause, for the commands before and after it


def store(parts: Parts, batch: list[Arrival]) -> None:
    """Store the batch durably, each mail once. A listener calls it before it answers 250. Arrival times in the future,
    from a server or a file, are replaced by now: otherwise no answer would count as late."""
    now = parts.clock.now()
    come = [replace(a, arrived_at=now) if a.arrived_at > now else a for a in batch]
    arrivals.put(parts.db, parts.turns.given(come, parts.policy.ours, machine_now()), now)


class Lock(Protocol):
    """The exclusive right to read a mailbox: MailboxLock below, or mailbox_lease.MailboxLease."""

    def take(self) -> None:
        """Hold the mailbox until `free`; does nothing when held already. Raises StandBy when another daemon holds it,
        TryLater."""

    def check(self) -> None:
        """Raises StandBy when the lock is lost."""

    def free(self) -> None: ...


def read_to_end(parts: Parts, source: Source, lock: Lock | None = None, step: Callable[[], None] | None = None) -> int:
    """One pass over a mailbox; returns how many mails were new. Raises TryLater when it is interrupted, StandBy when
    the lock is lost meanwhile. `step` is called with each batch."""
    count = 0
    for batch in source.fetch():
        if lock is not None:
            lock.check()
        store(parts, batch)
        source.done(batch)
        count += len(batch)
        if step is not None:
            step()
    return count


class MailboxLock:
    """The exclusive right to read a mailbox among all daemons of a home: a file lock (flock), released by the kernel
    when its holder dies."""

    def __init__(self, folder: Path, mailbox: str, host: str = "") -> None:
        """`host`: only among the daemons of that host."""
        self._path = folder / f"{hashlib.sha256(f'{host}{mailbox}'.encode()).hexdigest()[:16]}.lock"
        self._file: IO[str] | None = None
        self._mailbox = mailbox

    def take(self) -> None:
        """Hold the mailbox until `free`. Raises StandBy when another daemon holds it."""
        if self._file is not None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise StandBy(f"{self._mailbox}: another daemon reads it") from None
        self._file = file

    def check(self) -> None:
        """Never raises: a file lock is not lost while its process lives."""

    def free(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class Receiver:
    """Reads one mailbox until stopped: fetch, wait, fetch; after a failure with growing pauses (backoff).

    Logs once that a mailbox is down, and once that it is back. `caught_up` is false at the start and after every
    failure, until the mailbox has been read to its end: no alarm fires before (procedure.md, "Durations").
    """

    def __init__(self, parts: Parts, source: Source, lock: Lock | None, poll: float) -> None:
        self._parts, self._source, self._lock, self._poll = parts, source, lock, poll
        self._stopping = threading.Event()
        self.caught_up = False
        self.loop = Loop(f"read {source.name}")  # loop.trouble: why the mailbox is down
        self.mails = Loop(f"mails of {source.name}")  # mails.trouble: which mails cannot be fetched, while others can
        self._hung_up = 0  # how often in a row the server closed the connection as soon as it was idle
        self.stands_by = ""  # which other daemon reads the mailbox; "": this one does, or tries to
        self._ours = False  # whether we hold the lock

    @property
    def name(self) -> str:
        return self._source.name

    @property
    def ended(self) -> bool:
        """Whether it was told to stop."""
        return self._stopping.is_set()

    @property
    def behind(self) -> bool:
        """Whether mail may be there that no daemon has read since the mailbox was last unreachable: neither this daemon
        nor the one it stands by for."""
        if not self.caught_up:
            return True
        return bool(self.stands_by) and not mailboxes.is_read_to_end(self._parts.db, self.name)

    def run(self, on_change: Callable[[], None] = lambda: None) -> None:
        """Read until `stop`. `on_change` is called whenever `caught_up` may have changed."""
        pause = 1.0
        while not self._stopping.is_set():
            self.loop.step(READ_SECONDS)
            try:
                self._round(on_change)
                pause = 1.0
                continue
            except StandBy as why:
                self._down(str(why), stands_by=True)
                on_change()
                self._rest(STAND_BY_PAUSE)
                continue
            except MailflowError as why:
                self._down(str(why), login=login_of(why))
            except Exception as error:  # a bug must not end the only reader of a mailbox
                if self.loop.trouble != repr(error):
                    log.exception("reading %s failed", self.name)
                self._down(repr(error))
            self._rest(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self._leave()

    def _rest(self, pause: float) -> None:
        self.loop.step(pause + ANSWER_SECONDS)
        self._stopping.wait(pause)

    def stop(self) -> None:
        """Ends `run` soon; called from another thread."""
        self._stopping.set()
        self._source.stop()

    def _round(self, on_change: Callable[[], None]) -> None:
        if self._lock is not None:
            self._lock.take()
        self._ours = True
        if self.stands_by or not self.caught_up:
            self._lose()
        count = read_to_end(self._parts, self._source, self._lock, lambda: self.loop.step(READ_SECONDS))
        if count:
            log.info("received %d from %s", count, self.name)
        self._note_left_out()
        if not self.caught_up or not mailboxes.is_read_to_end(self._parts.db, self.name):
            with self._parts.db.transaction():
                mailboxes.read_to_end(self._parts.db, self.name, self._parts.clock.now())
            self.caught_up = True
            on_change()
        if self.loop.up() or self.stands_by:
            log.info("reading %s again", self.name)
        self.stands_by = ""
        self._wait()

    def _note_left_out(self) -> None:
        """For `doctor` and the status line; the source has logged it."""
        left = self._source.left_out() if isinstance(self._source, LeavesOut) else []
        if left:
            shown = ", ".join(left[:_SHOWN]) + (" …" if len(left) > _SHOWN else "")
            self.mails.down(f"{len(left)} cannot be had and are asked for again: {shown}")
        else:
            self.mails.up()

    def _wait(self) -> None:
        """Wait for mail. A connection closed meanwhile is opened again; only if that fails the mailbox is down."""
        self.loop.step(self._poll + ANSWER_SECONDS)
        began = steady_now()
        try:
            self._source.wait(self._poll)
            self._hung_up = 0
        except StandBy:
            raise
        except MailflowError as why:
            self._hung_up = self._hung_up + 1 if steady_now() - began < LONGEST_PAUSE else 1
            if self._hung_up == 1:
                log.info("reconnecting to %s: %s", self.name, why)
            self.caught_up = False
            self._source.close()
            self._lose()
            self._rest(min(2.0 ** (self._hung_up - 2), LONGEST_PAUSE))

    def _down(self, words: str, *, stands_by: bool = False, login: str = "") -> None:
        """`stands_by`: another daemon reads the mailbox, so `caught_up` is that daemon's concern."""
        self.caught_up = stands_by
        if stands_by:
            self._ours = False
            self.loop.up()
            if not self.stands_by:
                log.info("standing by: %s", words)
        elif self.loop.down(words, login):
            log.warning("not reading %s: %s; trying again", self.name, words)
        self.stands_by = words if stands_by else ""
        self._source.close()
        if self._ours:
            self._lose()

    def _lose(self) -> None:
        """Tell the database, so that daemons that stand by for this one fire no alarms either."""
        try:
            if mailboxes.is_read_to_end(self._parts.db, self.name):
                with self._parts.db.transaction():
                    mailboxes.lost(self._parts.db, self.name)
        except MailflowError as why:  # without the database no daemon fires alarms
            log.info("not told that %s is out of reach: %s", self.name, why)

    def _leave(self) -> None:
        self._source.close()
        if self._lock is not None:
            self._lock.free()
        self._parts.db.close_thread()
