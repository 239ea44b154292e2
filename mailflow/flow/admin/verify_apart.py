"""A large desk is verified in processes of its own, one for each processor: the links of the chain stretch by stretch,
and the logs of its tickets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

from mailflow.flow.admin.verify import RowDifference, verify
from mailflow.flow.admin.verify_chain import Looked, look
from mailflow.store.engine.opening import open_database

WORTH = 10_000  # tickets; fewer are folded sooner than a process has started
_AT_ONCE = 2_000  # tickets, or links
_T = TypeVar("_T")
Seen = Callable[[int, int], None]  # (tickets or links done, in all)


class VerifiedApart(NamedTuple):
    """Both wait for the results and tell of them as they come."""

    links: Callable[[Seen], list[Looked]]  # the newest first
    tickets: Callable[[Seen], Iterator[RowDifference]]  # in the order of the tickets


@contextmanager
def verified_apart(
    url: str, home: Path, links: tuple[int, int], numbers: Sequence[int], at_once: int = _AT_ONCE
) -> Iterator[VerifiedApart]:
    """Of the links from the first to the last of `links`, and of these tickets. Begins at once; leaving it early ends
    the processes."""
    pool = ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn"))
    first, last = links
    stretches = [(max(first, end - at_once + 1), end) for end in range(last, first - 1, -at_once)]
    looked = [pool.submit(_looked, url, home, *stretch) for stretch in stretches]
    pieces = [numbers[begin : begin + at_once] for begin in range(0, len(numbers), at_once)]
    folded = [pool.submit(_folded, url, home, piece) for piece in pieces]
    try:
        yield VerifiedApart(
            lambda seen: list(_results(looked, last - first + 1, at_once, seen)),
            lambda seen: (one for piece in _results(folded, len(numbers), at_once, seen) for one in piece),
        )
    finally:
        pool.shutdown(cancel_futures=True)


def _looked(url: str, home: Path, first: int, last: int) -> Looked:
    db = open_database(url, home)
    try:
        return look(db, first, last)
    finally:
        db.close()


def _folded(url: str, home: Path, numbers: Sequence[int]) -> list[RowDifference]:
    db = open_database(url, home)
    try:
        return list(verify(db, only=numbers))
    finally:
        db.close()


def _results(begun: Sequence[Future[_T]], count: int, at_once: int, seen: Seen) -> Iterator[_T]:
    for done, one in enumerate(begun, 1):
        yield one.result()
        seen(min(done * at_once, count), count)
