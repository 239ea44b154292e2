"""Words of replies that the judged tables do not have: a reason, a topic, two names, a scale turned round."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import pytest

from mailflow.core.meaning import Meaning
from mailflow.core.plain import to_plain
from mailflow.core.replies import customer, operator
from mailflow.core.replies.spoken import People
from mailflow.core.replies.vote import vote_in

# Two of them are called like words of the language: "Baik" (fine), "Oke".
PEOPLE = People(("Budi",), ("Sari Wulandari", "Baik Santoso", "Okeana"), ("Ana",), "iDuHelp")


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        ("Sari Wulandari, tolong ambil", Meaning.ASIDE),
        ("Sari Wulandari tolong ambil ya", Meaning.ASIDE),
        ("Tolong dibantu ya Pak Sari", Meaning.ASIDE),
        ("bisa bantu ya, Pak Sari Wulandari", Meaning.ASIDE),
        ("saya ambil soal kartu saya", Meaning.CLAIM),
        ("soal kartu saya ambil", Meaning.CLAIM),
        ("saya ambil soal kartu hilang kemarin sore tadi siang", Meaning.CLAIM),
        ("saya ambil tentang kartu hilang itu", Meaning.CLAIM),
        ("punya saya karena saya dekat", Meaning.CLAIM),
        ("Sari Wulandari saya ambil karena kebetulan dekat", Meaning.CLAIM),
        ("siap Pak, saya ambil habis makan siang bareng tim", Meaning.CLAIM),
        ("saya ambil setelah pembayaran Anda kami terima", Meaning.CONTENT),
        ("Baik Bu saya proses karena kebetulan dekat", Meaning.CONTENT),
        ("oke karena saya", Meaning.CONTENT),
        ("kasih ke saya, saya soalnya dekat pak", Meaning.CONTENT),
    ],
)
def test_what_an_operator_means(reply: str, meaning: Meaning) -> None:
    """A reason or a topic beside a claim leaves it one; a condition makes it an answer."""
    assert operator.read(reply, ("saya ambil",), PEOPLE).meaning is meaning


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        ("sudah saya baca", Meaning.ACKNOWLEDGEMENT),
        ("sudah saya paham", Meaning.ACKNOWLEDGEMENT),
        ("sudah paham kak makasih", Meaning.THANKS),
        ("sudah kak, paham", Meaning.SOLVED),
        ("bantu ya", Meaning.CONTENT),
        ("dibantu ya", Meaning.CONTENT),
    ],
)
def test_what_a_customer_means(reply: str, meaning: Meaning) -> None:
    """Read and understood is not solved; whoever asks for help thanks for nothing."""
    assert customer.read(reply, ("Ana",)).meaning is meaning


@pytest.mark.parametrize("reply", ["1 sangat puas", "5 kecewa", "1/5 sangat puas"])
def test_a_scale_read_the_other_way_round_is_no_vote(reply: str) -> None:
    """The digit says the opposite of the word: nobody guesses."""
    assert vote_in(reply) is None


def test_a_member_of_an_enum_is_its_value() -> None:
    """Also one that is no text."""
    assert to_plain(Enum("Number", "ONE").ONE, datetime.isoformat) == 1  # type: ignore[attr-defined]
