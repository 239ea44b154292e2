"""Mails the desk never saw, known by those that answer them."""

from __future__ import annotations

from mailflow.store.desk import prefetch
from mailflow.store.desk.prefetch import Batch
from mailflow.store.engine.database import Database
from mailflow.store.mail import messages, threads
from tests.store.desk import ANI, START, request

ROOT = "<root@mail.example>"


def answered(db: Database, n: int, *ids: str) -> None:
    with db.transaction():
        threads.answered(db, n, ids)


def test_a_ticket_is_found_by_what_its_mails_answer(db: Database) -> None:
    """By any of the ids asked about."""
    one = request(db)
    answered(db, one.n, ROOT)
    assert threads.answering(db, ["<x@y>", ROOT], ANI.email) == [(ROOT, one.n)]
    assert threads.answering(db, ["<x@y>"], ANI.email) == []


def test_what_is_filed_itself_needs_no_line(db: Database) -> None:
    """Replies to it find it anyway."""
    one = request(db)
    with db.transaction():
        messages.thread(db, one.n, ROOT)
    answered(db, one.n, ROOT)
    assert threads.answering(db, [ROOT], ANI.email) == []


def test_the_customers_own_come_first(db: Database) -> None:
    """Of a conversation with hundreds of tickets, too; of the others only the newest few."""
    his = request(db)
    answered(db, his.n, ROOT)
    for _ in range(9):
        answered(db, request(db, customer=("joko@mail.example",)).n, ROOT)
    found = [n for _, n in threads.answering(db, [ROOT], ANI.email)]
    assert found[0] == his.n
    assert len(found) == 7


def test_who_asked_for_several_is_told_of_what_is_written_since(db: Database) -> None:
    """A mail of the same transaction may answer one that comes after it."""
    one = request(db)
    with db.transaction():
        prefetch.load(db, Batch([ROOT], []), "acknowledgement", START)
        assert threads.answering(db, [ROOT], ANI.email) == []
        threads.answered(db, one.n, [ROOT])
        assert threads.answering(db, [ROOT], ANI.email) == [(ROOT, one.n)]
