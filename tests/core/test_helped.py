"""The word that closes a ticket after canned answers in its acknowledgement."""

from __future__ import annotations

import pytest

from mailflow.core.meaning import Meaning
from mailflow.core.replies.customer import read
from mailflow.core.replies.helped import says_helped


def _closes(text: str) -> bool:
    return read(text).meaning is Meaning.SOLVED and says_helped(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELESAI",
        "SELESAI terima kasih",
        "*SELESAI*",
        "Sudah selesai, makasih min",
        "selesai kak sudah bisa",
        "Selesai. Pulsanya sudah masuk, terima kasih.",
        "Solved, thank you!",
        "Solved it myself, thanks",
        "SELESAI\nTerkirim dari iPhone saya",
        '"SELESAI"',
        "“Solved”.",
    ],
)
def test_the_word_by_itself_closes(text: str) -> None:
    """With thanks, signs and signatures beside it."""
    assert _closes(text)


@pytest.mark.parametrize(
    "text",
    [
        "selesai tapi masih error",
        "Selesai?",
        "cepat selesai ya",
        "kapan selesai min",
        "is it solved",
        "has this been solved",
        "udah selesai ngisi data",
        "belum selesai",
        "semoga selesai ya",
        "SELESAI\n\nOh ya, cara ganti PIN gimana?",
        "not solved",
        "Sudah masuk, terima kasih",
    ],
)
def test_a_word_of_a_sentence_does_not(text: str) -> None:
    """A question, a wish, a "but", another thing that is done."""
    assert not _closes(text)


@pytest.mark.parametrize("text", ["is it solved", "has this been solved", "cepat selesai ya", "segera beres dong"])
def test_a_question_or_a_wish_is_not_solved(text: str) -> None:
    """Its beginning tells, where no question mark does: the customer waits."""
    assert read(text).meaning is Meaning.CONTENT


@pytest.mark.parametrize("text", ["did the trick, thanks", "was my fault, it works now", "all good now, thanks"])
def test_what_only_begins_like_a_question_is_solved(text: str) -> None:
    """English leaves out "it"."""
    assert read(text).meaning is Meaning.SOLVED
