"""A reply to an answer the desk has not seen, quoted without marks: its last words are nobody's new ones."""

from __future__ import annotations

import pytest

from mailflow.mail.quoting.quotes import BLANK, TEXT
from mailflow.mail.quoting.repeated import words_below
from mailflow.mail.quoting.said import Said, Text

LETTER = "Halo Sari,\nTiket ini sekarang milik Anda: offline nomor 17.\nUntuk menjawab, balas email ini.\n"
QUOTED = f"Dari: sari@desk.example\nSubjek: Re: Tagihan\n\n{LETTER}\nHalo, coba matikan dahulu, lalu nyalakan lagi."


@pytest.mark.parametrize(
    ("above", "seen", "own"),
    [("baik kak\n\n", False, False), ("baik kak\n\n", True, True), ("", False, True)],
    ids=["the answer is unknown", "it is known, and this is not in it", "nothing above it"],
)
def test_words_below_what_is_known(above: str, seen: bool, own: bool) -> None:
    """They are the author's own, unless he writes above the quotation of a mail that nobody here knows."""
    lines = f"{above}{QUOTED}".split("\n")
    kinds = [TEXT if line else BLANK for line in lines]
    said = Said((Text(LETTER, answered=seen),))
    below = words_below(lines, kinds, lines.index("Dari: sari@desk.example"), said)
    assert (below < len(lines)) == own
