"""The logs of a large desk are folded in processes of their own while the chain is checked: each takes minutes of one
processor, and neither asks anything of the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from mailflow.flow.admin.verify import RowDifference, verify
from mailflow.store.engine.opening import open_database

WORTH = 10_000  # tickets; fewer are folded sooner than a process has started
_AT_ONCE = 2_000  # tickets
Seen = Callable[[int, int], None]  # (tickets compared, tickets in all)
Folding = Callable[[Seen], Iterator[RowDifference]]


@contextmanager
def folded_apart(url: str, home: Path, numbers: Sequence[int], at_once: int = _AT_ONCE) -> Iterator[Folding]:
    """Begins at once; what is yielded waits for the results, in the order of the tickets. Leaving it early ends the
    processes."""
    pool = ProcessPoolExecutor(max(1, (os.cpu_count() or 1) - 1), mp_context=get_context("spawn"))
    pieces = [numbers[begin : begin + at_once] for begin in range(0, len(numbers), at_once)]
    begun = [pool.submit(_folded, url, home, piece) for piece in pieces]
    try:
        yield lambda seen: _differences(begun, len(numbers), at_once, seen)
    finally:
        pool.shutdown(cancel_futures=True)


def _folded(url: str, home: Path, numbers: Sequence[int]) -> list[RowDifference]:
    db = open_database(url, home)
    try:
        return list(verify(db, only=numbers))
    finally:
        db.close()


def _differences(
    begun: Sequence[Future[list[RowDifference]]], count: int, at_once: int, seen: Seen
) -> Iterator[RowDifference]:
    for done, one in enumerate(begun, 1):
        yield from one.result()
        seen(min(done * at_once, count), count)
