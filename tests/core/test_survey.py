"""The survey's core: one vote per closing by three roads, until when, and what a PIC answers about a low one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core import eventlog
from mailflow.core.hours import parse
from mailflow.core.journal_entry import entry
from mailflow.core.ladders import next_alarm
from mailflow.core.meaning import Meaning
from mailflow.core.message import Address
from mailflow.core.occasions import SurveyAnswered, TimePassed
from mailflow.core.outcomes import outcome_of
from mailflow.core.replies.low_score import read
from mailflow.core.survey import vote_now
from mailflow.core.survey_times import ends_at, may_vote, remind_at
from mailflow.core.ticket import ERASED
from tests.core.desk import ANA, BUDI, DEWI, Story, at, closed, rules


def voted(story: Story, score: int = 4, hours: float = 9, **more: object):  # type: ignore[no-untyped-def]
    return story.happens(SurveyAnswered(score, "page", **more), at(hours))  # type: ignore[arg-type]


def test_vote_on_the_page() -> None:
    """It is kept on the ticket, names whose work it is about, and nobody is written to."""
    story = closed()
    step = voted(story, 4, comment=" Cepat. ", consent=True)
    cast = step.event("vote-cast")
    assert (step.sent, cast.operator, cast.low, cast.consent, cast.comment) == ([], "Budi", False, True, "Cepat.")
    assert (story.ticket.status, story.ticket.vote) == ("closed", cast.kept)


REMINDS = {"survey_remind": parse("48h"), "survey_until": parse("72h")}


def test_one_reminder() -> None:
    """Once, to the customer, with the survey; at no earlier moment, and to nobody who has voted."""
    story = closed(rules(**REMINDS))
    assert remind_at(story.ticket, story.rules) == at(52) == next_alarm(story.ticket, story.rules)
    assert story.happens(TimePassed(), at(51)).kinds == []
    step = story.happens(TimePassed(), at(52))
    assert (step.kinds, step.sent) == (["survey-reminded"], [("survey-reminder", ANA)])
    assert next_alarm(story.ticket, story.rules) is None
    story = closed(rules(**REMINDS))
    voted(story)
    assert remind_at(story.ticket, story.rules) is None


def test_too_late_for_a_reminder() -> None:
    """After an outage longer than the time to vote nobody is asked for what no longer counts."""
    story = closed(rules(**REMINDS))
    step = story.happens(TimePassed(), at(90))
    assert (step.kinds, step.sent, step.event("survey-reminded").send) == (["survey-reminded"], [], False)
    assert next_alarm(story.ticket, story.rules) is None


def test_no_reminder_without_a_setting() -> None:
    """Neither for a closing made before it was written, nor after it was taken away, nor where nobody asks."""
    assert remind_at(closed().ticket, rules(**REMINDS)) is None
    story = closed(rules(**REMINDS))
    assert remind_at(story.ticket, rules()) is None
    assert remind_at(story.ticket, rules(**REMINDS, survey_by_mail=False, survey_link=None)) is None
    assert remind_at(replace(story.ticket, requester=Address(ERASED)), rules(**REMINDS)) is None


def test_the_same_vote_again_is_nothing() -> None:
    """A page sent twice."""
    story = closed()
    voted(story)
    assert voted(story, hours=10).kinds == []


def test_three_roads_one_result() -> None:
    """A reply replaces the vote of the page, and the other way round."""
    story = closed()
    voted(story, 2)
    story.mail(ANA, "5", 10, answers="closed")
    assert story.ticket.vote is not None
    assert (story.ticket.vote.score, story.ticket.vote.road) == (5, "mail")
    voted(story, 3, hours=11)
    assert story.ticket.vote.score == 3


def test_consent_without_a_comment_is_none() -> None:
    """There is nothing to publish."""
    assert not voted(closed(), consent=True).event("vote-cast").consent


def test_vote_ends() -> None:
    """`survey.until` counts from the closing; afterwards neither page nor reply votes."""
    story = closed(rules(survey_until=parse("24h")))
    end = ends_at(story.ticket, story.rules)
    assert end == at(28)
    assert may_vote(story.ticket, story.rules, at(28))
    assert not may_vote(story.ticket, story.rules, end + timedelta(seconds=1))
    assert voted(story, hours=29).kinds == []
    late = story.mail(ANA, "5", 29, answers="closed")
    assert (late.kinds, late.sent, story.ticket.status) == (["customer-wrote"], [], "closed")
    assert (late.event("customer-wrote").meaning, outcome_of(late.events)) == ("vote", "survey")


def test_a_late_vote_with_a_complaint_reopens() -> None:
    """Too late to be counted, never too late to be read."""
    late = closed(rules(survey_until=parse("24h"))).mail(ANA, "2, pulsa saya belum masuk", 29, answers="closed")
    assert late.kinds == ["reopened", "customer-wrote"]


def test_a_ticket_that_is_open_again_has_no_vote_to_cast() -> None:
    """The customer is asked again at the next closing, whose vote is another."""
    story = closed()
    voted(story, 2)
    story.mail(ANA, "Masih belum masuk.", 10, answers="closed")
    assert voted(story, hours=11).kinds == []
    assert vote_now(story.ticket) is None


def test_for_ever() -> None:
    """Without `until` there is no end."""
    assert ends_at(closed().ticket, rules()) is None


def test_old_votes_stay_in_the_log_alone() -> None:
    """What an earlier version recorded folds to the ticket it made then."""
    old = eventlog.from_json("vote-cast", {"at": at(5).isoformat(), "sender": [ANA, ""], "score": 1, "comment": "",
                                           "road": "mail", "closed_at": None})  # fmt: skip
    story = closed()
    before = story.ticket
    from mailflow.core.evolve import evolve
    from mailflow.core.letters import letters

    after = evolve(before, old, at(5))
    assert (after.vote, letters(after, old, story.rules)) == (None, [])


# -- low votes


@pytest.mark.parametrize(("score", "told"), [(1, True), (2, True), (3, False)])
def test_a_low_vote_is_told_to_the_pic(score: int, told: bool) -> None:
    """With the comment; the conversation is added by flow."""
    step = voted(closed(), score, comment="Lama sekali.")
    assert step.sent == ([("low-score", DEWI)] if told else [])
    if told:
        facts = step.letter("low-score").facts
        assert (facts["score"], facts["text"], facts["operator"], facts["reopens"]) == (
            score,
            "Lama sekali.",
            "Budi",
            False,
        )


def test_no_vote_is_low() -> None:
    """`low: off`."""
    assert voted(closed(rules(survey_low=0)), 1).sent == []


def test_a_low_vote_with_a_complaint_says_that_it_is_open_again() -> None:
    """The PIC need not reopen what the customer's words reopened."""
    step = closed().mail(ANA, "2\nPulsa saya masih belum masuk.", 9, answers="closed")
    assert step.letter("low-score").facts["reopens"] is True


def replied(words: str, **more: object):  # type: ignore[no-untyped-def]
    story = closed()
    voted(story, 1)
    return story, story.mail(DEWI, words, 10, answers="low-score", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "meant", "rest"),
    [
        ("buka", Meaning.YES, ""),
        ("Buka lagi ya.", Meaning.YES, ""),
        ("tolong dibuka kembali", Meaning.YES, ""),
        ("Reopen", Meaning.YES, ""),
        ("please reopen it", Meaning.YES, ""),
        ("/buka", Meaning.YES, ""),
        ("BUKA\nRefundnya belum cair.", Meaning.YES, "Refundnya belum cair."),
        ("buka, refundnya belum cair", Meaning.YES, "refundnya belum cair"),
        ("catat", Meaning.ACKNOWLEDGEMENT, ""),
        ("Dicatat saja", Meaning.ACKNOWLEDGEMENT, ""),
        ("noted", Meaning.ACKNOWLEDGEMENT, ""),
        ("note: phoned her, all fine", Meaning.ACKNOWLEDGEMENT, "phoned her, all fine"),
        ("ok", Meaning.ACKNOWLEDGEMENT, ""),
        ("buka?", Meaning.CONTENT, "buka?"),
        ("jangan dibuka", Meaning.CONTENT, "jangan dibuka"),
        ("tidak usah dibuka lagi", Meaning.CONTENT, "tidak usah dibuka lagi"),
        ("do not reopen", Meaning.CONTENT, "do not reopen"),
        ("buka puasa bersama jam 6", Meaning.CONTENT, "buka puasa bersama jam 6"),
        ("Budi, kenapa selama ini?", Meaning.CONTENT, "Budi, kenapa selama ini?"),
        ("note that he was on leave", Meaning.CONTENT, "note that he was on leave"),
        ("?", Meaning.CONTENT, "?"),
        ("", Meaning.UNCLEAR, ""),
    ],
)
def test_words_about_a_low_vote(words: str, meant: Meaning, rest: str) -> None:
    """One word decides, and nothing that only contains it."""
    reading = read(words)
    assert (reading.meaning, reading.rest) == (meant, rest)


def test_the_pic_reopens() -> None:
    """Her reason goes to the owner, and she hears that it is done."""
    story, step = replied("buka\nRefundnya belum cair.")
    assert (step.kinds, story.ticket.status) == (["reopened", "command-answered"], "open")
    assert step.sent == [("reopened", BUDI), ("command-receipt", DEWI)]
    assert step.letter("reopened").facts["why"] == "Refundnya belum cair."


def test_the_pic_takes_note() -> None:
    """It stays closed; what she writes is kept."""
    story, step = replied("catat\nSudah saya telepon.")
    assert (step.kinds, story.ticket.status) == (["note-added", "command-answered"], "closed")
    assert step.event("note-added").text == "Sudah saya telepon."


def test_other_words_are_for_the_owner() -> None:
    """Passed on, and she is told so."""
    _, step = replied("Budi, kenapa lama sekali?")
    assert step.sent == [("pic-wrote", BUDI), ("command-receipt", DEWI)]


def test_without_an_owner_words_are_a_note() -> None:
    """Nobody is there to read them."""
    story = closed()
    from dataclasses import replace

    voted(story, 1)
    story.ticket = replace(story.ticket, owner=None)
    assert story.mail(DEWI, "Kenapa lama?", 10, answers="low-score").kinds == ["note-added", "command-answered"]


def test_an_empty_reply_is_asked_back() -> None:
    """Nothing changes."""
    _, step = replied("")
    assert step.kinds == ["command-answered"]
    assert step.event("command-answered").results == (("", "low-unclear"),)


def test_who_comes_second_hears_that_it_is_open() -> None:
    """Two PICs, or the customer was faster; the reason is kept."""
    story, _ = replied("buka")
    again = story.mail(DEWI, "buka, refund", 11, answers="low-score")
    assert again.kinds == ["note-added", "command-refused"]
    assert story.mail(DEWI, "buka", 12, answers="low-score").kinds == ["command-refused"]


def test_the_journal_keeps_what_a_vote_was() -> None:
    """So that it can be decided again."""
    kept = entry(closed().ticket, SurveyAnswered(3, "page", "Lumayan", True), {}, [], False)
    assert kept == {"score": 3, "road": "page", "comment": "Lumayan", "consent": True, "tokens": []}
