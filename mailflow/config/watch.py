"""Whether the admin has edited the home since we last looked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mailflow.config.environment import ENV_FILE
from mailflow.config.letters import CANNED
from mailflow.config.tree import RULES

_Stamp = tuple[int, int, int]


class Watcher:
    """Remembers size, time and inode of rules.yaml, .env, the letters, calendars and `also` (Settings.watched).

    Make it *before* loading: an edit while loading then counts as a change. It only tells; keeping the last good
    version when an edit is broken is the caller's.
    """

    def __init__(self, home: Path, also: tuple[Path, ...] = ()) -> None:
        self._home = home.absolute()
        self.also = also
        self._seen = self._look()

    def changed(self) -> bool:
        """True once after each change; a file half written is seen again when it is whole."""
        now = self._look()
        changed, self._seen = now != self._seen, now
        return changed

    def _look(self) -> dict[Path, _Stamp]:
        stamps: dict[Path, _Stamp] = {}
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
