"""Which of several servers leads, so that nothing is decided on one that led before.

When a standby is promoted its timeline grows, and every server of the cluster keeps that in its own log. A leader that
was frozen or cut off meanwhile still says read-write and still gives out the advisory lock, so neither is a fence. What
is one: a server of an older timeline than this process has seen is refused, and what is under way there is given up
before its COMMIT; and with synchronous replication the commit of a process that has not heard yet waits for a standby
that follows another, is never called done, and is ended by our own clock (postgres_clock.py).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import psycopg

from mailflow.store.engine.postgres_clock import ClockedConnection, NoAnswer


class OldLeader(psycopg.OperationalError):
    """The server led once; another one was promoted since."""


class Leader:
    """What this process knows of the servers of one address. Thread-safe."""

    def __init__(self, system: int = 0, timeline: int = 0) -> None:
        self.system, self.timeline = system, timeline  # of the newest leader seen
        self.election_due = True  # a process that has just begun may know of no promotion yet
        self._front = ""  # conninfo of the server that led last
        self._stuck: dict[str, set[int]] = {}  # server → backends there that we left waiting for a standby
        self._guard = threading.Lock()

    def accept(self, connection: ClockedConnection) -> None:
        """Raises OldLeader for a server that is known to lead no more."""
        if self.is_old(connection):
            raise OldLeader(
                f"it led until timeline {connection.timeline}, and this desk has worked on {self.timeline} since; if "
                "it is to lead again, promote it, or delete .mailflow/database in the desk's home"
            )

    def is_old(self, connection: ClockedConnection) -> bool:
        known = connection.timeline and connection.system and connection.system == self.system
        return bool(known) and connection.timeline < self.timeline

    def elected(self, connection: ClockedConnection) -> None:
        """New connections go to this server first."""
        with self._guard:
            self._front, self.election_due = connection.server, False

    def leads(self, connection: ClockedConnection) -> None:
        """Changes are accepted on this connection."""
        with self._guard:
            if connection.timeline and (connection.system != self.system or connection.timeline > self.timeline):
                self.system, self.timeline = connection.system, connection.timeline

    def likeliest(self, servers: Sequence[str]) -> list[str]:
        """In the order to be tried: who led last, first, or last when it may lead no more."""
        return sorted(servers, key=lambda server: (server == self._front) == self.election_due)

    def is_newer(self, connection: ClockedConnection) -> bool:
        """Whether it was promoted after the newest leader known: then no other server need be asked."""
        return bool(self.system) and connection.system == self.system and connection.timeline > self.timeline

    def lost(self, connection: ClockedConnection) -> None:
        """It ended, or is not answered. Unless that is old news the next connection asks every server."""
        with self._guard:
            if self._front in ("", connection.server) and not self.is_old(connection):
                self.election_due = True
            if connection.stuck:
                self._stuck.setdefault(connection.server, set()).add(connection.pid)

    def refuse_beside_stuck(self, connection: ClockedConnection) -> None:
        """Raises NoAnswer while a commit of ours still waits there for a standby: another one would only wait beside
        it, and take a connection."""
        pids = self._stuck.get(connection.server)
        if not pids:
            return
        sql = "SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s) AND wait_event = 'SyncRep'"
        waiting = {row[0] for row in connection.execute(sql, (sorted(pids),)).fetchall()}
        with self._guard:
            self._stuck[connection.server] = pids & waiting
        if waiting:
            raise NoAnswer("a commit still waits for a standby", for_standby=True)
