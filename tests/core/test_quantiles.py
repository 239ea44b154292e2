"""Median and p90 of columns are those of all their values together."""

from __future__ import annotations

import statistics
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.quantiles import median, p90


@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(st.integers(0, 9), st.integers(-(10**9), 10**9), st.floats(0, 10**7)), max_size=9)))
def test_columns_are_as_one_list(columns: list[list[float]]) -> None:
    """Empty ones, one, many; values that are there many times; whole and broken numbers."""
    together = sorted(value for column in columns for value in column)
    found = median(*map(sorted, columns)), p90(*map(sorted, columns))
    if not together:
        assert found == (None, None)
        return
    nearest = next(v for i, v in enumerate(together, 1) if 10 * i >= 9 * len(together))
    assert found == (round(statistics.median(together)), round(nearest))


@pytest.mark.parametrize("column", [[1, 2], (1, 2), array("q", [1, 2]), array("d", [1.0, 2.0])])
def test_any_sequence_is_a_column(column: list[int]) -> None:
    """The mean of two in the middle is rounded to the even number, as ever."""
    assert median(column) == median(column[:1], column[1:]) == 2
    assert p90(column) == 2
