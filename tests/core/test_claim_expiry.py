"""`claim_expires`: claimed and never answered, back to all."""

from __future__ import annotations

from dataclasses import replace

from mailflow.core.claim_expiry import expired, expires_at
from mailflow.core.hours import parse
from mailflow.core.ladders import next_alarm
from mailflow.core.ticket import Ticket
from tests.core.desk import BUDI, SARI, at, new, opened, rules, waiting

EXPIRING = rules(claim_expires=parse("8h"))


def test_never_by_default() -> None:
    """Old desks stay as they are."""
    assert expires_at(opened().ticket, rules()) is None
    assert expired(opened().ticket, rules(), at(1000)) is None


def test_it_goes_back_to_all_with_its_clock() -> None:
    """The alarm rings for it, and the answer clock keeps its start."""
    story = opened(EXPIRING)
    assert next_alarm(story.ticket, EXPIRING) == at(9)
    assert story.time(8.9).events == []
    step = story.time(9)
    assert step.kinds == ["claim-expired"]
    assert step.sent == [("announcement", BUDI), ("announcement", SARI)]
    assert (story.ticket.status, story.ticket.owner, story.ticket.answer_since) == ("new", None, at(1))


def test_a_breach_is_counted_before() -> None:
    """For the owner who let it happen."""
    assert opened(EXPIRING).time(26).kinds == ["breached", "claim-expired"]


def test_nobody_has_it_or_it_was_answered() -> None:
    """Nothing to expire."""
    assert expires_at(new(EXPIRING).ticket, EXPIRING) is None
    assert expires_at(waiting(EXPIRING).ticket, EXPIRING) is None
    assert expires_at(replace(opened(EXPIRING).ticket, claimed_at=None), EXPIRING) is None
    assert expires_at(Ticket(), EXPIRING) is None


def test_a_hand_over_begins_it_anew_and_an_old_one_does_not() -> None:
    """Earlier versions did not note it."""
    story = opened(EXPIRING)
    story.command("assign", 5, operator="Sari")
    assert expires_at(story.ticket, EXPIRING) == at(13)
    assert expires_at(replace(story.ticket, handed_at=None), EXPIRING) == at(9)
    story.command("release", 6)
    assert story.ticket.handed_at is None


def test_an_answer_that_is_held_keeps_it() -> None:
    """Its author has only to decide about it; another's does not count."""
    story = opened(EXPIRING)
    story.mail(SARI, "Sudah kami isi ulang.", 2)
    assert story.ticket.held and expires_at(story.ticket, EXPIRING) == at(9)
    held = replace(story.ticket.held[0], operator="Budi")
    assert expires_at(replace(story.ticket, held=(held,)), EXPIRING) is None
