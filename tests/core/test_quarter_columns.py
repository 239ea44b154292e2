"""What was counted, in columns."""

from __future__ import annotations

from mailflow.core.quarter_columns import QuarterColumns

ROWS = [(1_940_000, "pulsa", 3), (1_940_001, None, 1)]


def test_rows_come_out_as_they_went_in() -> None:
    """In order, those of several columns behind each other."""
    columns = QuarterColumns(ROWS[:1])
    columns.add(QuarterColumns(ROWS[1:]))
    assert [tuple(one) for one in columns] == ROWS
    assert len(columns) == 2
    assert ROWS[1] in columns
    assert (1_940_001, "pulsa", 1) not in columns
