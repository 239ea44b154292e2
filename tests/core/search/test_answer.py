"""The line that shows why a text was found, and how well it answers."""

from __future__ import annotations

import pytest

from mailflow.core.search.answer import WIDTH, Excerpt, Judge, excerpt
from mailflow.core.search.word_query import asked


def shown(text: str, *words: str) -> str:
    return excerpt(text, asked(words)).marked()


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("Pulsanya belum\n masuk", "pulsa", "*Pulsanya* belum masuk"),
        ("pulsa belum masuk", '"belum masuk" pulsa', "*pulsa* *belum masuk*"),
        ("alamat e-mail saya", "email", "alamat *e-mail* saya"),
        ("ke 0812-3456-7890 ya", "081234567890", "ke *0812-3456-7890* ya"),
        ("Rp10.000 saja", "10rb", "Rp*10.000* saja"),
        ("pembayaran", "baya* pemb*", "*pembayaran*"),
        ("e mailing", "e-mai*", "*e mailing*"),
        ("mailing e", "e-mai*", "mailing e"),
        ("Café", "cafe", "*Café*"),
        ("İ café", "cafe", "İ *café*"),
        ("nothing here", "pulsa", "nothing here"),
        ("", "pulsa", ""),
    ],
)
def test_what_was_found_is_marked(text: str, words: str, line: str) -> None:
    """Words, phrases, numbers, in whatever form they stand there."""
    assert shown(text, words) == line


def test_a_long_text_is_cut_around_the_most_terms() -> None:
    """Not around the first that happens to be there; marked where it was cut."""
    text = "pulsa " + "x " * 300 + "pulsa belum masuk " + "y " * 300
    line = excerpt(text, asked(["pulsa masuk"]))
    assert "*pulsa* belum *masuk*" in line.marked()
    assert line.text[0] == line.text[-1] == "…"
    assert len(line.text) <= WIDTH + 2


def test_the_end_of_a_text_is_shown_whole() -> None:
    """Without a mark that something is missing."""
    assert excerpt("x " * 300 + "akhir", asked(["akhir"])).text.endswith("x akhir")


def test_a_text_of_one_word_is_cut_too() -> None:
    """Where there is no blank."""
    assert len(excerpt("x" * 999, asked(["pulsa"])).text) == WIDTH + 1


def test_marks_within_marks_are_one() -> None:
    """Two terms may find the same word."""
    assert excerpt("pulsanya", asked(["pulsa", "pulsanya"])) == Excerpt("pulsanya", ((0, 8),))


def test_more_marks_than_anybody_reads() -> None:
    """The search for them ends."""
    assert excerpt("pulsa " * 5000, asked(["pulsa kuota"])).marks


@pytest.mark.parametrize(
    ("better", "worse", "words"),
    [
        (("Pulsa", "belum"), ("Lain", "pulsa"), "pulsa"),
        (("", "pulsa pulsa"), ("", "pulsa"), "pulsa"),
        (("", "pulsa"), ("", "pulsa " + "x " * 200), "pulsa"),
        (("", "pulsa"), ("", "pulsanya"), "pulsa"),
        (("", "belum masuk belum masuk"), ("", "belum masuk"), '"belum masuk"'),
        (("", "bayar bayaran"), ("", "bayar"), "baya*"),
    ],
)
def test_what_answers_better(better: tuple[str, str], worse: tuple[str, str], words: str) -> None:
    """In the subject, often, in a short text, as it was asked for."""
    judge = Judge(asked([words]))
    assert judge.points(*better) > judge.points(*worse)
