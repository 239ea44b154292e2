"""A mail becomes a ticket of its own, and the ticket it leaves is as if it had never come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailflow.core import events as ev
from mailflow.core.claim_expiry import expires_at
from mailflow.core.evolve import evolve
from mailflow.core.hours import parse
from mailflow.core.ladder import Ladder
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Apart, Author, MailArrived, MailTaken, MergeUndone, Role, TicketMerged
from mailflow.core.parties import PartyKind
from mailflow.core.rules import Rules
from mailflow.core.splitting import apart, came_by
from mailflow.core.ticket import Status, Ticket
from mailflow.core.undoing import Logged
from tests.core.desk import ANA, CECEP, DESK, Step, Story, at, closed, new, opened, rules, waiting

NEW = Ticket(n=8, number="8")


def logged(story: Story) -> tuple[Logged, ...]:
    """Each event an occasion of its own, but for those of one moment."""
    moments = sorted({moment for _, moment in story.log})
    return tuple(
        Logged(seq, moment, moments.index(moment) + 1, event) for seq, (event, moment) in enumerate(story.log, 1)
    )


def takes(story: Story, hours: float, kind: type[ev.Event], merged: int = 0) -> Step:
    """The newest mail that came by such an event is split off."""
    log = logged(story)
    seq = next(one.seq for one in reversed(log) if isinstance(one.event, kind))
    event = log[seq - 1].event
    joined = (event,) if isinstance(event, ev.TicketJoined) else ()
    return story.happens(MailTaken("Budi", NEW, log, seq, merged, joined), at(hours))


def begun(taken: Apart, now: datetime, in_force: Rules | None = None) -> Story:
    """The ticket that the mail becomes."""
    story, customer = Story(in_force or rules(), NEW), Address(ANA, "Ana")
    message = Message(sender=customer, to=(Address(DESK),), subject="Re: Pulsa")
    mail = MailArrived(message, at(5), Author(Role.CUSTOMER), words="Ada lagi.", customer=customer, apart=taken)
    story.happens(mail, now)
    return story


def test_a_further_question_leaves_the_ticket_as_it_was() -> None:
    """It waits for the customer again, since the answer; nobody is written to about it."""
    story = waiting()
    before = story.ticket
    story.mail(ANA, "Bagaimana mengganti nomor rekening?", 5, answers="answer")
    assert story.ticket.status is Status.OPEN
    assert takes(story, 6, ev.CustomerWrote).sent == []
    assert (story.ticket.status, story.ticket.clocks) == (before.status, before.clocks)
    assert (story.ticket.further, story.ticket.linked) == ((), (8,))
    assert story.ticket.customer_wrote_at == before.customer_wrote_at


def test_what_was_answered_since_stays_answered() -> None:
    """Only the mail is taken away."""
    story = waiting()
    story.mail(ANA, "Bagaimana mengganti nomor rekening?", 5, answers="answer")
    story.mail("budi@desk.example", "Silakan kirim foto bukunya.", 6, answers="customer-wrote")
    takes(story, 7, ev.CustomerWrote)
    assert (story.ticket.status, story.ticket.answered_at) == (Status.WAITING, at(6))


def test_a_mail_that_reopened_leaves_it_closed() -> None:
    """With both events it caused."""
    story = closed()
    story.mail(ANA, "Kartu saya hilang, bagaimana memblokirnya?", 5, answers="closed")
    assert came_by(logged(story), logged(story)[-1].occasion) == logged(story)[-2]
    takes(story, 6, ev.Reopened)
    assert story.ticket.status is Status.CLOSED


def test_a_merged_question_goes_with_its_customer() -> None:
    """Who came with it gets no answers of this ticket any more."""
    story = waiting()
    other = Story(rules(), Ticket(n=9, number="9"))
    other.asks("Saldo saya berkurang.", 3, sender=CECEP)
    story.happens(TicketMerged(other.ticket, "Budi"), at(4))
    takes(story, 5, ev.TicketJoined, merged=9)
    assert (story.ticket.status, story.ticket.merged_from, story.ticket.participants) == (Status.WAITING, (), ())
    assert CECEP not in story.ticket.customer


def test_a_ticket_without_customer_has_none_again() -> None:
    """It had taken the merged ticket's for its own, who would get the answers to somebody else's request."""
    story = Story(rules(), Ticket(n=7, number="7"))
    story.asks("Dari formulir, tanpa alamat.", 0, customer=None, form=True)
    assert story.ticket.requester is None
    other = Story(rules(), Ticket(n=9, number="9"))
    other.asks("Saldo saya berkurang.", 3, sender=CECEP)
    story.happens(TicketMerged(other.ticket, "Dewi"), at(4))
    assert story.ticket.requester is not None and story.ticket.requester.email == CECEP
    takes(story, 5, ev.TicketJoined, merged=9)
    assert (story.ticket.requester, story.ticket.answer_to, story.ticket.customer) == (None, None, ())


def test_a_question_that_moved_on_goes_with_its_customer() -> None:
    """Who came with it through another ticket gets no answers here any more; who has another part here does."""
    story, other, third = waiting(), Story(rules(), Ticket(n=9, number="9")), Story(rules(), Ticket(n=10, number="10"))
    other.asks("Saldo saya berkurang.", 3, sender=CECEP)
    third.asks("Kartu saya hilang.", 3, sender="dina@mail.example")
    first = third.happens(TicketMerged(other.ticket, "Budi"), at(4)).event("ticket-joined")
    second = story.happens(TicketMerged(third.ticket, "Budi"), at(5)).event("ticket-joined")
    assert {"dina@mail.example", CECEP} <= {*story.ticket.customer, *(one.key for one in story.ticket.participants)}
    story.happens(MailTaken("Budi", NEW, logged(story), 0, 0, (first, second)), at(6))
    readers = {*story.ticket.customer, *(one.key for one in story.ticket.participants)}
    assert (CECEP in readers, "dina@mail.example" in readers) == (False, True)


def test_a_merged_ticket_points_to_the_new_one() -> None:
    """Its letters lead there from now on."""
    story = opened()
    story.ticket = story.ticket.__class__(n=7, number="7", status=Status.MERGED, merged_into=3, merged_number="3")
    assert story.happens(MergeUndone("Budi", NEW), at(5)).kinds == ["merge-moved"]
    assert (story.ticket.merged_into, story.ticket.merged_number) == (8, "8")
    assert story.happens(MailTaken("Budi", NEW, (), 0), at(5)).kinds == ["split-off"]
    assert story.ticket.status is Status.MERGED


@pytest.mark.parametrize(
    ("story", "started", "since"),
    [
        (waiting(), 1, 9),  # answered since
        (opened(), 0.5, 9),  # the clock began later: at the claim
        (opened(), 5, 5),  # an earlier mail waits too
        (opened(), 1, 1),
    ],
)
def test_the_waiting_goes_on_while_it_is_unanswered(story: Story, started: float, since: float) -> None:
    """Else it begins now."""
    assert apart(story.ticket, "Budi", at(started), at(9)).since == at(since)


def test_a_breach_goes_along() -> None:
    """What was counted there is not counted here again."""
    story = opened()
    story.time(30)
    found = apart(story.ticket, "Budi", at(1), at(31))
    assert (found.breached, found.rung) == (True, ("answer:24h",))
    story = begun(found, at(31))
    assert (story.ticket.breached, story.ticket.rung) == (True, ("answer:24h",))
    assert begun(replace(found, ticket=new().ticket, actor="Dewi"), at(31)).ticket.rung == ()


def test_a_claim_counts_from_when_it_was_taken_apart() -> None:
    """Whoever has just made the ticket keeps it, however long its customer has waited; then it goes back to all."""
    expiring = rules(claim_expires=parse("8h"))
    story = begun(apart(opened().ticket, "Budi", at(1), at(31)), at(31), expiring)
    assert story.ticket.answer_since == at(1)
    assert expires_at(story.ticket, expiring) == at(39)


@pytest.mark.parametrize(
    ("source", "actor", "kinds"),
    [
        (opened(), "Budi", ["request-received", "split-from", "claimed"]),
        (opened(), "Dewi", ["request-received", "split-from", "assigned"]),
        (new(), "Dewi", ["request-received", "split-from"]),
        (new(), "Sari", ["request-received", "split-from", "claimed"]),
    ],
)
def test_the_new_ticket_is_whose_the_old_one_is(source: Story, actor: str, kinds: list[str]) -> None:
    """Its customer hears the number; without owner it is offered to all."""
    story = Story(rules(), NEW)
    customer = Address(ANA, "Ana")
    message = Message(sender=customer, to=(Address(DESK),), subject="Re: Pulsa")
    since: datetime = at(5)
    taken = Apart(source.ticket, actor, since, True, ("answer:24h",))
    mail = MailArrived(message, at(5), Author(Role.CUSTOMER), words="Ada lagi.", customer=customer, apart=taken)
    step = story.happens(mail, at(6))
    assert step.kinds == kinds
    assert ("acknowledgement", ANA) in step.sent
    assert (("announcement", "budi@desk.example") in step.sent) is (len(kinds) == 2)
    assert story.ticket.clocks.get(Ladder.ANSWER) == (since if len(kinds) > 2 else None)
    assert story.ticket.linked == (7,)


def test_what_a_party_answered_since_stays_answered() -> None:
    """The events that stay keep their numbers: the second tier's answer still belongs to whom the ticket went to."""
    story = waiting()
    story.mail(ANA, "Bagaimana mengganti nomor rekening?", 5, answers="answer")
    number = story.ticket.version + 1
    events: tuple[ev.Event, ...] = (
        ev.Escalated("Budi", at(6), "rooster@vendor.example", "pulsa", "", ()),
        ev.PartyWrote(at(7), Address("rooster@vendor.example"), number, PartyKind.SECOND_TIER, "Sudah diperbaiki."),
    )
    for hours, event in enumerate(events, 6):
        story.ticket = evolve(story.ticket, event, at(hours))
        story.log.append((event, at(hours)))
    assert (story.ticket.status, story.ticket.clocks) == (Status.OPEN, {Ladder.ANSWER: at(5)})
    takes(story, 8, ev.CustomerWrote)
    assert (story.ticket.status, story.ticket.clocks) == (Status.OPEN, {Ladder.ANSWER: at(7)})


def test_what_has_rung_on_its_clock_does_not_ring_on_an_older_one() -> None:
    """The answer to it came back, and with the mail gone the clock of the question before runs: nobody is reminded of
    that as if he had heard nothing."""
    story = waiting()
    story.mail(ANA, "Bagaimana mengganti nomor rekening?", 5, answers="answer")
    rang = [*story.time(29).kinds, *story.time(53).kinds].count("rang")
    story.mail("budi@desk.example", "Silakan kirim foto bukunya.", 60, answers="customer-wrote")
    story.failed("answer", ANA, 70)
    takes(story, 80, ev.CustomerWrote)
    assert rang == 2
    assert Ladder.ANSWER in story.ticket.clocks
    assert "rang" not in story.time(81).kinds
