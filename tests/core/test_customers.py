"""Step 7, thanks and reopening: what the customer's later mails do."""

from __future__ import annotations

import pytest

from mailflow.core.customers import reopens
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.ticket import Status
from tests.core.desk import (
    ANA,
    BUDI,
    CECEP,
    DESK,
    DEWI,
    IN_STATE,
    LIST,
    ON_LIST,
    OPERATORS,
    SARI,
    Story,
    at,
    closed,
    closing,
    new,
    opened,
    picture,
    rules,
    waiting,
)

LEADS_TO = {"new": "new", "open": "open", "waiting": "open", "closing": "open", "closed": "open"}


@pytest.mark.parametrize("state", LEADS_TO)
def test_state_after_the_customer_wrote(state: str) -> None:
    """A customer's mail leads waiting and closing back to open, reopens a closed ticket, and changes nothing else."""
    story = IN_STATE[state]()
    story.mail(ANA, "Belum masuk juga", 5)
    assert story.ticket.status == LEADS_TO[state]


@pytest.mark.parametrize("state", IN_STATE)
def test_thanks_change_no_state(state: str) -> None:
    """A mere thank-you changes neither state nor clock, anywhere."""
    story = IN_STATE[state]()
    before = story.ticket
    story.mail(ANA, "Terima kasih banyak, Pak Budi 🙏", 5)
    assert (story.ticket.status, story.ticket.rung, story.ticket.clocks.get("feedback")) == (
        before.status,
        before.rung,
        before.clocks.get("feedback"),
    )


@pytest.mark.parametrize("state", IN_STATE)
def test_automatic_mail_changes_no_state(state: str) -> None:
    """The customer's vacation reply changes nothing and is answered by nothing (mail.md 3.1)."""
    story = IN_STATE[state]()
    before = story.ticket.status
    step = story.mail(ANA, "Saya sedang cuti", 5, nature=Nature.AUTOMATIC)
    assert (step.sent, story.ticket.status) == ([], before)


def test_owner_is_told() -> None:
    """The owner gets the customer's words when he was not addressed."""
    step = waiting().mail(ANA, "Belum masuk juga", 5)
    assert (step.sent, step.letter("customer-wrote").facts["text"]) == ([("customer-wrote", BUDI)], "Belum masuk juga")


@pytest.mark.parametrize("addressed", [BUDI, "budi.home@mail.example", LIST])
def test_owner_who_has_the_mail_is_not_told(addressed: str) -> None:
    """An owner among the recipients, or on the list that is, has the mail already."""
    assert waiting().mail(ANA, "Belum masuk juga", 5, to=(DESK, addressed)).sent == []


def test_another_operator_among_the_recipients_is_not_the_owner() -> None:
    """That a colleague has the mail does not tell the owner."""
    assert waiting().mail(ANA, "Belum", 5, to=(DESK, SARI)).sent == [("customer-wrote", BUDI)]


def test_without_owner_those_who_may_claim_are_told() -> None:
    """More words on a ticket nobody owns go to the operators who do not have them."""
    assert new().mail(ANA, "Belum juga", 5, to=(DESK, SARI)).sent == [("customer-wrote", BUDI)]


def test_without_owner_the_list_is_told() -> None:
    """Under `announce: list` the list is told once instead of each operator."""
    assert new(rules(announce=ON_LIST)).mail(ANA, "Belum juga", 5).sent == [("customer-wrote", LIST)]


def test_operator_is_not_told_of_his_own_mail() -> None:
    """An operator who is the customer does not get his own words back."""
    assert new(sender=BUDI).mail(BUDI, "Belum juga", 5).sent == [("customer-wrote", SARI)]


def test_answer_clock_starts_again() -> None:
    """After an answer the clock runs from the customer's next mail."""
    story = waiting()
    story.mail(ANA, "Belum masuk juga", 5)
    assert story.ticket.answer_since == at(5)


def test_more_mails_do_not_move_the_clock() -> None:
    """The clock runs from the oldest unanswered mail, however many follow."""
    story = waiting()
    for hour in (5, 6, 20):
        story.mail(ANA, "Belum masuk juga", hour)
    assert story.ticket.answer_since == at(5)


def test_deadline_in_the_letter() -> None:
    """`customer-wrote` says until when the answer is due."""
    assert waiting().mail(ANA, "Belum", 5).letter("customer-wrote").facts["due_at"] == at(29)


def test_thanks_have_no_deadline() -> None:
    """Thanks need no answer: the owner is told of them without a deadline."""
    assert waiting().mail(ANA, "Makasih ya kak", 5).letter("customer-wrote").facts["due_at"] is None


def test_files_are_no_mere_thanks() -> None:
    """Thanks with a screenshot is more than thanks."""
    story = waiting()
    story.mail(ANA, "Terima kasih", 5, files=(picture(),))
    assert story.ticket.status == "open"


def test_participant_may_write_back() -> None:
    """Somebody the customer had in Cc speaks for him."""
    story = waiting(cc=(CECEP,))
    story.mail(CECEP, "Belum masuk juga", 5)
    assert story.ticket.status == "open"


def test_mail_voids_the_statement() -> None:
    """A customer's mail voids the closing statement."""
    story = closing()
    story.mail(ANA, "Eh, belum masuk", 5)
    assert (story.ticket.statement, story.ticket.statement_by, story.ticket.statement_sent) == (None, None, False)


# -- after the close


def mail_at(hours: float, words: str = "Eh, belum masuk") -> MailArrived:
    return MailArrived(Message(sender=Address(ANA)), at(hours), Author(Role.CUSTOMER), words=words)


FORTNIGHT = 4 + 14 * 24


@pytest.mark.parametrize(
    ("hours", "words", "stays"),
    [
        (5, "Eh, belum masuk", True),
        (FORTNIGHT, "Eh, belum masuk", True),
        (FORTNIGHT + 0.01, "Eh, belum masuk", False),
        (FORTNIGHT + 0.01, "Terima kasih", True),
    ],
)
def test_reopens_within(hours: float, words: str, stays: bool) -> None:
    """A reply up to `reopen_within` after the close stays with its ticket; later ones begin a new one, thanks never."""
    assert reopens(closed().ticket, mail_at(hours, words), rules()) is stays


def test_never_reopens_without_a_span() -> None:
    """Without `reopen_within` every later reply begins a new ticket."""
    assert reopens(closed().ticket, mail_at(5), rules(reopen_within=None)) is False


def test_discarded_is_not_reopened_by_mail() -> None:
    """A reply to a discarded ticket begins a new one."""
    story = opened()
    story.command("discard", 2, why="spam")
    assert reopens(story.ticket, mail_at(5), rules()) is False


def test_reopened_for_the_same_owner() -> None:
    """A customer's reply reopens for the same owner, with a fresh answer clock and no statement."""
    story = closed()
    story.mail(ANA, "Eh, belum masuk", 9)
    ticket = story.ticket
    assert (ticket.owner, ticket.answer_since, ticket.closed_at, ticket.statement) == ("Budi", at(9), None, None)


def test_owner_hears_of_the_reopening() -> None:
    """The owner is told that his ticket is open again, with the customer's words."""
    step = closed().mail(ANA, "Eh, belum masuk", 9)
    assert step.letter("reopened", BUDI).facts["text"] == "Eh, belum masuk"


def test_reopened_without_its_owner_is_anyones() -> None:
    """When the owner has left, the reopened ticket is new and announced again."""
    story = closed()
    story.rules = rules(operators=OPERATORS[1:])
    step = story.mail(ANA, "Eh, belum masuk", 9)
    assert (story.ticket.status, story.ticket.owner, ("announcement", SARI) in step.sent) == ("new", None, True)


def test_thanks_after_the_close_reach_nobody() -> None:
    """Thanks after the close are filed and nobody is disturbed."""
    assert closed().mail(ANA, "Terima kasih", 9).sent == []


@pytest.mark.parametrize("status", [Status.CLOSED, Status.DISCARDED])
def test_reopened_by_command(status: Status) -> None:
    """`mailflow reopen` brings back what was closed or discarded."""
    story = Story(rules())
    story.asks()
    story.mail(BUDI, "", 1)
    story.command("close" if status is Status.CLOSED else "discard", 2, force=True)
    step = story.command("reopen", 3)
    assert (story.ticket.status, step.sent) == ("open", [("reopened", BUDI)])


@pytest.mark.parametrize("state", ["new", "open", "waiting", "closing"])
def test_what_is_not_over_cannot_be_reopened(state: str) -> None:
    """`mailflow reopen` on a running ticket is refused with its state."""
    assert IN_STATE[state]().command("reopen", 5).event("command-refused").why == f"is-{state}"


def test_pic_is_not_told_of_customers_mails() -> None:
    """The customer's later mails are the owner's matter, not the PIC's."""
    assert DEWI not in [who for _, who in closing().mail(ANA, "Eh, belum", 5).sent]
