"""The tables of figures: written with the events, and made again from the log of an old desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mailflow.store.engine.database import Database
from mailflow.store.engine.migrations import m0015_counted
from tests.flow.conftest import Office
from tests.store.desk import START, answer, change, claim, close, later, request
from tests.store.old.keep import play

TABLES = ("counted", "turn", "standing")


def tables(db: Database) -> dict[str, list[Any]]:
    """Their rows; a net of zero says nothing."""
    rows = {name: sorted(db.all(f"SELECT * FROM {name}")) for name in TABLES}
    return {**rows, "standing": [row for row in rows["standing"] if row[2]]}


def test_an_old_desk_gets_what_today_s_program_would_have_written(tmp_path: Path) -> None:
    """A few days of work, then the tables made from the log alone."""
    with Office(tmp_path) as desk:
        desk.start()
        play(desk)
        db = desk.parts.db
        written = tables(db)
        assert len(written["counted"]) > 8
        with db.transaction():
            for name in TABLES:
                db.execute(f"DELETE FROM {name}")
            m0015_counted.fill(db)
        assert tables(db) == written


def test_a_closing_counts_from_the_last_reopening_and_names_the_canned_answer(db: Database) -> None:
    """Both are looked up once, when it is closed."""
    ticket = answer(db, claim(db, request(db), "Budi", later(hours=1)), "Budi", later(hours=2))
    data = {"operator": "Budi", "canned": "answer-pulsa", "first": False, "at": later(hours=3)}
    ticket = close(db, change(db, ticket, ("answered", "Budi", data), at=later(hours=3)), later(hours=4))
    ticket = change(db, ticket, ("reopened", "Dewi", {"at": later(hours=10)}), at=later(hours=10), status="open")
    closing = {"closing": "satisfied", "operator": "Budi", "at": later(hours=12)}
    change(db, ticket, ("closed", "Dewi", closing), at=later(hours=12), status="closed")
    found = db.all("SELECT at - against, what FROM counted WHERE kind = 'closed' ORDER BY at")
    assert found == [(4 * 3600, ""), (2 * 3600, "answer-pulsa")]


def test_an_answer_that_is_taken_back_was_never_given(db: Database) -> None:
    """Its row goes; the changes of state stay, as they happened."""
    ticket = answer(db, claim(db, request(db), "Budi", later(hours=1)), "Budi", later(hours=2))
    change(db, ticket, ("answer-taken-back", "Budi", {"answer": 3}), at=later(hours=2), status="open")
    assert db.all("SELECT kind FROM counted ORDER BY seq") == [("request-received",), ("claimed",)]
    moves = [("", "new"), ("new", "open"), ("open", "waiting"), ("waiting", "open")]
    assert db.all("SELECT gone, entered FROM turn ORDER BY seq") == moves


def test_the_standing_of_a_day_is_what_its_turns_left(db: Database) -> None:
    """The sum of the nets is how many tickets are in each state."""
    claim(db, request(db), "Budi", later(hours=1))
    close(db, request(db), later(days=2))
    request(db, at=later(days=-1))
    found = dict(db.all("SELECT status, sum(net) FROM standing GROUP BY status"))
    assert {status: count for status, count in found.items() if count} == {"new": 1, "open": 1, "closed": 1}
    assert db.value("SELECT count(*) FROM turn WHERE at < ?", (int(START.timestamp()),)) == 1
