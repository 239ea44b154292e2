"""What an operator's reply means besides its words: which ticket it is about, whose card it is."""

from __future__ import annotations

import pytest

from mailflow.core.meaning import Meaning
from mailflow.core.replies.operator import read
from mailflow.core.replies.spoken import People

CLAIMS = ("saya ambil", "siap")


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        ("saya ambil tiket 20", Meaning.ASIDE),
        ("tiket 20 saya yang pegang, tadi sudah janji", Meaning.ASIDE),
        ("saya ambil tiket 12", Meaning.CLAIM),
        ("ini saya kerjakan bareng tiket 20 ya", Meaning.CLAIM),
        ("tiket 12 dan 20 saya pegang", Meaning.CLAIM),
        ("Nomor 20 sudah aktif, silakan dicoba", Meaning.CONTENT),
    ],
)
def test_claim_of_another_ticket(reply: str, meaning: Meaning) -> None:
    """Who says that he has taken ticket 20 takes no other."""
    assert read(reply, CLAIMS, People(("Budi",), ("Sari", "Dewi"), ("Ani",), ticket=12)).meaning is meaning


@pytest.mark.parametrize(
    "card",
    [
        "Mit freundlichen Grüßen\nBudi Santoso",
        "Met vriendelijke groet,\nBudi",
        "Salam hangat dari Bandung,\nBudi",
        "Salam olahraga!\nBudi Santoso",
        "Budi Santoso (NIP 19800101 200501 1 001)\nUnit Layanan Terpadu",
    ],
)
def test_only_a_card(card: str) -> None:
    """A formula of any language, or of his town, above his name; a civil servant's number."""
    author = People(("Budi", "Budi Santoso"))
    assert read(card, CLAIMS, author).meaning is Meaning.ACKNOWLEDGEMENT
    assert read(f"Sudah aktif\n\n{card}", CLAIMS, author).meaning is Meaning.CONTENT
    assert read("Salam tempel dua puluh ribu\nBudi", CLAIMS, author).meaning is Meaning.CONTENT
