"""Whole texts that mean one thing: thanks, claim words, bare links; and the words a refusal is told in."""

from __future__ import annotations

import pytest

from mailflow.core import no_answers
from mailflow.core.meaning import Meaning
from mailflow.core.operators import COMMAND_INSIDE, NO_CUSTOMER, TICKET_OVER, TICKET_OVER_DIRECT
from mailflow.core.replies.customer import read
from mailflow.core.replies.operator import is_claim_word, is_only_link
from mailflow.core.ticket import Status
from mailflow.core.wording import say

THANKS = [
    "Terima kasih",
    "terimakasih banyak ya kak 🙏🙏",
    "Makasih Pak Budi!",
    "Baik, terima kasih atas bantuannya.",
    "Ok siap makasih",
    "Thank you very much for your help!",
    "Thanks!\n\nBest regards,\nAna",
    "Matur nuwun",
    "Alhamdulillah, terima kasih infonya",
    "TERIMA KASIH.",
]
MORE_THAN_THANKS = [
    "",
    "ok",
    "Terima kasih, tapi belum masuk",
    "Terima kasih?",
    "Makasih, nomornya 0812",
    "Thanks, it still fails",
    "Sudah masuk",
    "Terima kasih, Joko",
    "Kapan terima kasih datang",
    "terima kasih " * 30,
]


@pytest.mark.parametrize("text", THANKS)
def test_thanks(text: str) -> None:
    """Thanks and courtesy, names included, are mere thanks."""
    assert read(text, ("Budi", "Ana")).meaning is Meaning.THANKS


@pytest.mark.parametrize("text", MORE_THAN_THANKS)
def test_more_than_thanks(text: str) -> None:
    """One other word, a question or a number makes it a person's matter."""
    assert read(text, ("Budi", "Ana")).meaning is not Meaning.THANKS


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("siap", True),
        ("Siap!!", True),
        ("SAYA  AMBIL.", True),
        ("saya", False),
        ("siap ambil", False),
        ("", False),
        ("👍", False),
    ],
)
def test_claim_words(text: str, claims: bool) -> None:
    """Only the whole of a claim word claims, punctuation and case aside."""
    assert is_claim_word(text, ("saya ambil", "siap")) is claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Siap.\n\nBudi", True),
        ("siap\n\nSalam hangat,\nBudi Santoso", True),
        ("siap\nterima kasih", True),
        ("siap Budi", False),
        ("siap\n\nJoko", False),
        ("Budi\n\nnanti", False),
    ],
)
def test_signed_claim_word(text: str, claims: bool) -> None:
    """His own name and a closing formula below the word are a signature; anything else below it is said."""
    assert is_claim_word(text, ("siap",), ("Budi", "Budi Santoso")) is claims


def test_empty_claim_word_claims_nothing() -> None:
    """A claim word without letters matches no mail."""
    assert not is_claim_word("", ("",)) and not is_claim_word("!", ("?",))


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("https://x.example/a", True),
        ("Silakan baca www.x.example/a ya, terima kasih", True),
        ("Baca https://x.example/a lalu matikan data seluler", False),
        ("Matikan data seluler", False),
        ("", False),
    ],
)
def test_only_link(text: str, only: bool) -> None:
    """A URL with nothing but courtesy and pointing words around it explains nothing."""
    assert is_only_link(text) is only


CODES = [
    COMMAND_INSIDE,
    *(code for name, code in vars(no_answers).items() if name.isupper() and name != "MAILS"),
    NO_CUSTOMER,
    TICKET_OVER,
    TICKET_OVER_DIRECT,
    "broken-edit",
    "operator-gone",
    "last-good",
    "customer-wrote-since",
    "unknown-operator",
    "owned-already",
    "no-verdict",
    *(f"is-{status.value}" for status in Status),
]


@pytest.mark.parametrize("code", CODES)
def test_every_reason_has_words(code: str) -> None:
    """Every code a person may be told of has words in both languages."""
    assert len({say(code, "id"), say(code, "en"), str(code)}) == 3
