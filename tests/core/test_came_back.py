"""Answers that come back one of several: which clock goes on then (procedure.md, step 4 and "States")."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailflow.core import events as ev
from mailflow.core.evolve import evolve
from mailflow.core.occasions import AnswerDue
from mailflow.core.ticket import Ticket
from tests.core.desk import ANA, BUDI, DESK, SARI, Story, at, closed, opened, rules, waiting


def two() -> tuple[Story, int, int]:
    """Answered at hours 2 and 5; the numbers of both."""
    story = waiting()
    story.mail(BUDI, "Kodenya 4711.", 5)
    first, second = story.ticket.out
    return story, first.number, second.number


def stands(ticket: Ticket) -> tuple[str, object]:
    return (ticket.status, ticket.answer_since)


def test_second_answer_comes_back() -> None:
    """The first has answered the question: the ticket is the owner's again, and nothing counts from before."""
    story, _, second = two()
    story.failed("answer", ANA, 40, number=second)
    assert (stands(story.ticket), story.ticket.breached, story.time(41).events) == (("open", at(40)), False, [])


def test_first_answer_comes_back_behind_a_second() -> None:
    """The customer has the second: the owner writes the first again, without an old clock."""
    story, first, _ = two()
    story.failed("answer", ANA, 40, number=first)
    assert stands(story.ticket) == ("open", at(40))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_both_come_back(order: tuple[int, int]) -> None:
    """In whichever order: the question was never answered, and its clock goes on from its beginning."""
    story, *numbers = two()
    for hour, which in enumerate(order):
        story.failed("answer", ANA, 20 + hour, number=numbers[which])
    assert stands(story.ticket) == ("open", at(1))
    assert story.time(26).sent == [("reminder-answer", BUDI)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_both_come_back_is_told_once_when_it_is_known(order: tuple[int, int]) -> None:
    """The owner has the ticket already, and knows that the address is dead."""
    story, *numbers = two()
    story.failed("answer", ANA, 20, number=numbers[order[0]])
    assert story.failed("answer", ANA, 21, number=numbers[order[1]]).sent == []


def test_breach_and_rungs_come_back_with_the_clock() -> None:
    """What the question's clock had rung does not ring again after both have come back."""
    story = opened()
    story.time(25)
    story.mail(BUDI, "Sudah.", 26)
    story.mail(BUDI, "Kodenya 4711.", 27)
    for hour, one in enumerate(story.ticket.out):
        story.failed("answer", ANA, 28 + hour, number=one.number)
    assert (story.time(30).events, story.ticket.breached) == ([], True)


def test_what_rang_between_two_that_came_back_rings_once() -> None:
    """The clock that went on after the first came back has rung further when the second stops it."""
    story = opened()
    story.time(25)
    story.mail(BUDI, "Sudah.", 26)
    story.failed("answer", ANA, 27)
    assert "rang" in story.time(50).kinds
    story.mail(BUDI, "Saya coba lagi.", 51)
    story.failed("answer", ANA, 52)
    assert stands(story.ticket) == ("open", at(1))
    assert story.time(53).events == []


def test_customer_wrote_between() -> None:
    """The clock goes back to that mail, and no further."""
    story = waiting()
    story.mail(ANA, "Belum masuk", 4)
    story.mail(BUDI, "Kodenya 4711.", 5)
    first, second = story.ticket.out
    story.failed("answer", ANA, 6, number=second.number)
    assert stands(story.ticket) == ("open", at(4))
    story.failed("answer", ANA, 7, number=first.number)
    assert stands(story.ticket) == ("open", at(4))


def test_old_answer_comes_back_late() -> None:
    """A server that gave up after days: the newer answer stands, so no old clock, but the owner sees to it."""
    story = waiting()
    story.mail(ANA, "Belum masuk", 4)
    story.mail(BUDI, "Kodenya 4711.", 5)
    story.failed("answer", ANA, 100, number=story.ticket.out[0].number)
    assert stands(story.ticket) == ("open", at(100))


def test_answered_again_after_it_came_back() -> None:
    """A third answer stops the clock; if all three fail it is the question's own."""
    story, first, second = two()
    story.failed("answer", ANA, 20, number=second)
    story.mail(BUDI, "Saya coba lagi.", 21)
    third = story.ticket.out[-1].number
    story.failed("answer", ANA, 22, number=third)
    assert stands(story.ticket) == ("open", at(20))
    story.failed("answer", ANA, 23, number=first)
    assert stands(story.ticket) == ("open", at(1))


def test_same_report_again() -> None:
    """A second report on one letter says nothing, whatever was answered since."""
    story, _, second = two()
    story.failed("answer", ANA, 20, number=second)
    story.mail(BUDI, "Saya coba lagi.", 21)
    assert story.failed("answer", ANA, 22, number=second).events == []
    assert story.ticket.status == "waiting"


def test_direct_answer_has_answered() -> None:
    """Behind an operator's own mail to the customer a relayed one that comes back owes no old clock."""
    story = opened()
    story.mail(BUDI, "Sudah.", 2, to=(ANA, DESK))
    story.mail(BUDI, "Kodenya 4711.", 5)
    story.failed("answer", ANA, 40)
    assert stands(story.ticket) == ("open", at(40))


def _waits() -> tuple[Story, int, int]:
    """Two answers that can both still be taken back; their numbers."""
    story = opened(rules(undo_within=timedelta(minutes=1)))
    story.mail(BUDI, "Sudah.", 2)
    story.mail(BUDI, "Kodenya 4711.", 2.001)
    first, second = story.ticket.out
    return story, first.number, second.number


def _taken_back(ticket: Ticket, number: int) -> Ticket:
    return evolve(ticket, ev.AnswerTakenBack("Budi", number, at(2.005), ""), at(2.005))


def test_comes_back_while_another_waits() -> None:
    """The second is taken back afterwards: then the first has come back all the same, and nobody has answered."""
    story, first, second = _waits()
    story.happens(AnswerDue((first,)), at(2.002))
    story.failed("answer", ANA, 2.003, number=first)
    assert stands(story.ticket) == ("open", at(2.003))
    after = _taken_back(story.ticket, second)
    assert (after.unsent, stands(after)) == ((), ("open", at(1)))


@pytest.mark.parametrize("which", [0, 1])
def test_taken_back_is_no_answer(which: int) -> None:
    """One of two was taken back in its minute, the other comes back: nobody has answered."""
    story, *numbers = _waits()
    story.ticket = _taken_back(story.ticket, numbers[which])
    assert [one.number for one in story.ticket.out] == [numbers[1 - which]]
    story.leaves(2.1)
    story.failed("answer", ANA, 3)
    assert stands(story.ticket) == ("open", at(1))


def test_held_answer_sent_comes_back() -> None:
    """A held answer that its author sends is an answer like any other: the first stands, no old clock."""
    story = waiting()
    story.mail(SARI, "Kodenya 4711.", 5)
    held = story.ticket.held[0]
    story.mail(SARI, "kirim", 6, answers="held", about=held.number)
    story.failed("answer", ANA, 40)
    assert stands(story.ticket) == ("open", at(40))


def test_with_the_second_tier() -> None:
    """The ticket was passed on meanwhile: its clock stands there, and goes on from its beginning afterwards."""
    story = waiting()
    number = story.ticket.out[0].number
    passed = ev.Escalated("Budi", at(4), "rooster@tier.example", "pulsa", "Mohon dicek.", ())
    story.ticket = evolve(story.ticket, passed, at(4))
    story.failed("answer", ANA, 6, number=number)
    assert stands(story.ticket) == ("escalated", at(1))


def test_without_an_owner() -> None:
    """Given back to all after the answer: whoever takes it next has the old clock."""
    story = waiting()
    number = story.ticket.out[0].number
    story.ticket = evolve(story.ticket, ev.Released("Budi", at(4), "sakit"), at(4))
    story.failed("answer", ANA, 6, number=number)
    assert stands(story.ticket) == ("new", at(1))


def test_reopened_is_another_round() -> None:
    """An answer of before the close that comes back late moves no clock of now."""
    story = closed()
    number = story.ticket.out[0].number
    story.command("reopen", 10)
    story.failed("answer", ANA, 11, number=number)
    assert stands(story.ticket) == ("open", at(10))
