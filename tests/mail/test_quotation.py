"""What a reply quotes: whom its attribution names, and the words."""

from __future__ import annotations

import pytest

from mailflow.mail.quoting.quotation import Quotation, quotation

HEAD = "On Mon, 2 Nov 2026 at 10:15, Budi <budi@desk.example> wrote:"
# as Outlook quotes: no marks, and what was quoted before stands below in whatever form it had
BLOCK = (
    "________________________________\nDari: Budi <budi@desk.example>\nDikirim: Senin, 2 November 2026 10.15\n"
    "Kepada: ani@mail.example\nSubjek: Re: Pulsa"
)
NAMED = "Budi <budi@desk.example> Senin, 2 November 2026 10.15"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Belum.\n\n{HEAD}\n> Coba matikan data.\n>\n> Salam", Quotation(HEAD, "Coba matikan data.\n\nSalam")),
        (f"{HEAD}\n\n> Coba.\n\nBelum.", Quotation(HEAD, "Coba.")),
        (
            f"Belum.\n\n{HEAD}\n> Coba.\n>\n> On Sun, 1 Nov 2026 at 09:00, Ani <ani@mail.example> wrote:\n>> Pulsa?",
            Quotation(HEAD, "Coba."),
        ),
        (f"Belum.\n\n{BLOCK}\n\nCoba matikan data.", Quotation(NAMED, "Coba matikan data.")),
        (f"Belum.\n\n{BLOCK}\n\nCoba.\n\n{HEAD}\n> Pulsa?", Quotation(NAMED, "Coba.")),
        (f"Belum.\n\n{BLOCK}\n\nCoba.\n\n{BLOCK.replace('Budi', 'Sari')}\n\nPulsa?", Quotation(NAMED, "Coba.")),
        (
            f"Belum.\n\n{HEAD}\n> Coba.\n>\n> {BLOCK.replace(chr(10), chr(10) + '> ')}\n>\n> Pulsa?",
            Quotation(HEAD, "Coba."),
        ),
        (
            "Belum.\n\nFrom: Budi <budi@desk.example>\nSent: Monday, November 2, 2026 9:30 AM\n"
            "To: Ani <ani@mail.example>\nSubject: Re: Pulsa\n\nCoba.",  # its second line alone is like an attribution
            Quotation("Budi <budi@desk.example> Monday, November 2, 2026 9:30 AM", "Coba."),
        ),
        (f"Belum.\n\n{BLOCK}\n", None),
        (f"Belum.\n\n{HEAD}\n", None),
        ("Belum.\n> Coba.", None),
        ("Belum.", None),
    ],
)
def test_a_quotation(text: str, found: Quotation | None) -> None:
    """Without what is quoted deeper; none without an attribution above it."""
    assert quotation(text) == found
