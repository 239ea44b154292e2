"""Sums the days that are over for the reports (store/desk/summed_days.py): each when it is a week old, again when
something was counted there later, and on an old desk all of them, in the background.

A day is read from a snapshot and written in a short transaction, so that intake goes on meanwhile; interrupted it goes
on where it was.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from mailflow.flow.parts import Parts
from mailflow.store.desk import summed_days
from mailflow.store.desk.summed_days import DAY
from mailflow.store.engine.database import Database
from mailflow.store.read import summed

log = logging.getLogger("mailflow")

KEEP = 7  # days that are not summed yet: most of what is still to happen to their tickets happens in these
LOOK_SECONDS = 2.0  # of work, then a pause
REST_SECONDS = 600.0  # before days whose sums were taken back are summed again, together
TELL_SECONDS = 30.0  # between two lines in the log
_GAP = 30  # days without anything, from which on they are left out
_AT_ONCE = 30  # days


class DaySums:
    """Called every few seconds, by one thread."""

    def __init__(self, parts: Parts, stopping: Callable[[], bool] = lambda: False) -> None:
        self._parts = parts
        self._stopping = stopping
        self._rest = 0.0  # until then
        self._told: float | None = None

    def look(self) -> int:
        """Sum what is due; how many days. Returns after LOOK_SECONDS, whether all is done or not."""
        db, began = self._parts.db, time.monotonic()
        end = int(self._parts.clock.now().timestamp()) // DAY - KEEP
        if not begin_days(db, end) and began < self._rest:
            return 0
        done, finished = 0, False
        while not finished and time.monotonic() < began + LOOK_SECONDS and not self._stopping():
            if sum_one(db):
                done += 1
            elif not begin_days(db, end):
                finished, self._rest = True, time.monotonic() + REST_SECONDS
        self._tell(finished, end)
        return done

    def close(self) -> None:
        """Nothing is held."""

    def _tell(self, finished: bool, end: int) -> None:
        """Only of what takes longer than a look."""
        if finished and self._told is not None:
            self._told = None
            log.info("figures: every day is summed")
        elif not finished and (self._told is None or time.monotonic() - self._told > TELL_SECONDS):
            self._told = time.monotonic()
            left = end - 1 - (summed_days.last(self._parts.db) or 0)
            log.info("figures: %d days are not summed yet; reports of them take longer", left)


def begin_days(db: Database, end: int) -> bool:
    """Let some more days before `end` (since the epoch) be summed; whether there were any."""
    last = summed_days.last(db)
    first = 0 if last is None else last + 1
    if first >= end:
        return False
    found = summed_days.next_with_events(db, first)
    if found is None or found >= end:
        return False
    if last is None or found > first + _GAP:
        first = found
    with db.transaction(quiet=True, durable=False):
        summed_days.begin(db, range(first, min(first + _AT_ONCE, end)))
    return True


def sum_one(db: Database) -> bool:
    """Sum the first day that is due; whether there was one."""
    with db.reading():
        due = next(iter(summed_days.due(db, 1)), None)
        found = None if due is None else summed.day(db, due[0])
    if due is None or found is None:
        return False
    with db.transaction(quiet=True, durable=False):
        summed_days.put(db, found, due[1])
    return True
