"""The number of another ticket system in a subject, and our own subject in theirs."""

from __future__ import annotations

import pytest

from mailflow.mail.party_subject import has_number, is_about, party_subject, their_number

OURS = "Eskalasi tiket 12: pulsa"
NUMBERS = [
    ("[issue7] Eskalasi tiket 12: pulsa", "[issue7]"),
    ("Re: [issue7] Eskalasi tiket 12: pulsa", "[issue7]"),
    ("[rooster-7] Eskalasi tiket 12: pulsa (Opened)", "[rooster-7]"),
    ("[#7] Eskalasi tiket 12: pulsa", "[#7]"),
    ("Re: [Ticket#2026112910000012] Eskalasi tiket 12: pulsa", "[Ticket#2026112910000012]"),
    ("[Rooster #4711] Eskalasi tiket 12: pulsa", "[Rooster #4711]"),
    ("[vendor.example #88] AutoReply: Eskalasi tiket 12: pulsa", "[vendor.example #88]"),
    ("Re: Eskalasi tiket 12: pulsa [Case 00123]", "[Case 00123]"),
    ("Re: Eskalasi tiket 12: pulsa (SUP-123)", "(SUP-123)"),
    ("##RE-123## Eskalasi tiket 12: pulsa", "##RE-123##"),
    ("Ticket #123: Eskalasi tiket 12: pulsa", "Ticket #123"),
    ("Tiket 4711 - Eskalasi tiket 12: pulsa", "Tiket 4711"),
    ("INC0012345 Eskalasi tiket 12: pulsa", "INC0012345"),
    ("SUP-991 | Eskalasi tiket 12: pulsa", "SUP-991"),
    ("Laporan Anda #88 diterima", "#88"),
    ("Re: Eskalasi tiket 12: pulsa", ""),
    ("RE: FW: Eskalasi tiket 12: pulsa", ""),
    ("[EXTERNAL] Eskalasi tiket 12: pulsa", ""),
    ("Balasan: Eskalasi tiket 12: pulsa", ""),
    ("Re: Eskalasi tiket 12", ""),  # cut short, and still ours
    ("Out of office: tiket 12", ""),
    ("[HD-5] Re: Eskalasi tiket 12", "[HD-5]"),
    ("Tiket 77 (tiket 12)", "Tiket 77"),
    ("", ""),
]


@pytest.mark.parametrize(("subject", "number"), NUMBERS)
def test_the_number_is_kept_as_it_is_written_there(subject: str, number: str) -> None:
    """Brackets and all, since its own parser looks for those; our own number is none of theirs."""
    assert their_number(subject, OURS) == number


def test_their_number_stands_in_front_once() -> None:
    """Behind the reply prefix, where Roundup wants it."""
    assert party_subject(OURS, "[issue7]", reply=True) == "Re: [issue7] Eskalasi tiket 12: pulsa"
    assert party_subject(OURS, "", reply=False) == OURS
    assert party_subject(f"[issue7] {OURS}", "[issue7]", reply=True) == f"Re: [issue7] {OURS}"


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        ("[rooster-1] Eskalasi tiket 1 (Opened)", True),
        ("re:  eskalasi TIKET 1", True),
        ("Eskalasi tiket 12", False),
        ("Eskalasi", False),
        ("", False),
    ],
)
def test_our_subject_in_theirs(subject: str, about: bool) -> None:
    """The whole of it, and no longer number."""
    assert is_about(subject, "Eskalasi tiket 1") is about


def test_no_subject_is_about_nothing() -> None:
    """An admin's template may have none."""
    assert not is_about("anything", "")


@pytest.mark.parametrize(
    ("subject", "theirs", "there"),
    [
        ("Update [Rooster #4711]", "[Rooster #4711]", True),
        ("Re: laporan #7 selesai", "#7", True),
        ("TICKET 12: selesai", "Ticket 12", True),
        ("Re: laporan #71 selesai", "#7", False),
        ("Ticket 123: selesai", "Ticket 12", False),
        ("SUP-9910 selesai", "SUP-991", False),
        ("XSUP-991 selesai", "SUP-991", False),
        ("selesai", "", False),
    ],
)
def test_their_number_counts_as_a_whole(subject: str, theirs: str, there: bool) -> None:
    """The mail about their ticket 71 is none about their ticket 7."""
    assert has_number(subject, theirs) is there
