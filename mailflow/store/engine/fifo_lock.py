"""A fair lock: handed over in the order it was asked for.

SQLite has one writer at a time and no queue, so the thread that asks at the right moment wins. A thread that commits in
a loop could keep the mail listener's 250 connections waiting for seconds; with this lock each thread gets its turn.
"""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class FifoLock:
    """First come, first served. Not re-entrant. `with lock:`"""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._queue: deque[threading.Lock] = deque()

    def acquire(self) -> None:
        """Wait in the queue; an interrupt (Ctrl-C) while waiting leaves the queue."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        try:
            turn.acquire()
        except BaseException:
            self._leave(turn)
            raise

    def release(self) -> None:
        """Hand over to the thread that has waited longest; the lock is never free in between."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._held = False

    @property
    def waiting(self) -> int:
        """How many threads are in the queue."""
        return len(self._queue)

    def _leave(self, turn: threading.Lock) -> None:
        with self._guard:
            if turn in self._queue:
                self._queue.remove(turn)
                return
        self.release()  # the lock was handed to us at the same moment: pass it on

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
