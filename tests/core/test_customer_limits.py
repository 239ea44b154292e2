"""What limits a customer's good news: the grammar does not know these words, and the learned points like the rest."""

from __future__ import annotations

import pytest

from mailflow.core.meaning import Meaning
from mailflow.core.replies.customer import read

NOT_ALL = [
    "Oh, sudah masuk sebagian.",
    "Sudah masuk, tetapi kurang.",
    "Oh ya, ternyata sudah masuk, tetapi kurang.",
    "udah masuk separo gan",
    "sudah masuk 30rb dari 50rb",
    "it came, but only half of it",
    "Sudah bisa, cuma yang kemarin kurang",
    "alhamdulillah masuk, sayangnya sebagian",
]
ALL_THE_SAME = [
    "Lama sih, tapi ya sudah masuk. Makasih.",
    "tadi cuma perlu restart, sekarang jalan",
    "dah masuk gan 50rb nya",
]


@pytest.mark.parametrize("text", NOT_ALL)
def test_partly_is_not_solved(text: str) -> None:
    """A person has to read it."""
    assert read(text).meaning is Meaning.CONTENT


@pytest.mark.parametrize("text", ALL_THE_SAME)
def test_what_comes_behind_a_turn_counts(text: str) -> None:
    """Slow, but here."""
    assert read(text).meaning is Meaning.SOLVED
