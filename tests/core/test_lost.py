"""An answer known from a quotation alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mailflow.core import events as ev
from mailflow.core.lost_copies import QuotedAnswer
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.ticket import Status
from tests.core.desk import ANA, BUDI, DESK, Step, Story, at, new, opened, waiting

TEXT = "Coba matikan data seluler dulu."


def quotes(story: Story, written: datetime | None, hours: float = 6, message_id: str = "lost@desk.example") -> Step:
    message = Message(sender=Address(ANA), to=(Address(DESK),), reply_text="Tetap belum masuk, mohon dicek.")
    mail = MailArrived(message, at(hours), Author(Role.CUSTOMER), words=message.reply_text)
    return story.happens(replace(mail, quoted_answer=QuotedAnswer("Budi", written, TEXT, message_id)), at(hours))


@pytest.mark.parametrize(
    ("story", "written", "answered"),
    [
        (opened(), at(3), at(3)),
        (new(), at(3), at(3)),
        (opened(), at(0.5), None),  # before the clock began
        (opened(), at(7), None),  # after the reply
        (opened(), at(-3), None),  # before the request
        (opened(), None, None),
        (waiting(), at(3), at(2)),  # answered already
    ],
)
def test_it_stopped_the_clock_when_it_says(story: Story, written: datetime | None, answered: datetime | None) -> None:
    """As far as that fits; the customer's own mail starts it again."""
    step = quotes(story, written)
    assert step.kinds == ["copy-lost", "customer-wrote"]
    assert ("lost-copy", BUDI) in step.sent
    assert story.ticket.answered_at == answered
    assert story.ticket.status in (Status.OPEN, Status.NEW)
    assert quotes(story, written, 7).kinds == ["customer-wrote"]  # told once


def test_it_makes_nobody_the_owner() -> None:
    """What a customer quotes proves nothing: the ticket is offered as before, and the claim ladder goes on."""
    story = new()
    began = dict(story.ticket.clocks)
    quotes(story, at(3))
    assert (story.ticket.status, story.ticket.owner, dict(story.ticket.clocks)) == (Status.NEW, None, began)


def test_its_original_claims_a_ticket_without_owner() -> None:
    """As its author's answer would have, had it come."""
    story = new()
    quotes(story, at(3), message_id="lost@desk.example")
    assert original(story, message_id="lost@desk.example").kinds == ["claimed", "copy-found"]
    assert (story.ticket.status, story.ticket.owner) == (Status.OPEN, "Budi")


def test_its_moment_is_kept_as_every_other() -> None:
    """An attribution speaks in the desk's zone; a ticket's row and its log agree after the next mail, too."""
    story = opened()
    quotes(story, at(3).astimezone(ZoneInfo("Europe/Berlin")))
    assert story.ticket.first_answered_at is not None
    assert story.ticket.first_answered_at.isoformat() == at(3).astimezone(UTC).isoformat()


def original(story: Story, **mail: object) -> Step:
    answers = mail.pop("answers", "claim-receipt")
    message = Message(sender=Address(BUDI), to=(Address(DESK),), reply_text="", **mail)  # type: ignore[arg-type]
    arrived = MailArrived(message, at(8), Author(Role.OPERATOR, "Budi", True), answers=answers, words="Coba.")  # type: ignore[arg-type]
    return story.happens(arrived, at(8))


@pytest.mark.parametrize(
    ("mail", "kinds"),
    [
        ({"message_id": "lost@desk.example"}, ["copy-found"]),
        ({"forwarded": Message(text=f"{TEXT}\nSalam, Budi")}, ["copy-found"]),
        ({"forwarded": Message(text="Yang lain."), "answers": "lost-copy"}, ["copy-found"]),
        ({"forwarded": Message(text="Yang lain.")}, None),
        ({"answers": "lost-copy"}, None),
    ],
)
def test_the_original_takes_its_place(mail: dict[str, object], kinds: list[str] | None) -> None:
    """It comes late, or is forwarded; no clock changes, nobody is written to."""
    story = opened()
    quotes(story, at(3))
    before = story.ticket
    step = original(story, **dict(mail))
    assert (step.kinds == kinds) if kinds else ("copy-found" not in step.kinds)
    if kinds:
        assert (step.sent, story.ticket.lost, story.ticket.clocks) == ([], (), before.clocks)
        assert isinstance(step.events[0], ev.CopyFound)


def rewritten(text: str, quoted: str = TEXT) -> Step:
    """Budi's reply to the letter, after a customer quoted this."""
    story = opened()
    quotes(story, at(3))
    story.ticket = replace(story.ticket, lost=tuple(replace(one, text=quoted) for one in story.ticket.lost))
    mail = MailArrived(
        Message(sender=Address(BUDI), to=(Address(DESK),), reply_text=text),
        at(8),
        Author(Role.OPERATOR, "Budi", True),
        answers="lost-copy",
        words=text,
    )
    return story.happens(mail, at(8))


@pytest.mark.parametrize(
    ("text", "quoted", "kinds"),
    [
        (f"Ini isinya:\n\n{TEXT}\nSalam, Budi", TEXT, ["copy-found"]),
        (f"Ini isinya:\n\n{TEXT}", "Coba matikan\ndata seluler dulu.", ["copy-found"]),
        ("Maaf, sudah saya hapus.", TEXT, ["note-filed"]),
        ("Baik, sudah saya kirim.", "Baik,", ["note-filed"]),  # so few words stand in many texts
    ],
)
def test_it_is_written_again_in_reply_to_the_letter(text: str, quoted: str, kinds: list[str]) -> None:
    """Then it stands for the original, from where the quotation begins."""
    step = rewritten(text, quoted)
    assert step.kinds == kinds
    texts = [event.text for event in step.events if isinstance(event, ev.CopyFound)]
    assert all(text.startswith("Coba") or "\n" in quoted for text in texts)
