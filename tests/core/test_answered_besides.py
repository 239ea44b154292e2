"""An answer that waits is taken back, and another one stands: as if the first had never been, not as if none had."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from mailflow.core import events as ev
from mailflow.core.evolve import after_all
from mailflow.core.holding import BeforeAnswer
from mailflow.core.ticket import Ticket
from mailflow.core.unsent import asked
from tests.core.desk import at, opened, rules

LATER = timedelta(minutes=1)


def answer(hours: float, *, waits: bool = False, text: str = "Sudah kami isi ulang.", asks: str = "") -> ev.Answered:
    due = at(hours) + LATER if waits else None
    return ev.Answered("Budi", at(hours), text, True, True, False, "Budi", asks=asks, due_at=due)


FIRST = answer(2, waits=True)
CLOSING = ev.ClosingStated(
    "Budi", at(2), "satisfied", "text", relayed=True, text="Selesai.", sent=True, due_at=at(2) + LATER
)
ASKED = ev.EscalationWaits("Budi", at(3), "tier@vendor.example", "pulsa", "", ("nominal",), asks=True)
BESIDES = {
    "at once": answer(3),
    "with a question": answer(3, text="Nomornya berapa?", asks="request"),
    "it waits too": answer(3, waits=True),
    "data asked": ASKED,
    "a closing text": ev.ClosingStated("Budi", at(3), "satisfied", "text", relayed=True, text="Selesai.", sent=True),
    "seen in a quotation": ev.CopyLost("Budi", at(3), "Sudah.", "<1@kantor.example>", at(2.5)),
}


def stands(ticket: Ticket) -> dict[str, object]:
    return {field.name: getattr(ticket, field.name) for field in fields(BeforeAnswer)}


@pytest.mark.parametrize("first", [FIRST, CLOSING], ids=["answer", "closing"])
@pytest.mark.parametrize("besides", BESIDES.values(), ids=BESIDES)
def test_what_was_answered_besides_stands(first: ev.Event, besides: ev.Event) -> None:
    """Status, clocks, what has rung, the question and the statement are the second answer's."""
    before = opened(rules(undo_within=LATER)).ticket
    back = ev.AnswerTakenBack("Budi", before.version + 1, at(3), "")
    both = after_all(before, [first, besides, back], at(3))
    assert stands(both) == stands(after_all(before, [besides], at(3)))
    assert [one.number for one in both.unsent] == [before.version + 2 for _ in both.unsent]


def test_both_taken_back_the_first_one_first() -> None:
    """Then nobody has answered."""
    before = opened(rules(undo_within=LATER)).ticket
    numbers = before.version + 1, before.version + 2
    back = [ev.AnswerTakenBack("Budi", number, at(3), "") for number in numbers]
    after = after_all(before, [FIRST, answer(3, waits=True), *back], at(3))
    assert (stands(after), after.unsent) == (stands(before), ())


def test_a_statement_alone_answers_nobody() -> None:
    """It goes with the answer that it was written below."""
    before = opened(rules(undo_within=LATER)).ticket
    stated = ev.ClosingStated("Budi", at(2), "satisfied", "command", "", sent=False)
    back = ev.AnswerTakenBack("Budi", before.version + 1, at(3), "")
    assert stands(after_all(before, [FIRST, stated, back], at(3))) == stands(before)


def test_an_answer_for_later_waits_on() -> None:
    """It has changed nothing yet, so one that leaves at once besides changes nothing of it."""
    before = opened(rules(undo_within=LATER)).ticket
    later = ev.AnswerScheduled("Budi", at(2), "Besok kami telepon.", at(24))
    first, scheduled = after_all(before, [FIRST, later, answer(3)], at(3)).unsent
    assert (first.before is None, scheduled.before is None, scheduled.text) == (False, True, "Besok kami telepon.")
    back = [FIRST, later, answer(3), ev.AnswerTakenBack("Budi", scheduled.number, at(3), "")]
    assert stands(after_all(before, back, at(3))) == stands(after_all(before, [FIRST, answer(3)], at(3)))


def test_below_a_closing_text_the_answer_is_taken_back_alone() -> None:
    """The closing text waits on, on what the answer stood on."""
    before = opened(rules(undo_within=LATER)).ticket
    closing = replace(CLOSING, at=at(3), due_at=at(3) + LATER)
    back = ev.AnswerTakenBack("Budi", before.version + 1, at(3), "")
    after = after_all(before, [FIRST, closing, back], at(3))
    assert [one.closing for one in after.unsent] == ["satisfied"]
    assert stands(after) == stands(after_all(before, [FIRST, closing], at(3)))


def test_what_the_newest_answer_that_has_left_wants_is_asked() -> None:
    """One that waits asks nothing yet; one that was written since, and left at once, does."""
    desk = rules(undo_within=LATER)
    before = opened(desk).ticket
    asks = answer(2, waits=True, text="Nomornya berapa?", asks="number")
    assert asked(after_all(before, [asks], at(2)), desk) == ""
    assert asked(after_all(before, [asks, answer(3, text="Kapan?", asks="date")], at(3)), desk) == "date"


def test_of_several_that_wait_the_first_is_taken_back() -> None:
    """The others stand as if it had never been; one for later has changed nothing."""
    before = opened(rules(undo_within=LATER)).ticket
    others = [
        answer(3, waits=True),
        ev.AnswerScheduled("Budi", at(3), "Besok.", at(24)),
        answer(3, waits=True, text="Sudah masuk?"),
    ]
    back = ev.AnswerTakenBack("Budi", before.version + 1, at(3), "")
    after = after_all(before, [FIRST, *others, back], at(3))
    assert stands(after) == stands(after_all(before, others, at(3)))
    assert [one.text for one in after.unsent] == ["Sudah kami isi ulang.", "Besok.", "Sudah masuk?"]
