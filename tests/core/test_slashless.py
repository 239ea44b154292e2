"""A command without its slash, as a whole reply: which line its author is asked about."""

from __future__ import annotations

import pytest

from mailflow.core.commands.slashless import slashless
from tests.core.desk import OFFICE, START

NAMES = ("Budi", "Budi Santoso")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("batal", "/batal"),
        ("Batalkan.", "/batal"),
        ("tolong batal", "/batal"),
        ("lepas\n\nBudi", "/lepas"),
        ("gabung ke 5", "/gabung ke 5"),
        ("gabungkan tiket #12", "/gabung #12"),
        ("status 12?", "/status 12"),
        ("tunda besok jam 9", "/tunda besok jam 9"),
        ("absen sampai Jumat", "/absen sampai jumat"),
        ("prioritas tinggi", "/prioritas tinggi"),
        ("daftar saya", "/daftar saya"),
        ("kirim besok 09.00\n\nSudah kami isi ulang, Bu.", "/kirim besok 09.00"),
    ],
)
def test_it_is_asked_about(words: str, line: str) -> None:
    """A name alone, or with a number, a moment or one of its own words behind it."""
    assert slashless(words, NAMES, START, OFFICE) == line


@pytest.mark.parametrize(
    "words",
    [
        "",
        "-",
        "Buka.",
        "hadir",
        "gabung dengan yang lain saja ya",
        "tunda dulu ya kak sampai ada kabar",
        "batal\nmaaf, tadi salah tulis",
        "lepas\n\nSudah kami kirim ulang.",
        "gabung ke 5\nyang lama sudah dijawab",
        "kirim besok 09.00",
        "catatan untuk Sari",
        "pulsanya sudah masuk",
        "batal " + "x" * 60,
    ],
)
def test_it_may_be_an_answer(words: str) -> None:
    """What is as well a whole answer, or has words of its own below or behind it."""
    assert slashless(words, NAMES, START, OFFICE) == ""
