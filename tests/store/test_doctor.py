"""Doctor finds what must never be, and nothing where all is well."""

from __future__ import annotations

import pytest

from mailflow.store.admin.doctor import pages, records
from mailflow.store.desk.record import post
from mailflow.store.engine import page_check
from mailflow.store.engine.database import Database
from mailflow.store.health import workers
from mailflow.store.mail import arrivals, inbox
from tests.conservation import conservation
from tests.store.desk import START, Mail, claim, later, letter, on_sqlite, request

NOW = 1_000_000.0


def test_a_desk_at_work_is_well(db: Database) -> None:
    """Mail waiting and held, letters to send, numbers given: no finding."""
    claim(db, request(db, [letter("<1@x>")]), "Budi", START)
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    inbox.take(db, workers.register(db, NOW), NOW, limit=1)
    with db.transaction():
        post(db, letter("<2@x>", "digest"), START)
    assert conservation(db, START, NOW) == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("DELETE FROM event WHERE seq = 2", "one event per version: 1"),
        (
            "DELETE FROM inbox_raw WHERE inbox_id = 1",
            "mails whose bytes or outcome are missing, or requests filed on no ticket: 1",
        ),
        ("DELETE FROM letter_data", "letters whose bytes are missing, or that were sent without a moment: 1"),
        ("UPDATE inbox SET state = 'done', outcome = 'request'", "requests filed on no ticket: 1"),
        ("UPDATE letter SET state = 'sent'", "sent without a moment: 1"),
        ("DELETE FROM thread", "recognised: 1"),
        ("UPDATE meta SET value = '4' WHERE key = 'next_n'", "2 tickets are missing, gaps begin at 2"),
        ("UPDATE meta SET value = '1' WHERE key = 'next_n'", "ticket 1 has a number that was never given"),
        ("UPDATE inbox SET state = 'parked'", "1 mail is parked"),
        ("UPDATE letter SET state = 'failed'", "1 letter could not be delivered"),
        ("UPDATE inbox SET worker = 'gone'", "held by daemons that died"),
        ("UPDATE inbox SET recorded_at = '2026-11-01T01:00:00.000000Z'", "waited for more than an hour"),
    ],
)
def test_each_harm_is_found(db: Database, harm: str, words: str) -> None:
    """One sentence, that says what and where."""
    claim(db, request(db, [letter("<1@x>")]), "Budi", START)
    arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        db.execute(harm)
    (finding,) = records(db, START, NOW)
    assert words in finding


@on_sqlite
def test_of_a_large_file_some_pages_are_not_read(db: Database) -> None:
    """When the time is over; the tables are named, what is small is read, and without a limit all is. The connection
    works as before."""
    with db.transaction():
        db.execute(
            "INSERT INTO meta (key, value) WITH RECURSIVE some (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM some "
            "WHERE n < 100000) SELECT 'k' || n, 'x' FROM some"
        )
    assert pages(db, 0.0) == ([], ("meta",))
    assert pages(db) == pages(db, 60.0) == ([], ())
    db.execute("PRAGMA foreign_keys = OFF")
    with db.transaction():
        db.execute("INSERT INTO event (ticket_n, seq, at, kind, data, occasion_id) VALUES (77, 1, '', '', '{}', 1)")
    assert any("belongs to a row of ticket" in fault for fault in pages(db, 0.0)[0])


@on_sqlite
def test_trees_too_large_for_the_clock_are_left_to_a_thorough_look(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite reads the tree of a table in one go; the others are read."""
    for _ in range(3):
        request(db)
    monkeypatch.setattr(page_check, "_LARGE", 1)
    faults, unread = pages(db, 60.0)
    assert faults == []
    assert {"ticket", "event"} <= set(unread)
    assert "inbox" not in unread
    assert pages(db) == ([], ())


@on_sqlite
def test_rows_that_belong_to_nothing_are_found(db: Database) -> None:
    """Somebody deleted a ticket by hand, with foreign keys off."""
    request(db, alarm=later(hours=1))
    db.execute("PRAGMA foreign_keys = OFF")
    with db.transaction():
        db.execute("DELETE FROM ticket")
    findings = conservation(db, START, NOW)
    assert any("belongs to a row of ticket that is not there" in finding for finding in findings)
    assert any("1 ticket is missing, gaps begin at 1" in finding for finding in findings)
