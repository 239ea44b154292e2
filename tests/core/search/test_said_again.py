"""Which texts answer a question only with what they quote."""

from __future__ import annotations

import pytest

from mailflow.core.search.repeated import SearchedText, repeated, unquoted
from mailflow.core.search.word_query import asked

ASKED = SearchedText(1, "Pulsa 50 ribu belum masuk.\nMohon bantuannya.", "Keluhan\nani@mail.example")
ANSWER = "Nomornya berapa?\n\nPada Senin, Ani menulis:\n"


@pytest.mark.parametrize(
    ("words", "reply", "quotes"),
    [
        ("pulsa", ANSWER + "> Pulsa 50 ribu belum masuk.", True),
        ("pulsa", ANSWER + ">> Pulsa 50\n>> ribu belum masuk.", True),
        ("pulsa", ANSWER + "Pulsa 50 ribu belum masuk.\nMohon bantuannya.", True),
        ("pulsa", "Pulsanya sudah kami isi.\n> Pulsa 50 ribu belum masuk.", False),
        ("nomor", ANSWER + "> Pulsa 50 ribu belum masuk.", False),
        ("keluhan", ANSWER, False),
        ("pulsa masuk", "Sudah masuk?\n> Pulsa 50 ribu belum masuk.", True),
        ("pulsa", "Pulsa 50 ribu belum masuk.", False),
        ("#1", ANSWER + "> Pulsa 50 ribu belum masuk.", False),
        ("#1 pulsa", ANSWER + "> Pulsa 50 ribu belum masuk.", True),
    ],
)
def test_a_reply_that_only_quotes(words: str, reply: str, quotes: bool) -> None:
    """Marked or not, its words stand in the text it answers; its subject, people and own words are its own, and so is
    what somebody says again."""
    question = asked([words], lambda text: 1 if text == "1" else None)
    found = [ASKED, SearchedText(1, reply, "Re: Keluhan\nbudi@desk.example")]
    assert (repeated(found, question) == {1}) is quotes


def test_the_same_words_on_another_ticket() -> None:
    """Another conversation quotes nothing of this one."""
    assert not repeated([ASKED, SearchedText(2, ASKED.text)], asked(["pulsa"]))


def test_what_was_never_seen_is_found_in_a_quotation() -> None:
    """The first text of a ticket that has the words may only quote them."""
    assert not repeated([SearchedText(1, "> Pulsa belum masuk.")], asked(["pulsa"]))
    assert unquoted("Halo\n> Pulsa\n |> kuota\nSalam") == "Halo\nSalam"
