"""Whether the admin has edited the home since we last looked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mailflow.config.environment import ENV_FILE
from mailflow.config.letters import CANNED
from mailflow.config.tree import RULES

SETTLED = 2.0  # seconds a file must have stayed as it is: before, it may be half written
_Stamp = tuple[int, int, int]
_Stamps = dict[Path, _Stamp]


class Watcher:
    """Remembers size, time and inode of rules.yaml, .env, the letters, calendars and `also` (Settings.watched).

    Make it *before* loading: an edit while loading then counts as a change. It only tells; keeping the last good
    version when an edit is broken is the caller's.
    """

    def __init__(self, home: Path, also: tuple[Path, ...] = (), now: Callable[[], float] = time.monotonic) -> None:
        self._home = home.absolute()
        self.also = also
        self._now = now
        self._hurried = False
        self._seen = self._look()
        self._moving: tuple[_Stamps, float] | None = None  # other than seen, and since when just so

    def changed(self) -> bool:
        """True once after each change, when two looks two seconds apart have found the same."""
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
        """What was found changed is still so: what has been read meanwhile was whole."""
        return self._look() == self._seen

    def hurry(self) -> None:
        """Somebody says that the edit is finished: the next look takes it as it is."""
        self._hurried = True

    def _look(self) -> _Stamps:
        stamps: _Stamps = {}
        for file in self._files():
            try:
                stat = file.stat()
            except OSError:  # gone, or not there yet: that is a state as well
                continue
            stamps[file] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        return stamps

    def _files(self) -> Iterator[Path]:
        yield self._home / RULES
        yield self._home / ENV_FILE
        yield from self._home.glob("*.ics")
        yield from self.also
        yield from (self._home / CANNED).glob("*.txt")
