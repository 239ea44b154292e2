"""Noticing a commit by another thread of this process, or by another process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_LOOK_EVERY = 0.5  # seconds between looks for other processes' commits while waiting


class _Here(threading.local):
    """What one thread has noticed."""

    def __init__(self) -> None:
        self.own = 0  # commits of this thread among all of the process
        self.seen = -1  # commits of other threads when it last looked
        self.seen_foreign = -1


class CommitWatch:
    """Of one database. `foreign` gives a number that differs once another process has committed; `watch` asks to be
    called when it does, where the database tells of it."""

    def __init__(self, foreign: Callable[[], int], watch: Callable[[Callable[[], None]], None]) -> None:
        self._foreign, self._watch = foreign, watch
        self._here = _Here()
        self._commits = 0
        self._news = threading.Condition()
        self._calls = 0  # of wake(): ends every wait
        self._heard = 0  # calls of _hear

    def committed(self) -> None:
        """By this thread: news for the others."""
        with self._news:
            self._commits += 1
            self._here.own += 1
            self._news.notify_all()

    def changed(self) -> bool:
        """Another thread or process has committed since this thread last asked (or it never asked)."""
        here = self._here
        if here.seen_foreign == -1:
            self._watch(self._hear)
        others, foreign = self._commits - here.own, self._foreign()
        news = others != here.seen or foreign != here.seen_foreign
        here.seen, here.seen_foreign = others, foreign
        return news

    def wait(self, seconds: float) -> bool:
        """Block until `changed` would be true, at most `seconds`; True if so. A commit between looking and waiting is
        not missed. Returns early, False, at `wake()`."""
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
        """End every wait now."""
        with self._news:
            self._calls += 1
            self._news.notify_all()

    def new_connection(self) -> None:
        """This thread's next look is its first."""
        self._here.seen_foreign = -1

    def _hear(self) -> None:
        """The database told of another process's commit."""
        with self._news:
            self._heard += 1
            self._news.notify_all()
