"""A canned letter without greeting and closing formula, as it stands in an acknowledgement."""

from __future__ import annotations

import pytest

from mailflow.mail.letters_within import without_frame


@pytest.mark.parametrize(
    ("letter", "inner"),
    [
        ("Halo Ani,\n\nMatikan data.\n\nSalam hangat,\niDuHelp\n", "Matikan data."),
        ("Hello Rina,\n\nTurn it off, please.\n\nKind regards,\nBudi\niDuHelp\n", "Turn it off, please."),
        ("Matikan data.\nLalu isi pulsa.", "Matikan data.\nLalu isi pulsa."),  # no frame
        ("Halo,\n\n1. Satu,\n2. Dua\n", "1. Satu,\n2. Dua"),
        ("Jika data seluler menyala saat pengisian, pulsa terpakai sampai habis dalam hitungan detik,\nsetiap kali.",)
        * 2,
    ],
)
def test_only_the_frame_is_left_out(letter: str, inner: str) -> None:
    """A first line that is a sentence of the letter stays, though it ends with a comma."""
    assert without_frame(letter) == inner
