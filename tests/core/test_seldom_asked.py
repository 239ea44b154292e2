"""What tests of commands and pages ask of the core, asked here too: people who are gone, words for nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core import events as ev
from mailflow.core.actions import check
from mailflow.core.alerts import words_of_losses
from mailflow.core.command_letters import told
from mailflow.core.decide import decide
from mailflow.core.letters import letters
from mailflow.core.meaning import Meaning
from mailflow.core.meanings import meaning_of
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import Author, CommandGiven, MailArrived, Role
from mailflow.core.party_letters import tier_reminder
from mailflow.core.request_data import plain_words
from tests.core.desk import ANA, BUDI, at, opened, rules, waiting


def test_a_kind_of_mail_is_one_of_few() -> None:
    """In `then: {kind: …}`."""
    with pytest.raises(ValueError, match="no kind of mail"):
        check("kind", "surat")


def test_what_became_of_a_command_is_told_to_nobody_who_is_gone() -> None:
    """rules.yaml does not name its author any more."""
    assert told(opened().ticket, "Joko", ("/selesai", "closing"), rules()) == []


def test_parties_the_ticket_does_not_know_get_nothing() -> None:
    """A log may name one that an erasing has taken away."""
    rang = ev.Rang("second_tier", "48h", at(0), at(48), "reminder-second-tier", ("second-tier",), True)
    assert tier_reminder(opened().ticket, rang, rules()) == []
    asked = ev.ThirdPartyAsked("Budi", at(2), "bank@x.example", "Mohon dicek.")
    assert letters(opened().ticket, asked, rules()) == []


def test_data_of_a_request_in_words() -> None:
    """The value; or those it may be."""
    assert plain_words({"value": "0812", "candidates": []}) == "0812"
    assert plain_words({"value": None, "candidates": ["1", "2"]}) == "one of 1, 2"


def test_losses_have_words_in_both_languages() -> None:
    """For the letter to the admin."""
    assert words_of_losses("id") != words_of_losses("en")


@pytest.mark.parametrize(("text", "kinds"), [("", ["command-refused"]), ("Sudah kami kirim.", ["answered"])])
def test_an_answer_typed_at_the_terminal(text: str, kinds: list[str]) -> None:
    """Without words it is refused."""
    given = CommandGiven("send", "Budi", {"text": text})
    ticket = waiting().ticket
    found = decide(ticket, given, rules(), at(3))
    assert [type(one).__name__ for one in found][:1] == [{"answered": "Answered"}.get(kinds[0], "CommandRefused")]
    over = replace(ticket, status=type(ticket.status).CLOSED)
    assert all(isinstance(one, ev.CommandRefused) for one in decide(over, given, rules(), at(3)))


@pytest.mark.parametrize(
    ("sender", "role", "more", "meaning"),
    [
        (ANA, Role.CUSTOMER, {}, None),
        (BUDI, Role.OPERATOR, {}, Meaning.CONTENT),
        (ANA, Role.CUSTOMER, {"nature": Nature.AUTOMATIC}, None),
        (ANA, Role.CUSTOMER, {"reaction": "👍"}, Meaning.REACTION),
        ("dewi@desk.example", Role.PIC, {}, None),
    ],
)
def test_the_meaning_explain_shows(sender: str, role: Role, more: dict[str, object], meaning: Meaning | None) -> None:
    """By who wrote it."""
    words = "Sudah kami kirim ulang pulsanya, Bu."
    message = replace(Message(sender=Address(sender), reply_text=words, text=words), **more)  # type: ignore[arg-type]
    name = {BUDI: "Budi", "dewi@desk.example": "Dewi"}.get(sender)
    mail = MailArrived(message, at(2), Author(role, name, proven=True), words=words)
    found = meaning_of(opened().ticket, mail, rules())
    assert found is None or meaning is None or found.meaning is meaning


def test_a_held_answer_that_is_gone_cannot_leave_later() -> None:
    """`/kirim besok 09.00` in a reply to a letter about it."""
    step = opened().mail(BUDI, "", 3, commands=(("kirim", "besok 09.00"),), answers="held", about=7)
    assert "answer-returned" in step.kinds


def test_who_types_is_a_colleague_by_name_or_login_or_as_given() -> None:
    """root stands for nobody."""
    policy = rules()
    assert policy.acting(None, "siapa") == "siapa"
    assert policy.acting(None, "root") == "root"
    assert policy.acting("budi", "root") == "Budi"
