"""A server that does not answer is left alone for a while, so that each mail does not wait for it anew."""

from __future__ import annotations

import threading
from collections.abc import Callable

SECONDS = 60.0


class Rest:
    """Shared by all threads of a daemon. After `most` questions in a row without an answer none is asked for SECONDS.
    `now`: monotonic seconds."""

    def __init__(self, most: int, now: Callable[[], float]) -> None:
        self._most, self._now, self._lock = most, now, threading.Lock()
        self._lost, self._until = 0, 0.0

    @property
    def lasts(self) -> bool:
        with self._lock:
            return self._until > self._now()

    def note(self, *, answered: bool) -> None:
        """How a question has ended."""
        with self._lock:
            self._lost = 0 if answered else self._lost + 1
            if self._lost >= self._most:
                self._lost, self._until = 0, self._now() + SECONDS
