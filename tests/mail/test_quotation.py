"""What a reply quotes: whom its attribution names, and the words."""

from __future__ import annotations

import pytest

from mailflow.mail.quoting.quotation import Quotation, quotation

HEAD = "On Mon, 2 Nov 2026 at 10:15, Budi <budi@desk.example> wrote:"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Belum.\n\n{HEAD}\n> Coba matikan data.\n>\n> Salam", Quotation(HEAD, "Coba matikan data.\n\nSalam")),
        (f"{HEAD}\n\n> Coba.\n\nBelum.", Quotation(HEAD, "Coba.")),
        (
            f"Belum.\n\n{HEAD}\n> Coba.\n>\n> On Sun, 1 Nov 2026 at 09:00, Ani <ani@mail.example> wrote:\n>> Pulsa?",
            Quotation(HEAD, "Coba."),
        ),
        (f"Belum.\n\n{HEAD}\n", None),
        ("Belum.\n> Coba.", None),
        ("Belum.", None),
    ],
)
def test_a_quotation(text: str, found: Quotation | None) -> None:
    """Without what is quoted deeper; none without an attribution above it."""
    assert quotation(text) == found
