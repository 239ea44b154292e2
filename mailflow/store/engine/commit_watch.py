"""Notices that another thread of this process, or another process, has committed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_LOOK_EVERY = 0.5  # seconds between looks for other processes' commits while waiting


class _SeenCommits(threading.local):
    """What one thread has seen so far."""

    def __init__(self) -> None:
        self.own = 0  # how many of this process's commits this thread made
        self.seen = -1  # commits of other threads when this one last looked
        self.seen_foreign = -1


class CommitWatch:
    """The commits of one database. `foreign` returns a number that changes when another process has committed; `watch`
    registers a callback that is called when that happens, on databases that can notify (PostgreSQL)."""

    def __init__(self, foreign: Callable[[], int], watch: Callable[[Callable[[], None]], None]) -> None:
        self._foreign, self._watch = foreign, watch
        self._here = _SeenCommits()
        self._commits = 0
        self._news = threading.Condition()
        self._calls = 0  # of wake(); a change ends every wait
        self._heard = 0  # calls of _hear

    def committed(self) -> None:
        """This thread has committed: wakes the other threads that wait."""
        with self._news:
            self._commits += 1
            self._here.own += 1
            self._news.notify_all()

    def changed(self) -> bool:
        """Whether another thread or process has committed since this thread last asked, or this thread asks for the
        first time."""
        here = self._here
        if here.seen_foreign == -1:
            self._watch(self._hear)
        others, foreign = self._commits - here.own, self._foreign()
        news = others != here.seen or foreign != here.seen_foreign
        here.seen, here.seen_foreign = others, foreign
        return news

    def wait(self, seconds: float) -> bool:
        """Block until `changed` would be true, at most `seconds`; returns True if so. A commit between the check and
        the wait is not missed. Returns False early when `wake()` is called."""
        calls, until = self._calls, time.monotonic() + seconds
        while True:
            heard = self._heard
            if self.changed():
                return True
            left = until - time.monotonic()
            with self._news:
                if left <= 0 or self._calls != calls:
                    return False
                if self._commits - self._here.own == self._here.seen and self._heard == heard:
                    self._news.wait(min(left, _LOOK_EVERY))

    def wake(self) -> None:
        """End every wait now (shutdown)."""
        with self._news:
            self._calls += 1
            self._news.notify_all()

    def new_connection(self) -> None:
        """This thread has reconnected: its next `changed` counts as its first."""
        self._here.seen_foreign = -1

    def _hear(self) -> None:
        """Callback: the database has notified us of another process's commit."""
        with self._news:
            self._heard += 1
            self._news.notify_all()
