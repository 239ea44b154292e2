"""Replies to `verify-address`: a yes, a no, or more."""

from __future__ import annotations

import pytest

from mailflow.core.replies.confirming import confirms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "yes"),
        ("Ya", "yes"),
        ("ya, betul pak", "yes"),
        ("Iya kak, ini alamat saya. Terima kasih!", "yes"),
        ("Yes, this is my address.\n\nBest regards\nAni Wijaya", "yes"),
        ("Confirmed \U0001f44d", "yes"),
        ("OK", "yes"),
        ("Sudah benar, makasih", "yes"),
        ("Bukan alamat saya", "no"),
        ("Tidak, salah orang", "no"),
        ("Not me, wrong person", "no"),
        ("No.", "no"),
        ("Ya. Pulsa 50 ribu belum masuk", "more"),
        ("ya " * 200, "more"),
        ("Tolong ganti nama saya", "more"),
    ],
)
def test_what_a_reply_says(text: str, said: str) -> None:
    assert confirms(text, "Ani Wijaya") == said
