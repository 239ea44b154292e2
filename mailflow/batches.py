"""Things parted, in their order, into lists that are not too large to hold at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def batches(
    things: Iterable[T], size: Callable[[T], int], most_bytes: int, most: int | None = None
) -> Iterator[list[T]]:
    """Lists of at most `most` things and `most_bytes` bytes; one that is larger by itself has a list of its own.
    `things` are asked for one by one, so that no more exist than the list and the next one."""
    batch: list[T] = []
    total = 0
    for thing in things:
        weight = size(thing)
        if batch and (len(batch) == most or total + weight > most_bytes):
            yield batch
            batch, total = [], 0
        batch.append(thing)
        total += weight
    if batch:
        yield batch
