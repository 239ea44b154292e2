"""The only module that may ask what time it is.

Two kinds of time (procedure.md, "Durations"): *desk time*, for reminders and promises, which may be accelerated or set
(demo, tests); *machine time*, for leases, retries and heartbeats, which never is. Of machine time, `machine_now` can
be compared between processes, and `steady_now` never jumps.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Desk time."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""


class SystemClock:
    """Desk time is the machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SettableClock:
    """Desk time that stands still until it is moved: for the demo, the scripts and the simulator."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware moment")
        self._now = start.astimezone(UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def set(self, moment: datetime) -> None:
        """Jump to `moment` (aware); backwards is allowed, as real clocks do that."""
        with self._lock:
            self._now = moment.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        with self._lock:
            self._now += by


_machine: Callable[[], float] = time.time
_steady: Callable[[], float] = time.monotonic


def machine_now() -> float:
    """Machine time in seconds since the epoch: comparable between processes of one machine, for leases and retries."""
    return _machine()


def steady_now() -> float:
    """Seconds since some moment, for this process alone: goes on evenly, whatever is done to the machine's clock."""
    return _steady()


@contextmanager
def machine_time(source: Callable[[], float], *, steady: bool = False) -> Iterator[None]:
    """Inside the context machine time comes from `source`, in the whole process; `steady`: the time that never jumps
    too. For the simulator, and for tests of clocks that jump."""
    global _machine, _steady
    before = _machine, _steady
    _machine = source
    if steady:
        _steady = source
    try:
        yield
    finally:
        _machine, _steady = before
