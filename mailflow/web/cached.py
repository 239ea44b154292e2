"""Something that is made anew at most once a minute, however many ask for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from mailflow.clock import steady_now

T = TypeVar("T")


class Cached(Generic[T]):
    def __init__(self, seconds: float = 60.0) -> None:
        self._seconds = seconds
        self._made: dict[str, tuple[float, T]] = {}
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], T]) -> T:
        """A request that comes while it is being made waits for that one."""
        with self._lock:
            made = self._made.get(key)
            if made is None or steady_now() - made[0] > self._seconds:
                made = self._made[key] = (steady_now(), make())
            return made[1]
