"""A progress bar on stderr for what takes longer than a second, for people only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

AFTER = 1.0  # seconds


@contextmanager
def progress(what: str, after: float = AFTER) -> Iterator[Callable[[int, int], None]]:
    """Yields `seen(done, of)`; of is 0 while it is not known. Draws nothing before `after` seconds, nor when stderr is
    not a terminal; removed at the end."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    bar = _Bar(what)
    timer = Timer(after, bar.draw)
    timer.daemon = True
    timer.start()
    try:
        yield bar.seen
    finally:
        timer.cancel()
        timer.join()
        bar.remove()


class _Bar:
    """Drawn by the timer's thread; short commands do not even load what draws it."""

    def __init__(self, what: str) -> None:
        self._what, self._seen = what, (0, 0)
        self._drawn: Progress | None = None

    def seen(self, done: int, of: int) -> None:
        self._seen = done, of
        if self._drawn is not None:
            self._drawn.update(self._drawn.task_ids[0], completed=done, total=of or None)

    def draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn(self._what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        drawn = Progress(*columns, console=Console(stderr=True), transient=True)
        drawn.add_task(self._what, total=None)
        drawn.start()
        self._drawn = drawn
        self.seen(*self._seen)

    def remove(self) -> None:
        if self._drawn is not None:
            self._drawn.stop()
