"""Which clock goes on when answers come back."""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.answers_out import owed, with_clock_of
from mailflow.core.holding import AnswerOut
from mailflow.core.ladder import Ladder
from mailflow.core.ticket import Status, Ticket
from tests.core.desk import START

DAY = timedelta(days=1)


def test_a_second_answer_that_comes_back_forgets_no_reminder() -> None:
    """The first came back, the clock went on and rang once more, the second comes back, too: it has rung twice."""
    first = AnswerOut(9, START, ("answer:24h",), True, failed=True)
    second = AnswerOut(12, START, ("answer:24h", "answer:48h"), True, failed=True)
    assert owed(Ticket(out=(first, second))) == second
    back = with_clock_of(Ticket(status=Status.WAITING, out=(first, second)), owed(Ticket(out=(first, second))))
    assert (back.clocks[Ladder.ANSWER], back.rung) == (START, ("answer:24h", "answer:48h"))


def test_the_oldest_clock_is_owed() -> None:
    """Not behind an answer that stands."""
    old, new = AnswerOut(1, START, failed=True), AnswerOut(2, START + DAY, failed=True)
    none, stands = AnswerOut(3, None, failed=True), AnswerOut(4, START)
    assert owed(Ticket(out=(old, new, none))) == old
    assert owed(Ticket(out=(old, new, stands))) is None
    assert owed(Ticket(out=(old, stands, new))) == new
    assert owed(Ticket(out=(none,))) is None
