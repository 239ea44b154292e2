"""`/balas NAME`: a canned letter in the customer's language, the operator's own words above its closing, its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.config.letters import shipped
from mailflow.core.message import Address
from mailflow.core.rules import Desk
from mailflow.core.ticket import Ticket
from mailflow.mail.canned_answer import CannedAsked, canned_answer, files_of, offered, with_words
from mailflow.mail.templates import Templates

DESK = Desk("iDuHelp", "iduhelp@desk.example")
TICKET = Ticket(n=7, number="7", requester=Address("ani@mail.example", "Ani"), language="en")


def letters(home: Path, **texts: str) -> Templates:
    """The shipped letters with these beside them."""
    folder = home / "templates" / "canned"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.replace('__', '.').replace('_', '-')}.txt").write_text(text, encoding="utf-8")
    templates = Templates(home, shipped(), "id")
    assert templates.load() == []
    return templates


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        ("Halo,\n\nBuka jam 8.\n\nSalam hangat,\nBudi", "Halo,\n\nBuka jam 8.\n\nX\n\nSalam hangat,\nBudi"),
        ("Dear Ani,\n\nAt 8.\nBest regards,\nBudi\niDuHelp", "Dear Ani,\n\nAt 8.\n\nX\n\nBest regards,\nBudi\niDuHelp"),
        ("Buka jam 8.\n\nTerima kasih.", "Buka jam 8.\n\nX\n\nTerima kasih."),
        ("Buka jam 8.", "Buka jam 8.\n\nX"),
    ],
)
def test_own_words_stand_above_the_closing(letter: str, expected: str) -> None:
    """Where there is no closing formula, at the end; without words the letter stays as it is."""
    assert with_words(letter.split("\n"), "X") == expected
    assert with_words(letter.split("\n"), "") == letter


def test_the_letter_is_in_the_customers_language(tmp_path: Path) -> None:
    """In the operator's name; the prefix `answer-` may be left out, in any case."""
    templates = letters(tmp_path)
    for asked in (
        "pulsa-cek",
        "Answer-Pulsa-Cek",
        "pulsa-cek.",
        "pulsa cek",
        "answer_pulsa_cek.en.txt",
        "pulsa-cek ya",
    ):
        found = canned_answer(templates, CannedAsked(asked, "Budi"), TICKET, DESK)
        assert (found.name, found.closes, "Budi" in found.text) == ("answer-pulsa-cek", None, True)
        assert "Thank you" in found.text
    assert canned_answer(templates, CannedAsked("closing-satisfied", "Budi"), TICKET, DESK).closes == "satisfied"


def test_words_behind_the_name_are_the_operators(tmp_path: Path) -> None:
    """On the line itself and below: none is lost."""
    asked = CannedAsked("pulsa-cek mohon kirim SN-nya", "Budi", "Kami tunggu.")
    found = canned_answer(letters(tmp_path), asked, TICKET, DESK)
    assert found.name == "answer-pulsa-cek" and "mohon kirim SN-nya\n\nKami tunggu." in found.text


def test_only_letters_to_customers_may_be_sent(tmp_path: Path) -> None:
    """Not what mailflow sends by itself, nor what only a close may say, nor a part; a slip gets the nearest."""
    there = offered(letters(tmp_path, jam_buka__id="Subject: x\n\nBuka jam 8.\n"))
    assert {"jam-buka", "pulsa-cek", "closing-no-feedback"} <= set(there)
    assert not {"acknowledgement", "closed", "survey-line", "claim-receipt", "taken"} & set(there)
    found = canned_answer(letters(tmp_path), CannedAsked("pulsa-ceck", "Budi"), TICKET, DESK)
    assert (found.name, found.offered) == ("", "pulsa-cek")
    assert "jam-buka" in canned_answer(letters(tmp_path), CannedAsked("", "Budi"), TICKET, DESK).offered


def test_files_beside_the_letter_go_along(tmp_path: Path) -> None:
    """As its head says; one that vanishes later is left out."""
    folder = tmp_path / "templates" / "canned"
    folder.mkdir(parents=True)
    (folder / "brosur.pdf").write_bytes(b"%PDF")
    (folder / "peta").write_bytes(b"map")
    templates = letters(tmp_path, jam_buka__id="Subject: x\nattach: [brosur.pdf, 'peta']\n\nBuka jam 8.\n")
    assert [(f.name, f.content_type, f.content) for f in files_of(templates, "jam-buka", "id")] == [
        ("brosur.pdf", "application/pdf", b"%PDF"),
        ("peta", "application/octet-stream", b"map"),
    ]
    (folder / "peta").unlink()
    assert [file.name for file in files_of(templates, "jam-buka", "id")] == ["brosur.pdf"]


@pytest.mark.parametrize("written", ["tidak-ada.pdf", "../rahasia.txt", "/etc/hostname", "[a.pdf, tidak-ada.pdf]"])
def test_a_file_that_is_not_beside_the_letter_is_a_fault(tmp_path: Path, written: str) -> None:
    """With its place and what to do; no path leads out of the folder."""
    (tmp_path.parent / "rahasia.txt").write_text("x")
    (tmp_path / "jam-buka.id.txt").write_text(f"Subject: x\nattach: {written}\n\nBuka jam 8.\n")
    faults = Templates(tmp_path, shipped(), "id").load()
    assert any("beside the letter" in fault.what and fault.place.endswith("jam-buka.id.txt:2") for fault in faults)
