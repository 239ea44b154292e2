"""One poller for a mailbox where daemons of several hosts share a database: a lease in the database's time.

A thread renews all leases of this process. A process that is killed, hangs, or is cut off from the database loses them
within LEASE_SECONDS, by the database's clock and by its own, and another takes over.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from time import monotonic

from mailflow.clock import machine_now
from mailflow.errors import MailflowError, StandBy
from mailflow.store.engine.database import Database
from mailflow.store.health import leases

log = logging.getLogger("mailflow")

LEASE_SECONDS = 9.0  # with STAND_BY_PAUSE another reads a dead daemon's mailbox after eleven seconds
RENEW_SECONDS = 3.0


class LeaseRenewer:
    """The leases of this process."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._held: dict[str, float] = {}  # until when, by monotonic(): never later than the database thinks
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._over = threading.Event()

    def take(self, name: str) -> str | None:
        """None: ours, and renewed until `free`. Else the holder's id."""
        if self.holds(name):
            return None
        with self._guard:
            holder = self._taken(name)
            if holder is None and self._thread is None:
                self._over = threading.Event()
                self._thread = threading.Thread(target=self._keep, args=(self._over,), name="leases", daemon=True)
                self._thread.start()
        return holder

    def holds(self, name: str) -> bool:
        return monotonic() < self._held.get(name, 0.0)

    def free(self, name: str) -> None:
        """Another may have it at once, or, when the database cannot be told, once it has run out."""
        with self._guard:
            had, last = self._held.pop(name, None), None
            if not self._held:
                last, self._thread = self._thread, None
                self._over.set()
            try:
                if had is not None:
                    leases.free(self._db, name, self._holder)
            except MailflowError as error:
                log.debug("lease of %s not given back: %s", name, error)
        if last is not None:
            last.join()

    def _taken(self, name: str) -> str | None:
        """None: ours for LEASE_SECONDS from the moment of asking. Else the holder's id."""
        asked = monotonic()
        holder = leases.take(self._db, name, self._holder, LEASE_SECONDS, machine_now())
        if holder == self._holder:
            self._held[name] = asked + LEASE_SECONDS
            return None
        self._held.pop(name, None)
        return holder

    def _keep(self, over: threading.Event) -> None:
        while not over.wait(RENEW_SECONDS):
            with self._guard:
                for name in list(self._held):
                    try:
                        self._taken(name)
                    except MailflowError as error:  # it runs out unless a later try succeeds
                        log.debug("lease of %s not renewed: %s", name, error)
        self._db.close_thread()


class MailboxLease:
    """What receive.MailboxLock is on one machine, for daemons on several."""

    def __init__(self, renewer: LeaseRenewer, mailbox: str) -> None:
        self._renewer, self._mailbox = renewer, mailbox

    def take(self) -> None:
        """Hold the mailbox until `free`. Raises StandBy when another daemon does."""
        holder = self._renewer.take(self._mailbox)
        if holder is not None:
            host, pid, _ = holder.rsplit(":", 2)
            raise StandBy(f"{self._mailbox}: another daemon reads it (pid {pid} on {host})")

    def check(self) -> None:
        """Raises StandBy when it is no longer ours: nothing more may be read."""
        if not self._renewer.holds(self._mailbox):
            raise StandBy(f"{self._mailbox}: the lease was lost, another daemon may read it")

    def free(self) -> None:
        self._renewer.free(self._mailbox)
