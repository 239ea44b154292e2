"""What is left out of words that go into a letter which signs for their author."""

from __future__ import annotations

import pytest

from mailflow.core.replies.cards import without_own_name

_ASKED = "Apakah sedang ada gangguan transfer?"


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (f"{_ASKED}\n\nSalam,\nBudi", _ASKED),
        (f"{_ASKED}\n\nBudi", _ASKED),
        (f"{_ASKED}\nSalam hangat,\n\nBudi Santoso\niDuHelp", _ASKED),
        (f"{_ASKED}\n\nHormat kami,\nBudi - iDuHelp", _ASKED),
        (f"{_ASKED}\n\n--\nBudi", _ASKED),
        ("Is there an outage?\n\nKind regards,\nBudi Santoso", "Is there an outage?"),
        ("Is there an outage?\n\nCheers, Budi", "Is there an outage?"),
        (f"{_ASKED}\n\nTerima kasih,\nBudi", f"{_ASKED}\n\nTerima kasih"),
        ("Is there an outage?\n\nMany thanks,\nBudi", "Is there an outage?\n\nMany thanks"),
        (f"{_ASKED}\n\nTerima kasih.", f"{_ASKED}\n\nTerima kasih."),
        (f"{_ASKED}\n\nTolong hubungi Budi", f"{_ASKED}\n\nTolong hubungi Budi"),
        (f"{_ASKED}\n\nSalam,\nSari", f"{_ASKED}\n\nSalam,\nSari"),
        ("Budi", "Budi"),
        ("", ""),
    ],
)
def test_a_sign_off_is_left_out_once(written: str, left: str) -> None:
    """The author's formula and name go; thanks, other names and everything said stay."""
    assert without_own_name(written, ("Budi", "Budi Santoso"), "iDuHelp") == left
