"""Whether the admin has edited the home since the last check."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mailflow.config.environment import ENV_FILE
from mailflow.config.letters import CANNED
from mailflow.config.tree import RULES

SETTLED = 2.0  # seconds a file must be unchanged: before, it may be half written
_Stamp = tuple[int, int, int]
_Stamps = dict[Path, _Stamp]


class Watcher:
    """Remembers size, mtime and inode of rules.yaml, .env, the letters, calendars and `also` (Settings.watched).

    Create it *before* loading, so that an edit during loading counts as a change. It only reports; keeping the last
    valid version when an edit is broken is the caller's task.
    """

    def __init__(self, home: Path, also: tuple[Path, ...] = (), now: Callable[[], float] = time.monotonic) -> None:
        self._home = home.absolute()
        self.also = also
        self._now = now
        self._hurried = False
        self._seen = self._look()
        self._moving: tuple[_Stamps, float] | None = None  # a new state, and since when it has been the same

    def changed(self) -> bool:
        """True once after each change, when two checks two seconds apart have found the same state."""
        stamps, now = self._look(), self._now()
        patience, self._hurried = 0.0 if self._hurried else SETTLED, False
        if stamps == self._seen:
            self._moving = None
            return False
        if self._moving is None or self._moving[0] != stamps:
            self._moving = stamps, now
        if now - self._moving[1] < patience:
            return False
        self._seen, self._moving = stamps, None
        return True

    def holds(self) -> bool:
        """Whether the files are still as found: what was read meanwhile was complete."""
        return self._look() == self._seen

    def hurry(self) -> None:
        """The edit is known to be finished: the next check accepts it as it is."""
        self._hurried = True

    def _look(self) -> _Stamps:
        stamps: _Stamps = {}
        for file in self._files():
            try:
                stat = file.stat()
            except OSError:  # missing is a state too
                continue
            stamps[file] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        return stamps

    def _files(self) -> Iterator[Path]:
        yield self._home / RULES
        yield self._home / ENV_FILE
        yield from self._home.glob("*.ics")
        yield from self.also
        yield from (self._home / CANNED).glob("*.txt")
