"""A connection that only listens (LISTEN): another process's commit wakes this process's loops within milliseconds."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable

import psycopg

from mailflow.descriptors import readable
from mailflow.errors import TryLater
from mailflow.store.engine.postgres_clock import ANSWER_SECONDS, ClockedConnection
from mailflow.store.engine.postgres_pooler import Entrance, answers

log = logging.getLogger("mailflow")

_PAUSE = 2.0  # seconds between tries to listen again
_QUIET = 5.0  # seconds without a notification, after which a server is asked whether it is still there


class CommitListener:
    """A thread of its own. While the server is unreachable nothing is heard; on reconnection a commit is assumed,
    because one may have been missed. The loops also poll every few seconds."""

    def __init__(self, entrance: Entrance, channel: str, own: str, heard: Callable[[], None]) -> None:
        self.heard = 0  # notifications of other processes
        self._entrance, self._channel, self._own, self._tell = entrance, channel, own, heard
        self._listening = threading.Event()
        self._stopping = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="listen", daemon=True)

    def start(self) -> None:
        """Returns once it listens, or when it cannot yet."""
        self._thread.start()
        self._listening.wait()

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        self._stopping.set()
        os.write(self._wake_write, b"x")
        self._thread.join()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._entrance.connect() as connection:
                    connection.execute(f"LISTEN {self._channel}")
                    if self._listening.is_set():
                        self._news()  # a notification may have been missed meanwhile
                    self._listening.set()
                    self._listen(connection)
            except (psycopg.Error, TryLater):
                log.debug("not listening for other daemons; trying again", exc_info=True)
            self._listening.set()
            self._stopping.wait(_PAUSE)

    def _listen(self, connection: ClockedConnection) -> None:
        """Until told to stop, or the server is silent, or another one leads. A frozen server ends no connection."""
        while True:
            heard = readable([connection.fileno(), self._wake_read], _QUIET)
            if self._stopping.is_set() or self._entrance.is_old(connection):
                return
            if not heard and not answers(connection, ANSWER_SECONDS):
                connection.close()
                return
            if any(notice.payload != self._own for notice in connection.notifies(timeout=0)):
                self._news()

    def _news(self) -> None:
        self.heard += 1
        self._tell()
