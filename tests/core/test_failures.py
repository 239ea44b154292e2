"""Letters that never arrive: what a ticket does then, and who hears of it (mail.md 2.5 and 2.6)."""

from __future__ import annotations

import pytest

from tests.core.desk import (
    ANA,
    BUDI,
    CECEP,
    DESK,
    DEWI,
    LIST,
    ON_LIST,
    SARI,
    at,
    closed,
    closing,
    new,
    opened,
    rules,
    waiting,
)


def test_undeliverable_answer_returns_to_open() -> None:
    """An answer that proves undeliverable returns the ticket to open with its old clock."""
    story = waiting()
    story.failed("answer", ANA, 20)
    assert (story.ticket.status, story.ticket.answer_since) == ("open", at(1))


def test_answer_that_bounces_twice_is_told_once() -> None:
    """A second report on the same answer says nothing new; one on the next answer does."""
    story = waiting()
    assert story.failed("answer", ANA, 20).events and not story.failed("answer", ANA, 21).events
    story.mail(BUDI, "Saya coba lagi.", 22)
    assert story.failed("answer", ANA, 23).events


def test_old_clock_rings_as_if_never_stopped() -> None:
    """The reminder comes when it would have come without the answer."""
    story = waiting()
    story.failed("answer", ANA, 20)
    assert story.time(25).sent == [("reminder-answer", BUDI)]


def test_old_clock_keeps_its_breach() -> None:
    """A breach counted before the answer is not counted again on the old clock."""
    story = opened()
    story.time(25)
    story.mail(BUDI, "Sudah.", 26)
    story.failed("answer", ANA, 27)
    story.time(49)
    assert story.ticket.breaches == 1


def test_old_clock_keeps_its_rungs() -> None:
    """A rung that rang before the answer does not ring again on the old clock."""
    story = opened()
    story.time(25)
    story.mail(BUDI, "Sudah.", 26)
    story.failed("answer", ANA, 27)
    assert story.time(28).events == []


def test_late_bounce_after_the_statement() -> None:
    """An answer that bounces after the closing statement returns to open as well: the customer was never answered."""
    story = waiting()
    story.mail(BUDI, "", 3, commands=(("selesai", ""),))
    story.failed("answer", ANA, 20)
    assert (story.ticket.status, story.ticket.statement, story.ticket.answer_since) == ("open", None, at(1))


def test_only_the_closing_text_bounced() -> None:
    """When only the relayed closing text came back, the PIC's close must carry it; the answer stands."""
    story = waiting()
    story.mail(BUDI, "Terima kasih …", 3, closing="satisfied")
    story.failed("answer", ANA, 4, number=story.ticket.version)
    assert (story.ticket.status, story.ticket.statement_sent) == ("closing", False)


def test_bounce_after_the_customer_wrote_changes_nothing() -> None:
    """The operator's turn already: the clock of the customer's newest mail stays."""
    story = waiting()
    story.mail(ANA, "Belum", 5)
    story.failed("answer", ANA, 6)
    assert (story.ticket.status, story.ticket.answer_since) == ("open", at(5))


@pytest.mark.parametrize("letter", ["acknowledgement", "ask-feedback"])
def test_other_letters_change_no_state(letter: str) -> None:
    """Only an undeliverable answer returns the ticket; other letters leave the state alone (mail.md 2.5)."""
    story = waiting()
    story.failed(letter, ANA, 5)
    assert story.ticket.status == "waiting"


def test_undeliverable_close_stays_closed() -> None:
    """A closing letter that bounces reopens nothing."""
    story = closed()
    story.failed("closed", ANA, 5)
    assert story.ticket.status == "closed"


def test_owner_and_pic_are_told() -> None:
    """Owner and PIC hear that the customer cannot be reached."""
    step = waiting().failed("answer", ANA, 5)
    assert sorted(step.sent) == [("letter-failed", BUDI), ("letter-failed", DEWI)]


def test_told_once() -> None:
    """A second letter to the same dead address is no news."""
    story = new()
    story.failed("acknowledgement", ANA, 1)
    assert story.failed("acknowledgement", ANA, 2).events == []


@pytest.mark.parametrize("hours", [50, 74])
def test_no_reminder_to_an_undeliverable_customer(hours: float) -> None:
    """Nothing automatic goes to an address that bounced; the rung is recorded all the same."""
    story = opened()
    story.failed("acknowledgement", ANA, 1)
    story.mail(BUDI, "Sudah.", 2, to=(ANA, DESK))
    step = story.time(hours)
    assert (step.sent, "rang" in step.kinds) == ([], True)


def test_no_closing_letter_to_an_undeliverable_customer() -> None:
    """The close of a ticket whose customer cannot be reached sends nothing."""
    story = closing()
    story.failed("ask-feedback", ANA, 4)
    assert story.command("close", 5).sent == []


def test_persons_own_words_are_tried_again() -> None:
    """An operator may try an address that bounced: his answer is no automatic letter."""
    story = waiting()
    story.failed("answer", ANA, 5)
    assert story.mail(BUDI, "Sudah kami kirim sekali lagi.", 6).sent == [("answer", ANA)]


def test_bounced_participant_is_left_out() -> None:
    """A participant whose address bounced is in no further Cc, and the ticket goes on."""
    story = waiting(cc=(CECEP,))
    story.failed("answer", CECEP, 3)
    letter = story.mail(BUDI, "Satu lagi", 4).letter("answer")
    assert (story.ticket.status, letter.cc) == ("waiting", ())


def test_announcement_that_failed_is_told_to_the_others() -> None:
    """An operator who never got the announcement had no fair chance: others and PIC hear of it (mail.md 2.6)."""
    assert sorted(new().failed("announcement", SARI, 1).sent) == [("letter-failed", BUDI), ("letter-failed", DEWI)]


def test_announcement_the_list_refused() -> None:
    """A list that refuses announcements is told to every operator."""
    step = new(rules(announce=ON_LIST)).failed("announcement", LIST, 1)
    assert {who for _, who in step.sent} == {BUDI, SARI, DEWI}


def test_failed_person_is_not_written_to_about_it() -> None:
    """Nobody is told of a failure at the address that failed."""
    assert BUDI not in [who for _, who in opened().failed("claim-receipt", BUDI, 2).sent]


@pytest.mark.parametrize("letter", ["letter-failed", "admin-alert"])
def test_failures_about_failures_end(letter: str) -> None:
    """A failed letter about a failure causes no further letter: no loop."""
    assert opened().failed(letter, DEWI, 2).sent == []


def test_colleagues_failure_changes_nothing() -> None:
    """A letter a colleague did not get changes no ticket."""
    story = waiting()
    story.failed("customer-wrote", BUDI, 5)
    assert (story.ticket.status, story.ticket.undeliverable) == ("waiting", ())
