"""Which letters are copied into `sent_folder:`, and when: sent answers, once, and never at the cost of sending."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.errors import TryLater
from mailflow.flow.schedule.sent_copies import SentCopies
from tests.flow.conftest import Office


@pytest.fixture
def answering(desk: Office) -> Iterator[Office]:
    """sent_folder is set and has been looked at; Ani has asked."""
    desk.write_rules({"sent_folder": {"maildir": "var/sent"}})
    look(desk)
    desk.mail("Ani", to="desk")
    desk.look()
    yield desk


def answer(desk: Office, text: str) -> None:
    """Budi answers, in his first mail with the ticket."""
    asked = "claim-receipt" if "claim-receipt" in desk.kinds() else "announcement"
    desk.mail("Budi", body=text, reply_to=asked, to="desk")
    desk.look()


def copies(desk: Office) -> list[bytes]:
    return [file.read_bytes() for file in sorted((desk.home / "var" / "sent" / "cur").glob("*"))]


def look(desk: Office) -> int:
    """As a daemon that has just started."""
    sent = SentCopies(desk.parts)
    try:
        return sent.look()
    finally:
        sent.close()


def test_answers_are_copied_and_nothing_else(answering: Office) -> None:
    """Neither receipts nor acknowledgements; each once, also for a daemon that starts anew."""
    answer(answering, "Sudah kami proses.")
    assert look(answering) == 1
    assert look(answering) == 0
    [copy] = copies(answering)
    assert b"Sudah kami proses." in copy
    answer(answering, "Dan sudah masuk.")
    assert look(answering) == 1
    assert len(copies(answering)) == 2


def test_an_answer_that_waits_is_copied_when_it_has_left(answering: Office) -> None:
    """It holds no later one up."""
    answer(answering, "Sudah kami proses.")
    answering.sql("UPDATE letter SET state = 'waiting' WHERE kind = 'answer'")
    answer(answering, "Dan sudah masuk.")
    answering.sql("UPDATE letter SET state = 'waiting' WHERE kind = 'answer' AND text LIKE 'Sudah kami%'")
    assert look(answering) == 1
    answering.sql("UPDATE letter SET state = 'sent' WHERE kind = 'answer'")
    assert look(answering) == 1
    assert look(answering) == 0
    assert len(copies(answering)) == 2


def test_a_kill_before_the_note_doubles_nothing(answering: Office) -> None:
    """The folder is asked first."""
    answer(answering, "Sudah kami proses.")
    mark = answering.parts.db.value("SELECT value FROM meta WHERE key = 'sent-folder'")
    look(answering)
    answering.sql("UPDATE meta SET value = ? WHERE key = 'sent-folder'", mark)
    assert look(answering) == 0
    assert len(copies(answering)) == 1


def test_a_folder_that_fails_stops_no_letter(answering: Office) -> None:
    """Letters leave; the copies follow when it works again."""
    (answering.home / "var" / "sent").write_text("")
    answer(answering, "Sudah kami proses.")
    assert "answer" in answering.kinds()
    with pytest.raises(TryLater):
        look(answering)
    (answering.home / "var" / "sent").unlink()
    assert look(answering) == 1


def test_what_left_before_it_was_set_is_not_copied(desk: Office, tmp_path: Path) -> None:
    """Nor what left while it was switched off."""
    desk.mail("Ani", to="desk")
    desk.look()
    answer(desk, "Sudah kami proses.")
    desk.write_rules({"sent_folder": {"maildir": "var/sent"}})
    assert look(desk) == 0
    desk.write_rules({"sent_folder": None})
    look(desk)
    answer(desk, "Dan sudah masuk.")
    desk.write_rules({"sent_folder": {"maildir": "var/sent"}})
    assert look(desk) == 0
