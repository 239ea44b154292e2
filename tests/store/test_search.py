"""The archive, searched: any words, any characters, the newest message that has them all."""

from __future__ import annotations

import pytest

from mailflow.core.message import Address, Message
from mailflow.store.engine.database import Database
from mailflow.store.mail import messages
from mailflow.store.read.search import excerpt, search
from tests.store.desk import ANI, BUDI, START, later, request


@pytest.fixture
def archive(db: Database) -> Database:
    for subject, text in [("Pulsa", "belum masuk 100%_ sejak c++ kemarin"), ("Invoice", "tagihan ganda")]:
        n = request(db).n
        with db.transaction():
            asked = Message(f"<{n}a@x>", sender=ANI, subject=subject, text=text)
            said = Message(f"<{n}b@x>", sender=BUDI, to=(ANI,), subject=subject, text="sudah")
            messages.file_message(db, n, asked, at=START)
            messages.file_message(db, n, said, at=later(hours=n))
    return db


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["pulsa"], ["<1b@x>"]),
        (["PULSA", "kemarin"], ["<1a@x>"]),
        (["c++"], ["<1a@x>"]),
        (["0%_"], ["<1a@x>"]),
        (["1_0"], []),
        (["sudah"], ["<2b@x>", "<1b@x>"]),
        (["0002"], ["<2b@x>"]),
        (["budi@desk"], ["<2b@x>", "<1b@x>"]),
        (["pulsa", "tagihan"], []),
        ([], []),
        ([" "], []),
    ],
)
def test_all_words_in_one_message(archive: Database, words: list[str], found: list[str]) -> None:
    """In subject, text, people or number; LIKE's own characters mean themselves."""
    assert [row["message_id"] for row in search(archive, words)] == found


def test_a_hit_says_which_ticket_and_where(archive: Database) -> None:
    """With the words around the first found one."""
    (hit,) = search(archive, ["ganda"])
    assert (hit["n"], hit["number"], hit["status"], hit["requester"]) == (2, "0002", "new", ANI.email)
    assert (hit["at"], hit["excerpt"]) == ("2026-11-02T01:00:00+00:00", "tagihan ganda")


def test_the_newest_come_first_and_no_more_than_asked(archive: Database) -> None:
    """A common word does not flood the screen."""
    assert [row["n"] for row in search(archive, ["sudah"], limit=1)] == [2]


def test_an_excerpt_is_one_short_line() -> None:
    """Cut before and after, marked where it was cut."""
    cut = excerpt("a \n b " * 100 + "here " + "c " * 100, ["here"])
    assert "here" in cut
    assert cut[0] == cut[-1] == "…"
    assert len(cut) <= 162
    assert excerpt("short", ["none"]) == "short"


def test_names_are_found_too(db: Database) -> None:
    """Also those beyond ASCII."""
    n = request(db).n
    with db.transaction():
        messages.file_message(db, n, Message("<1@x>", sender=Address("a@x", "Zoë Müller")), at=START)
    assert search(db, ["müller"])
