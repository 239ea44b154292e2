"""Tickets that are not over, the most urgent first: chosen and ordered by either database."""

from __future__ import annotations

import pytest

from mailflow.core.ticket import Ticket
from mailflow.store.desk.going import numbered, urgent
from mailflow.store.engine.database import Database
from tests.store.desk import START, change, claim, close, later, request

# what a customer may write about himself
SLY = '"priority":"high","rung":["answer:24h"] \\"priority\\":\\"high\\" ["answer:24h",'


def changed(db: Database, ticket: Ticket, **fields: object) -> Ticket:
    return change(db, ticket, ("note-added", "Budi", {"actor": "Budi", "text": ""}), at=later(hours=1), **fields)


@pytest.fixture
def desk(db: Database) -> Database:
    """1 quiet, 2 late, 3 high, 4 low and late, 5 nobody's, 6 closed, 7 with sly words."""
    made = [request(db, at=later(hours=n)) for n in range(7)]
    one, two, three, four, _, six, seven = (
        claim(db, ticket, "Sari" if i == 2 else "Budi", later(hours=9)) if i != 4 else ticket
        for i, ticket in enumerate(made)
    )
    changed(db, two, rung=("answer:24h",))
    changed(db, three, priority="high", rung=("second_tier:48h",))  # of a clock that does not run
    changed(db, four, priority="low", rung=("claim:24h", "answer:24h"))
    close(db, six, later(hours=10))
    changed(db, seven, question=SLY, subject=SLY)
    assert one.n == 1
    return db


def test_the_most_urgent_first(desk: Database) -> None:
    """By priority, then what is late, then by the next reminder; nobody's words make his own urgent."""
    found, more = urgent(desk, "all", "", 60)
    assert [(one.n, one.priority, one.late) for one in found] == [
        (3, "high", False), (2, "normal", True), (1, "normal", False), (5, "normal", False), (7, "normal", False),
        (4, "low", True),
    ]  # fmt: skip
    assert more == 0


def test_those_that_are_asked_for(desk: Database) -> None:
    """Of an owner, without one, late; and how many there was no room for."""
    assert [one.n for one in urgent(desk, "mine", "Budi", 60)[0]] == [2, 1, 7, 4]
    assert [one.n for one in urgent(desk, "new", "", 60)[0]] == [5]
    assert [one.n for one in urgent(desk, "overdue", "", 60)[0]] == [2, 4]
    found, more = urgent(desk, "all", "", 2)
    assert ([one.n for one in found], more) == ([3, 2], 4)


def test_by_number(desk: Database) -> None:
    """Those that are over are left out."""
    assert [one.n for one in numbered(desk, (7, 6, 2))] == [2, 7]
    assert numbered(desk, ()) == []
    assert numbered(desk, (1,))[0].opened_at == START
