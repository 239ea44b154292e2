"""Counts in English words: "1 mail", "3 mails". Indonesian has one form for both, so its texts need none of this."""

from __future__ import annotations


def how_many(count: int, one: str, more: str = "") -> str:
    """The number with thousands apart, and the words that go with it; `more`: those of any other number, where it is
    not `one` with an s: `how_many(2, "letter waits", "letters wait")`."""
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"
