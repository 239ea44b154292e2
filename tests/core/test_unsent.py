"""Answers that wait for their moment: `undo_within`, `/batal`, `/kirim` at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core.ticket import Ticket
from tests.core.desk import ANA, BUDI, DESK, DEWI, SARI, Story, at, new, opened, picture, rules

ANSWER, MORE = "Sudah kami isi ulang, mohon dicek.", "Nomornya 0812, bukan 0813."
MINUTE = 1 / 60
UNDO = (("batal", ""),)
WAITS = rules(undo_within=timedelta(minutes=1))


def answered(**more: object) -> Story:
    """Budi has claimed at hour 1 and answered at hour 2; his answer waits a minute."""
    story = opened(WAITS)
    story.mail(BUDI, ANSWER, 2, answers="claim-receipt", **more)  # type: ignore[arg-type]
    return story


def undo(story: Story, hours: float = 2 + MINUTE / 2, sender: str = BUDI) -> list[tuple[str, str]]:
    return story.mail(sender, "", hours, answers="claim-receipt", commands=UNDO).sent


def state(ticket: Ticket) -> Ticket:
    """Without what only counts or remembers."""
    return replace(ticket, version=0, held=(), unsent=(), in_hand_until=None)


def test_an_answer_waits_and_has_stopped_the_clock() -> None:
    """The letter has its moment; the ticket waits for the customer since the mail's arrival."""
    story = answered()
    answer = story.letters[-1]
    assert (answer.kind, answer.due_at, answer.about) == ("answer", at(2 + MINUTE), story.ticket.version)
    assert (story.ticket.status, story.ticket.answered_at) == ("waiting", at(2))


def test_it_leaves_once() -> None:
    """Its moment ends the waiting; a second one finds nothing."""
    story = answered()
    numbers = [one.number for one in story.ticket.unsent]
    step = story.leaves(2 + MINUTE)
    assert (step.kinds, step.sent, step.events[0].answer, story.ticket.unsent) == (["answer-left"], [], numbers[0], ())  # type: ignore[union-attr]
    assert story.leaves(2 + 2 * MINUTE).kinds == []


def test_with_zero_nothing_waits() -> None:
    """`undo_within: 0s`: it leaves at once, and `/batal` says that it is gone."""
    story = opened(rules(undo_within=timedelta(0)))
    assert story.mail(BUDI, ANSWER, 2, answers="claim-receipt").letters[0].due_at is None
    assert undo(story) == [("command-receipt", BUDI)]
    assert story.letters[-1].facts["results"][0]["result"].startswith("ditolak: jawaban yang sudah berangkat")  # type: ignore[index]


@pytest.mark.parametrize("before", [opened, new])
def test_taken_back_as_if_it_had_never_been(before: object) -> None:
    """Status, clocks, first answer: all as before it; a claim made by it stays."""
    story = before(WAITS)  # type: ignore[operator]
    story.mail(BUDI, "", 1.5)
    was = story.ticket
    story.mail(BUDI, ANSWER, 2, answers="claim-receipt")
    assert undo(story) == [("command-receipt", BUDI)]
    assert state(story.ticket) == state(was)
    assert story.letters[-1].facts["text"] == ANSWER


def test_claim_and_answer_in_one_keeps_the_claim() -> None:
    """What is taken back is the answer."""
    story = new(WAITS)
    story.mail(BUDI, ANSWER, 1)
    undo(story, 1 + MINUTE / 2)
    assert (story.ticket.owner, story.ticket.status, story.ticket.first_answered_at) == ("Budi", "open", None)


def test_the_newest_first() -> None:
    """Of two that wait, `/batal` takes back the second, then the first, then says that there is nothing."""
    story = answered()
    was = story.ticket
    story.mail(BUDI, MORE, 2 + MINUTE / 3, answers="claim-receipt")
    undo(story)
    assert (state(story.ticket), len(story.ticket.unsent)) == (state(was), 1)
    undo(story)
    assert (story.ticket.status, story.ticket.unsent) == ("open", ())
    undo(story)
    assert story.log[-1][0].results[0][1] == "nothing"  # type: ignore[union-attr]


def test_nobody_takes_back_anothers_answer() -> None:
    """Sari's `/batal` is about her own."""
    story = answered()
    undo(story, sender=SARI)
    assert (story.ticket.status, len(story.ticket.unsent)) == ("waiting", 1)


def test_a_customers_mail_holds_it() -> None:
    """She wrote before it left: it comes back as `held` with her words, and the clock goes on from its old start."""
    story = answered()
    since = opened(WAITS).ticket.answer_since
    step = story.mail(ANA, "Oh, sudah masuk sebagian.", 2 + MINUTE / 2, answers="customer-mail")
    assert step.kinds == ["answer-taken-back", "answer-held", "customer-wrote"]
    assert step.letter("held").facts["news"][0]["text"] == "Oh, sudah masuk sebagian."  # type: ignore[index]
    assert (story.ticket.status, story.ticket.answer_since) == ("open", since)
    assert [one.text for one in story.ticket.held] == [ANSWER]


def test_a_released_ticket_has_its_clock_back_with_what_it_rang() -> None:
    """Its breach is not counted twice, and nobody is reminded twice."""
    story = opened(WAITS)
    assert story.time(26).kinds == ["breached", "rang"]
    story.mail(BUDI, ANSWER, 27, answers="claim-receipt")
    story.command("release", 27 + MINUTE / 4)
    story.mail(ANA, "Oh, sudah masuk sebagian.", 27 + MINUTE / 2, answers="customer-mail")
    assert (story.ticket.status, story.ticket.answer_since, story.ticket.breached) == ("new", at(1), True)
    step = story.mail(SARI, "", 28, answers="announcement")
    assert step.kinds == ["claimed"]
    assert story.ticket.rung == ("answer:24h",)


def test_thanks_hold_nothing() -> None:
    """They want no answer."""
    story = answered()
    story.mail(ANA, "Terima kasih!", 2 + MINUTE / 2, answers="customer-mail")
    assert len(story.ticket.unsent) == 1


def test_an_ok_before_a_question_has_left_is_no_answer_to_it() -> None:
    """What an answer asks that still waits, nobody has read; once it has left, "ok" may be the answer."""
    asks = "Apakah lampu modemnya menyala?"
    story = opened(WAITS)
    story.mail(BUDI, asks, 2, answers="claim-receipt")
    assert story.ticket.asked == "question"
    assert story.mail(ANA, "ok", 2 + MINUTE / 3, answers="customer-mail").kinds == ["customer-wrote"]
    assert (story.ticket.status, [one.text for one in story.ticket.unsent]) == ("waiting", [asks])
    story.leaves(2 + MINUTE)
    story.mail(ANA, "ok", 3, answers="customer-mail")
    assert story.ticket.status == "open"


def test_an_ok_to_what_has_left_while_a_second_answer_waits() -> None:
    """The first has asked, the second does not: it may be the answer to the first, and is read."""
    story = opened(WAITS)
    story.mail(BUDI, "Apakah lampu modemnya menyala?", 2, answers="claim-receipt")
    story.leaves(2 + MINUTE)
    story.mail(BUDI, MORE, 3, answers="claim-receipt")
    step = story.mail(ANA, "ok", 3 + MINUTE / 3, answers="customer-mail")
    assert step.kinds == ["answer-taken-back", "answer-held", "customer-wrote"]


def test_what_depends_on_it_goes_after_it() -> None:
    """The closing notice, and the letter that closes the ticket, wait for the same moment."""
    story = answered(commands=(("selesai", ""),))
    notice = next(letter for letter in story.letters if letter.kind == "closing-notice")
    number = story.ticket.unsent[0].number
    assert (notice.due_at, notice.about) == (at(2 + MINUTE), number)
    closed = story.command("close", 2 + MINUTE / 2).letter("closing-satisfied")
    assert (closed.due_at, closed.about) == (at(2 + MINUTE), number)


def test_a_closing_statement_is_taken_back_with_its_answer() -> None:
    """`/selesai` above the answer states nothing any more."""
    story = answered(commands=(("selesai", ""),))
    assert story.ticket.status == "closing"
    undo(story)
    assert (story.ticket.status, story.ticket.statement) == ("open", None)


def test_a_relayed_closing_text_waits_too() -> None:
    """In waiting the closing text is no further answer, but waits and is held like one."""
    story = answered()
    story.leaves(2 + MINUTE)
    was = story.ticket
    story.mail(BUDI, "Terima kasih.", 3, answers="claim-receipt", closing="satisfied")
    assert story.ticket.unsent[0].closing == "satisfied"
    undo(story, 3 + MINUTE / 2)
    assert state(story.ticket) == state(was)


def test_on_a_ticket_that_is_over_it_goes() -> None:
    """The PIC has closed it meanwhile: nothing is taken back, and the author hears why."""
    story = answered(commands=(("selesai", ""),))
    story.command("close", 2 + MINUTE / 3)
    undo(story)
    assert (len(story.ticket.unsent), story.log[-1][0].results[0][1]) == (1, "over")  # type: ignore[union-attr]


def test_released_meanwhile() -> None:
    """Taken back on a ticket that has become free: nobody's, and the customer waits since the old start."""
    story = answered()
    since = opened(WAITS).ticket.answer_since
    story.command("release", 2 + MINUTE / 3)
    undo(story)
    assert (story.ticket.status, story.ticket.owner, story.ticket.answer_since) == ("new", None, since)


def test_taken_back_twice_changes_nothing() -> None:
    """An event about an answer that does not wait any more is harmless."""
    story = answered()
    undo(story)
    event = next(event for event, _ in story.log if type(event).__name__ == "AnswerTakenBack")
    from mailflow.core.evolve import evolve

    assert state(evolve(story.ticket, event, at(3))) == state(story.ticket)


# -- /kirim


def send(story: Story, moment: str, words: str = ANSWER, hours: float = 2, **more: object) -> list[tuple[str, str]]:
    return story.mail(
        BUDI, words, hours, answers="claim-receipt", commands=(("kirim", moment),), below=True, **more
    ).sent  # type: ignore[arg-type]


def test_sent_later() -> None:
    """The letter waits for Tuesday 08:00; the customer still waits, until it leaves."""
    story = opened(WAITS)
    assert sorted(send(story, "besok")) == [("answer", ANA), ("command-receipt", BUDI)]
    assert (story.ticket.status, story.letters[-2].due_at) == ("open", at(22))
    assert "Selasa, 3 November 2026 pukul 08.00" in story.letters[-1].facts["results"][0]["result"]  # type: ignore[index]
    step = story.leaves(22)
    assert (step.kinds, step.sent, story.ticket.status) == (["answered", "answer-left"], [], "waiting")


@pytest.mark.parametrize("moment", ["", "sekarang"])
def test_sent_now(moment: str) -> None:
    """Without a moment the text below is an answer like any other, even a short one."""
    story = opened(WAITS)
    assert sorted(send(story, moment, "ok")) == [("answer", ANA), ("command-receipt", BUDI)]
    assert story.ticket.status == "waiting"


@pytest.mark.parametrize(
    ("moment", "words", "result"),
    [("minggu depan", ANSWER, "unclear-moment"), ("kemarin", ANSWER, "unclear-moment"), ("besok", "", "no-text")],
)
def test_refused(moment: str, words: str, result: str) -> None:
    """A moment with two meanings, a past one, or no text: nothing is sent, and the text comes back."""
    story = opened(WAITS)
    assert send(story, moment, words) == [("command-receipt", BUDI)]
    assert (story.log[-1][0].results[0][1], story.letters[-1].facts["text"]) == (result, words)  # type: ignore[union-attr]


def test_without_a_customer() -> None:
    """A ticket whose customer nobody knows gets no answer."""
    story = opened(WAITS, customer=None)
    assert send(story, "besok") == [("command-receipt", BUDI)]


def test_later_is_held_while_he_has_not_read_all() -> None:
    """`hold` counts for it too, when it is written."""
    story = opened(WAITS)
    story.mail(ANA, "Masih belum.", 1.9, answers="customer-mail")
    assert sorted(send(story, "besok", unread=True)) == [("command-receipt", BUDI), ("held", BUDI)]


def test_later_taken_back() -> None:
    """`/batal` takes back what waits for Tuesday; nothing has changed."""
    story = opened(WAITS)
    was = story.ticket
    send(story, "besok")
    undo(story, 5)
    assert (state(story.ticket), story.ticket.unsent) == (state(was), ())


def test_a_customers_mail_holds_what_is_due_later() -> None:
    """With its attachments' mail."""
    story = opened(WAITS)
    send(story, "besok", files=(picture("struk.png"),))
    number = story.ticket.unsent[0].number
    story.mail(ANA, "Sudah masuk, tetapi kurang.", 5, answers="customer-mail")
    assert [(one.text, one.files, one.source) for one in story.ticket.held] == [(ANSWER, True, number)]


def test_a_ticket_that_ends_before_gets_it_no_more() -> None:
    """The author hears it, with his text."""
    story = opened(WAITS)
    send(story, "besok")
    step = story.command("discard", 5, why="spam")
    assert ("answer-hint", BUDI) in step.sent
    assert (step.letter("answer-hint").facts["text"], story.ticket.unsent) == (ANSWER, ())


def test_a_breach_before_it_left_is_counted() -> None:
    """An answer that leaves after the deadline is a late one."""
    story = opened(WAITS)
    send(story, "3 hari")
    assert story.leaves(74).kinds == ["breached", "answered", "answer-left"]


def test_direct_answers_do_not_wait() -> None:
    """The customer has them already."""
    story = opened(WAITS)
    story.mail(BUDI, ANSWER, 2, to=(ANA, DESK), answers="customer-mail")
    assert story.ticket.unsent == ()
    undo(story, 2 + MINUTE / 2)
    assert story.log[-1][0].results[0][1] == "gone"  # type: ignore[union-attr]


def test_a_pic_has_nothing_to_take_back() -> None:
    """And hears it."""
    assert ("command-receipt", DEWI) in answered().mail(DEWI, "", 3, answers="closing-notice", commands=UNDO).sent


def test_a_second_answer_in_other_words_waits_beside_the_first() -> None:
    """Only the very same words are the button pressed twice."""
    story = answered()
    story.mail(BUDI, MORE, 2 + MINUTE / 4, answers="claim-receipt")
    assert [one.text for one in story.ticket.unsent] == [ANSWER, MORE]
