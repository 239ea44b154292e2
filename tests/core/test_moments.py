"""Moments as records and letters have them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mailflow.core.moments import moment_words, stamp

MONDAY = datetime(2026, 11, 2, 3, 0, 30, 5, tzinfo=UTC)


def test_a_stamp_is_compared_by_its_text() -> None:
    """Local time to the second, with its offset."""
    assert stamp(MONDAY, ZoneInfo("Asia/Jakarta")) == "2026-11-02 10:00:30+07:00"


def test_who_does_not_know_the_zone_reads_its_offset() -> None:
    """Abroad, and in English alone."""
    assert moment_words(MONDAY, "Asia/Jakarta", "en", abroad=True) == "Monday, 2 November 2026 at 10:00 (WIB, UTC+7)"
    assert moment_words(MONDAY, "Asia/Jakarta", "id", abroad=True) == "Senin, 2 November 2026 pukul 10.00 WIB"
