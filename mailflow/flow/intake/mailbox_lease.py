"""A mailbox is read by one daemon only, where daemons on several hosts share a database: a lease, in the database's
time.

One thread renews all leases of this process. A process that is killed, hangs, or is cut off from the database loses
them within LEASE_SECONDS, by the database's clock and by its own, and another daemon takes over.
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

LEASE_SECONDS = 9.0  # with STAND_BY_PAUSE another daemon reads a dead daemon's mailbox after eleven seconds
RENEW_SECONDS = 3.0


class LeaseRenewer:
    """The leases of this process."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        # lease → its end by monotonic(), never later than the end by the database's clock
        self._held: dict[str, float] = {}
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._over = threading.Event()

    def take(self, name: str) -> str | None:
        """Acquire the lease and renew it until `free`: None. When another process holds it: the holder's id."""
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
        """Whether this process holds the lease now."""
        return monotonic() < self._held.get(name, 0.0)

    def free(self, name: str) -> None:
        """Release the lease: another process may have it at once, or, when the database is unreachable, once it has
        expired."""
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
                    except MailflowError as error:  # the lease expires unless a later try succeeds
                        log.debug("lease of %s not renewed: %s", name, error)
        self._db.close_thread()


class MailboxLease:
    """Implements receive.Lock for daemons on several hosts."""

    def __init__(self, renewer: LeaseRenewer, mailbox: str) -> None:
        self._renewer, self._mailbox = renewer, mailbox

    def take(self) -> None:
        """Hold the mailbox until `free`. Raises StandBy when another daemon holds it."""
        holder = self._renewer.take(self._mailbox)
        if holder is not None:
            host, pid, _ = holder.rsplit(":", 2)
            raise StandBy(f"{self._mailbox}: another daemon reads it (pid {pid} on {host})")

    def check(self) -> None:
        """Raises StandBy when the lease is lost: nothing more may be read."""
        if not self._renewer.holds(self._mailbox):
            raise StandBy(f"{self._mailbox}: the lease was lost, another daemon may read it")

    def free(self) -> None:
        self._renewer.free(self._mailbox)
