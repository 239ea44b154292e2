"""The daily digest: when it is due, what is in it, and that it is written once."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow import app
from mailflow.flow.schedule import digest
from mailflow.flow.settle.digest_commands import BY_WORD, COMMANDS, OTHERS, RESULTS
from mailflow.store.mail import outbox
from mailflow.store.read import digest as read
from tests.flow.conftest import Office


@pytest.fixture
def held(desk: Office) -> Office:
    """A mail is quarantined, the digest is on, and it is Tuesday 07:30."""
    desk.write_rules({"digest": "07:30"})
    desk.mail("Rina", **{"X-Spam-Flag": "YES"})
    desk.look()
    desk.clock.set(desk.clock.now() + timedelta(hours=22, minutes=30))
    return desk


def digests(desk: Office) -> list[str]:
    return [
        letter["to"][0] for letter in outbox.listing(desk.parts.db, ("waiting", "sent")) if letter["kind"] == "digest"
    ]


def test_two_daemons_write_one_digest(held: Office) -> None:
    """Both look at the same second."""
    start = threading.Barrier(4)
    wrote: list[int] = []

    def look() -> None:
        start.wait()
        wrote.append(digest.write_if_due(held.parts))
        held.parts.db.close_thread()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wrote) == [0, 0, 0, 1]
    assert digests(held) == ["dewi@desk.example"]


def test_a_clock_that_goes_back_and_comes_again_writes_no_second(held: Office) -> None:
    """The day is remembered, not the hour."""
    held.look()
    for hours in (-48, 24, 24, 1):
        held.clock.set(held.clock.now() + timedelta(hours=hours))
        held.look()
    assert len(digests(held)) == 1


def test_run_once_writes_it_too(held: Office) -> None:
    """A desk that runs from cron has the same digest."""
    held.parts.db.close_thread()
    app.once(held.parts)
    assert digests(held) == ["dewi@desk.example"]


def test_the_daemon_writes_it(held: Office) -> None:
    """Its ticker looks, once every mailbox has been read."""
    daemon = app.daemon(held.parts)
    daemon.tick()
    assert digests(held) == []
    for receiver in daemon._receivers:
        receiver.caught_up = True
    daemon.tick()
    assert digests(held) == ["dewi@desk.example"]


def test_a_mail_nobody_can_read_is_listed_all_the_same(held: Office) -> None:
    """Without subject, author, or bytes."""
    held.put(b"\xff\xfe\x00", "mailbox1")
    held.look()
    held.sql(
        "UPDATE inbox SET state = 'parked', outcome = NULL, done_at = NULL, reason = ?", "Traceback\n  x\nKeyError: 1"
    )
    held.sql("DELETE FROM inbox_raw WHERE inbox_id = 1")
    facts = digest.digest_facts(held.parts)
    assert [mail["reason"] for mail in facts["parked"]] == ["KeyError: 1", "KeyError: 1"]
    assert facts["parked"][0]["sender"] == ""


def spam(held: Office, address: str, number: int, body: str = "Beli di https://evil.example sekarang.") -> None:
    held.mail(address, subject=f"Iklan {number}", body=body, **{"X-Spam-Flag": "YES"})


def test_a_day_of_trouble_makes_no_endless_letter(held: Office) -> None:
    """Fifty lines of each, and how many more."""
    for number in range(60):
        spam(held, f"s{number}@mail.example", number)
    held.look(ring=False)
    facts = digest.digest_facts(held.parts)
    assert (len(facts["quarantined"]), facts["more"]["quarantined"]) == (50, 11)
    assert digest.write_if_due(held.parts) == 1


def test_one_sender_has_one_line(held: Office) -> None:
    """However much he sends, and under which spelling."""
    for number in range(7):
        spam(held, "ADS@mail.example" if number % 2 else "ads@mail.example", number)
    held.look(ring=False)
    found = digest.digest_facts(held.parts)["quarantined"]
    assert [(mail["sender"], mail["others"]) for mail in found] == [
        ("Rina Putri <rina@kampus.example>", 0),
        ("ads@mail.example", 6),
    ]


def test_a_persons_question_stands_above_a_hundred_advertisements(held: Office) -> None:
    """Older than all of them, and marked as spam like them: it asks, in words, about what we answer."""
    for number in range(100):
        spam(held, f"s{number}@mail.example", number)
    held.look(ring=False)
    first = digest.digest_facts(held.parts)["quarantined"][0]
    assert first["sender"] == "Rina Putri <rina@kampus.example>"


def test_the_moments_asked_each_second_are_those_of_the_mails(held: Office) -> None:
    """In their order; fewer once the digest has listed them."""
    for number in range(7):
        held.clock.set(held.clock.now() + timedelta(minutes=1))
        spam(held, f"s{number % 3}@mail.example", number)
        held.look(ring=False)
    for count in (8, 4):  # a line of the digest is a sender's
        whole = read.untold(held.parts.db, 50)
        assert read.untold_since(held.parts.db, 50) == [(mail.held.arrived_at, mail.sender) for mail in whole]
        assert len(whole) == count
        digest.write_if_due(held.parts)


def test_every_page_is_a_word_away(held: Office) -> None:
    """*lagi* or *more* in reply to a page brings the next one; after the last there is a receipt that says so."""
    for number in range(110):
        spam(held, f"s{number}@mail.example", number)
    held.look(ring=False)
    assert digest.write_if_due(held.parts) == 1
    held.look(ring=False)
    pages = []
    for word in ("lagi", "More.", "lagi"):
        pages.append(set(re.findall(r"\"lepas (\d+)\"", held.world[-1].text)))
        held.mail("Dewi", reply_to="digest", body=word)
        held.look(ring=False)
    assert [len(page) for page in pages] == [50, 50, 11]
    assert len(set.union(*pages)) == 111
    assert "tidak ada lagi yang ditahan" in held.world[-1].text


def test_what_is_held_is_listed_until_somebody_decides(held: Office) -> None:
    """Also after months."""
    held.clock.set(held.clock.now() + timedelta(days=100))
    assert len(digest.digest_facts(held.parts)["quarantined"]) == 1


def test_without_pic_and_admin_nothing_is_written(held: Office) -> None:
    """Nobody to read it; the command line has it all."""
    held.write_rules({"pic": [], "admin": None})
    assert digest.write_if_due(held.parts) == 0


def test_a_broken_template_stops_nobody(held: Office, tmp_path: Path) -> None:
    """The shipped one stands in."""
    held.write_letter("digest.id", "Subject: x\n\n{{ nothing_like_that }}")
    held.look()
    assert digests(held) == ["dewi@desk.example"]
    assert isinstance(held.world[-1].text, str)
    assert "lepas 1" in held.world[-1].text


def test_every_result_has_words_in_both_languages() -> None:
    """No two commands mean different things by one result, and no word two commands."""
    assert all(len(set(words)) == 2 for words in RESULTS.values())
    assert all(len(set(command.help)) == 2 for command in COMMANDS)
    assert all(RESULTS[code] == words for command in COMMANDS for code, words in command.results.items())
    assert OTHERS.keys() <= RESULTS.keys()
    assert len(BY_WORD) == sum(len(command.words) for command in COMMANDS)
