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


@pytest.mark.parametrize(
    "text", ['yeah right, "fixed"', "Sudah “beres” katanya", "oh it's 'working' now", 'Kata CS "sudah masuk".']
)
def test_an_outcome_in_quotation_marks_is_doubted(text: str) -> None:
    """He repeats what he was told."""
    assert read(text).meaning is Meaning.CONTENT


@pytest.mark.parametrize("text", ["setelah 3 hari akhirnya masuk", "after 2 weeks it works again"])
def test_a_span_of_time_may_stand_behind_after(text: str) -> None:
    """The number counts nothing that is missing."""
    assert read(text).meaning is Meaning.SOLVED


@pytest.mark.parametrize(
    "text", ["sudah 3 hari", "sudah 3 hari kak", "setelah 3 hari belum masuk", "it's been 2 weeks"]
)
def test_a_span_of_time_alone_is_a_complaint(text: str) -> None:
    """He has waited so long."""
    assert read(text).meaning is Meaning.CONTENT


@pytest.mark.parametrize(
    "text", ["Mbak admin tadi cekatan, sudah bisa login lagi", "Gercep bener dah timnya, internet sudah nyala lagi"]
)
def test_remarks_may_stand_before_what_works(text: str) -> None:
    """The grammar knows the end, and the points like the whole."""
    assert read(text).meaning is Meaning.SOLVED


@pytest.mark.parametrize(
    "text",
    [
        "Pesanan dompetnya belum datang, kartunya sudah bisa dipakai lagi",
        "Tolong jadwalnya dicek, internet sudah nyala lagi",
        "Kelas saya mana? internet sudah nyala lagi",
        "Ketemu masalah baru, loginnya sudah bisa lagi",
    ],
)
def test_no_request_or_complaint_may(text: str) -> None:
    """What is missing or asked for is for a person, however well the mail ends."""
    assert read(text).meaning is Meaning.CONTENT


@pytest.mark.parametrize("text", ['"SOLVED"', "“selesai”"])
def test_the_word_that_was_asked_for_may_have_its_marks(text: str) -> None:
    """Copied from our letter as it stands there."""
    assert read(text).meaning is Meaning.SOLVED
