"""Votes in reply to the closing letter: judged tables, and what is counted, kept and reopened."""

from __future__ import annotations

import pytest

from mailflow.core.customers import reopens
from mailflow.core.meaning import Meaning
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.replies.customer import read
from mailflow.core.replies.vote import vote_in
from tests.core.desk import ANA, BUDI, CECEP, DESK, IN_STATE, Story, at, closed, picture, rules
from tests.core.test_customers_words import JUDGED, PEOPLE


def judged(name: str) -> list[tuple[str, bool, str]]:
    """(score or "none", whether somebody must read it, text) of every line of a table."""
    lines = (JUDGED / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(score, asks == "yes", text.replace("\\n", "\n")) for score, asks, _, text in rows]


TABLES = [
    row for name in ("votes.tsv", "votes-more.tsv", "votes-third.tsv", "votes-fourth.tsv") for row in judged(name)
]


@pytest.mark.parametrize(("score", "asks", "text"), TABLES)
def test_judged(score: str, asks: bool, text: str) -> None:
    """A reply to the closing letter is a vote, and calls for a person, as somebody says who has not read the code."""
    vote = vote_in(text, PEOPLE)
    assert (str(vote.score) if vote else "none") == score
    assert (vote.asks if vote else read(text, PEOPLE).meaning is Meaning.CONTENT) is asks


@pytest.mark.parametrize("text", ["5\n\nSalam,\nAni\n0812-3456-7890", "5\nAni Wijaya\nHP 0812-3456-7890"])
def test_a_signature_is_no_comment(text: str) -> None:
    """It calls for nobody."""
    vote = vote_in(text, ("Budi", "Ani Wijaya", "Ani"))
    assert vote is not None and (vote.score, vote.comment, vote.asks) == (5, "", False)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "5" * 5000, "puas " * 2000, "⭐" * 900])
def test_anything_can_be_read(text: str) -> None:
    """Nothing fails, and nothing odd votes."""
    assert vote_in(text) is None


@pytest.mark.parametrize("text", ["1 sangat puas", "5 kecewa sekali"])
def test_a_digit_against_its_word_is_no_vote(text: str) -> None:
    """He reads the scale the other way round."""
    assert vote_in(text, PEOPLE) is None


def test_comment() -> None:
    """What else he wrote is kept with the vote."""
    vote = vote_in("4 - cepat responnya", PEOPLE)
    assert vote is not None
    assert vote.comment == "cepat responnya"


@pytest.mark.parametrize("text", ["5, nilai 5", "Puas banget kak, 5"])
def test_the_same_score_once_more_is_no_comment(text: str) -> None:
    """He has said nothing else."""
    vote = vote_in(text, PEOPLE)
    assert vote is not None
    assert (vote.score, vote.comment) == (5, "")


def votes(story: Story, words: str = "4", hours: float = 9, sender: str = ANA, answers: str = "closed", **more: object):  # type: ignore[no-untyped-def]
    return story.mail(sender, words, hours, answers=answers, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("answers", ["closed", "closing-satisfied", "closing-no-feedback", "customer-letter"])
def test_vote_is_kept_and_reopens_nothing(answers: str) -> None:
    """A digit in reply to whatever letter closed the ticket is an event, and nobody is written to."""
    story = closed()
    step = votes(story, answers=answers)
    assert (step.kinds, step.sent, story.ticket.status) == (["vote-cast"], [], "closed")
    cast = step.event("vote-cast")
    assert (cast.score, cast.road, cast.closed_at, cast.sender) == (4, "mail", at(4), Address(ANA))


def test_vote_with_a_complaint_reopens_too() -> None:
    """The vote counts, and somebody must read the rest."""
    story = closed()
    step = votes(story, "2\nPulsa saya masih belum masuk.")
    assert (step.kinds, story.ticket.status) == (["vote-cast", "reopened", "customer-wrote"], "open")


def test_vote_with_a_file_reopens_too() -> None:
    """A picture is always to be seen."""
    assert "reopened" in votes(closed(), "5", files=(picture(),)).kinds


@pytest.mark.parametrize(
    "answers", ["answer", "ask-feedback", "customer-mail", "colleague-mail", "acknowledgement", None]
)
def test_digit_elsewhere_is_no_vote(answers: str) -> None:
    """Only the closing letter asks for it."""
    assert "vote-cast" not in votes(closed(), answers=answers).kinds


@pytest.mark.parametrize("state", ["new", "open", "waiting", "closing"])
def test_digit_on_a_running_ticket_is_no_vote(state: str) -> None:
    """Nobody has closed it yet."""
    assert votes(IN_STATE[state]()).kinds == ["customer-wrote"]


@pytest.mark.parametrize("sender", [CECEP, BUDI])
def test_only_the_customer_votes(sender: str) -> None:
    """Whoever was in Cc, and a colleague, has no vote."""
    assert "vote-cast" not in votes(closed(cc=(CECEP,)), sender=sender, to=(DESK,)).kinds


def test_forged_vote_is_none() -> None:
    """A mail that fails DMARC says nothing about her service."""
    from mailflow.core.message import Authentication

    step = votes(closed(), authentication=Authentication(dmarc_fail=True))
    assert "vote-cast" not in step.kinds


def test_nobody_is_asked() -> None:
    """With `survey: {by_mail: false}` a digit is a reply like any other."""
    assert votes(closed(rules(survey_by_mail=False))).kinds == ["reopened", "customer-wrote"]


def test_a_late_vote_stays_with_its_ticket() -> None:
    """A vote never begins a ticket; one with a complaint does, as any late reply."""
    late = 4 + 15 * 24
    for words, stays in (("5", True), ("5, tapi pulsa saya hilang lagi", False)):
        mail = MailArrived(Message(sender=Address(ANA)), at(late), Author(Role.CUSTOMER), "closed", words=words)
        assert reopens(closed().ticket, mail, rules()) is stays


def test_later_vote_replaces() -> None:
    """Both name the closing they are about; the later one counts."""
    story = closed()
    first, second = (votes(story, words, hours).event("vote-cast") for words, hours in (("3", 9), ("lima", 10)))
    assert (first.closed_at, first.score) == (second.closed_at, 3)
    assert second.score == 5
