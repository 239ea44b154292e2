"""What the index of words cannot do in the transaction of a mail: texts of an old desk, all of it after a change of its
rules, attachments, and making erased words unreadable.

In small steps, each a short transaction, so that intake goes on meanwhile; interrupted it goes on where it was.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from mailflow.flow.parts import Parts
from mailflow.flow.schedule.file_texts import FileTexts
from mailflow.store.desk import search_index

log = logging.getLogger("mailflow")

AT_ONCE = 100  # documents in a transaction: about 20 ms
LOOK_SECONDS = 2.0  # of work, then a pause
TELL_SECONDS = 30.0  # between two lines in the log


class WordIndexer:
    """Called every few seconds, by one thread."""

    def __init__(self, parts: Parts, stopping: Callable[[], bool] = lambda: False) -> None:
        self._parts = parts
        self._stopping = stopping
        self._files = FileTexts(parts, stopping)
        self._told = 0.0
        self._making = False

    def look(self) -> int:
        """Index what is due; how many texts. Returns after LOOK_SECONDS, whether all is done or not."""
        until = time.monotonic() + LOOK_SECONDS
        done = 0
        while time.monotonic() < until and not self._stopping():
            some = self._step()
            done += some
            if not some:
                break
            if self._parts.db.contended:
                time.sleep(0.01)  # a mail goes first
        self._tell()
        return done + self._files.look()

    def close(self) -> None:
        """Nothing is held."""

    def _step(self) -> int:
        """How many texts, or whether a step of cleaning up was done."""
        db = self._parts.db
        if search_index.is_current(db) and not search_index.has_work(db):
            return 0
        with db.transaction(quiet=True, durable=False):
            if not search_index.is_current(db):
                log.info("the search index is made anew")
                search_index.begin_anew(db)
            due = search_index.due(db, AT_ONCE)
            search_index.put(db, due)
            return len(due) or int(search_index.purge(db))

    def _tell(self) -> None:
        left = search_index.count_due(self._parts.db)
        if left and time.monotonic() - self._told > TELL_SECONDS:
            self._told, self._making = time.monotonic(), True
            log.info("search index: %s texts are not in it yet", f"{left:,}")
        elif not left and self._making:
            self._making = False
            log.info("search index: every text is in it")


def make_anew(parts: Parts, seen: Callable[[int, int], None]) -> int:
    """All of the index, from the texts; how many texts."""
    with parts.db.transaction():
        search_index.begin_anew(parts.db)
    whole = left = search_index.count_due(parts.db)
    indexer = WordIndexer(parts)
    while left:
        indexer.look()
        left = search_index.count_due(parts.db)
        seen(whole - left, whole)
    return whole
