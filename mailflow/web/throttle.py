"""How often something may happen: counted in this process, since only one of a home has the port."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

from mailflow.clock import steady_now

_MOST_KEYS = 10_000


class Throttle:
    """At most `most` times in `seconds`, for each key."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def is_full(self, key: str) -> bool:
        """Whether it happened too often already; counts nothing."""
        with self._lock:
            return len(self._recent(key)) >= self._most

    def take(self, key: str) -> bool:
        """Count one more; whether that was allowed."""
        with self._lock:
            times = self._recent(key)
            if len(times) >= self._most:
                return False
            times.append(steady_now())
            return True

    def forget(self, key: str) -> None:
        with self._lock:
            self._times.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] <= steady_now() - self._seconds:
            times.popleft()
        while len(self._times) > _MOST_KEYS:
            self._times.popitem(last=False)
        return times
