"""Telephone numbers: texts that have none."""

from __future__ import annotations

from mailflow.core.finders.phone import find_phones


def test_words_without_a_digit_hold_none() -> None:
    """Nor does the empty text."""
    assert find_phones("tanpa angka") == find_phones("") == ()
