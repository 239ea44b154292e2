"""Median and 90th percentile of many values that are sorted in several columns, without putting them together. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

Column = Sequence[float]  # ascending; array, list or tuple


def median(*columns: Column) -> int | None:
    """In whole seconds; None for no values. Of an even number it is the mean of the two in the middle."""
    count = sum(map(len, columns))
    return round((_nth(columns, (count - 1) // 2) + _nth(columns, count // 2)) / 2) if count else None


def p90(*columns: Column) -> int | None:
    """90th percentile (nearest rank) in whole seconds; None for no values."""
    count = sum(map(len, columns))
    return round(_nth(columns, -(-9 * count // 10) - 1)) if count else None


def _nth(columns: Sequence[Column], n: int) -> float:
    """The value with `n` others before it: halves the span in which it lies until nothing lies between the ends."""
    some = [column for column in columns if len(column)]
    if len(some) == 1:
        return some[0][n]
    low: float = min(column[0] for column in some)
    high: float = max(column[-1] for column in some)
    if _count(some, low) > n:
        return low
    while low < (middle := (low + high) / 2) < high:
        if _count(some, middle) > n:
            high = middle
        else:
            low = middle
    return min(column[i] for column in some if (i := bisect_right(column, low)) < len(column))


def _count(columns: Sequence[Column], value: float) -> int:
    """How many are not greater."""
    return sum(bisect_right(column, value) for column in columns)
