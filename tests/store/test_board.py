"""The lists of the team's page: order, counts, who owns how much; today's figures; votes."""

from __future__ import annotations

from mailflow.core.status import Status
from mailflow.core.ticket import Ticket
from mailflow.store.desk import tickets
from mailflow.store.engine.database import Database
from mailflow.store.read import votes
from mailflow.store.read.board import board, todays
from tests.store.desk import START, answer, change, claim, close, later, request


def test_an_empty_desk(db: Database) -> None:
    """Nothing is listed, nothing fails."""
    found = board(db, 10)
    assert (found.lists, found.counts, found.owners) == ({}, {}, {})


def test_by_what_is_due(db: Database) -> None:
    """Who has no alarm left has waited longest; those whose first step has rung stand above."""
    silent = request(db, alarm=None)
    late = request(db, alarm=later(hours=9), rung=("claim:24h",))
    soon, then = (request(db, alarm=later(hours=hours)) for hours in (1, 5))
    found = board(db, 10)
    assert [row.n for row in found.lists[Status.NEW]] == [late.n, silent.n, soon.n, then.n]
    assert found.lists[Status.NEW][0].late
    assert [row.n for row in board(db, 2).lists[Status.NEW]] == [silent.n, soon.n]
    assert board(db, 2).counts[Status.NEW] == 4


def test_all_tickets_some_at_a_time(db: Database) -> None:
    """Each once and in order, also where there are more than are read at once; by status, by owner in any case."""
    numbers = [request(db).n for _ in range(501)]
    claim(db, tickets.load(db, numbers[-1]) or Ticket(), "Budi", START)
    assert [row["n"] for row in tickets.each_shown(db, everything=True)] == numbers
    assert [row["n"] for row in tickets.each_shown(db, "new")] == numbers[:-1]
    assert [row["owner"] for row in tickets.each_shown(db, owner="budi")] == ["Budi"]


def test_who_owns_how_much(db: Database) -> None:
    """By state; what is over is nobody's load."""
    first = claim(db, request(db), "Budi", START)
    claim(db, request(db), "Budi", START)
    answer(db, claim(db, request(db), "Sari", START), "Sari", later(hours=1))
    close(db, first, later(hours=2))
    found = board(db, 10)
    assert found.owners == {"Budi": {Status.OPEN: 1}, "Sari": {Status.WAITING: 1}}
    assert found.counts == {Status.OPEN: 1, Status.WAITING: 1}


def test_today(db: Database) -> None:
    """From a moment on, and how long the first answers took."""
    answer(db, claim(db, request(db), "Budi", later(minutes=5)), "Budi", later(minutes=30))
    figures = todays(db, START)
    assert (figures.opened, figures.answered, figures.closed, figures.first_answers) == (1, 1, 0, (1800,))
    assert todays(db, later(hours=1)).opened == 0


def test_one_vote_counts_per_closing(db: Database) -> None:
    """The newest of each; what was replaced is no testimonial either."""
    ticket = close(db, claim(db, request(db), "Budi", START), later(hours=1))
    for hour, score, closed in ((2, 1, 1), (3, 4, 1), (4, 5, 2)):
        data = {"at": later(hours=hour), "sender": ("ani@x", ""), "score": score, "comment": f"kata {score}",
                "road": "page", "closed_at": later(hours=closed), "consent": score != 4}  # fmt: skip
        ticket = change(db, ticket, ("vote-cast", "ani@x", data), at=later(hours=hour))
    assert [(vote.score, vote.consent) for vote in votes.votes(db)] == [(5, True), (4, False)]
    assert [vote.score for vote in votes.votes(db, limit=1)] == [5]
    [said] = votes.testimonials(db)
    with db.transaction():
        votes.publish(db, {said.id})
    assert votes.testimonials(db)[0].published
    with db.transaction():
        votes.publish(db, {said.id}, shown=False)
    assert votes.published(db) == frozenset()
