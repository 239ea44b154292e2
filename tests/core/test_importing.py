"""What mails of before make of a ticket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailflow.core import events as ev
from mailflow.core.commands.effects import IMPORTED, reopen
from mailflow.core.counted import stage
from mailflow.core.eventlog import happened
from mailflow.core.evolve import evolve
from mailflow.core.importing import OldMail, Origin, imported
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import CommandGiven
from mailflow.core.ticket import Status, Ticket
from tests.core.desk import BUDI, DESK, START, rules

THEN = datetime(2021, 1, 4, 1, 0, tzinfo=UTC)
ANI, JOKO, NOREPLY = "ani@mail.example", "joko@mail.example", "noreply@bank.example"
ORIGIN = Origin("mailflow", "arsip.mbox", "id", (7,))


def mail(
    hours: float, author: str | None, to: str = DESK, text: str = "Belum masuk.", subject: str = "Pulsa"
) -> OldMail:
    sender = Address(author) if author else None
    nature = Nature.AUTOMATIC if author == NOREPLY else Nature.HUMAN
    message = Message(sender=sender, to=(Address(to),), subject=subject, text=text, reply_text=text, nature=nature)
    return OldMail(message, THEN + timedelta(hours=hours))


def brought(*mails: OldMail, ticket: Ticket | None = None, origin: Origin = ORIGIN) -> Ticket:
    return evolve(ticket or Ticket(n=3), imported(mails, origin, rules()), START)


def test_a_conversation_is_over_from_the_first_moment() -> None:
    """Closed when its last mail was written; nothing rings."""
    ticket = brought(mail(0, ANI), mail(1, BUDI, ANI), mail(2, ANI))
    assert (ticket.status, ticket.imported, ticket.version) == (Status.CLOSED, True, 1)
    assert (ticket.opened_at, ticket.closed_at) == (THEN, THEN + timedelta(hours=2))
    assert (ticket.requester, ticket.customer, ticket.clocks) == (Address(ANI), (ANI,), {})
    assert (ticket.subject, ticket.question, ticket.language, ticket.linked) == ("Pulsa", "Belum masuk.", "id", (7,))


@pytest.mark.parametrize(
    ("mails", "customer"),
    [
        ([mail(0, BUDI, ANI), mail(1, ANI)], ANI),  # a colleague began
        ([mail(0, BUDI, ANI)], ANI),  # and nobody answered
        ([mail(0, NOREPLY), mail(1, JOKO)], JOKO),
        ([mail(0, NOREPLY)], NOREPLY),  # nobody else is there
        ([mail(0, DESK, BUDI)], None),
        ([mail(0, None)], None),
    ],
)
def test_who_the_customer_was(mails: list[OldMail], customer: str | None) -> None:
    """The first author who is none of ours, else whom we wrote to, else a robot."""
    ticket = brought(*mails)
    assert ticket.requester == (Address(customer) if customer else None)


def test_others_of_the_conversation_take_part() -> None:
    """The second author is no second customer."""
    ticket = brought(mail(0, ANI), mail(1, JOKO))
    assert (ticket.customer, ticket.participants) == ((ANI,), (Address(JOKO),))


def test_mails_that_come_later_add_what_is_new() -> None:
    """The ticket grows at both ends, and keeps its customer."""
    first = brought(mail(5, ANI), origin=Origin("mailflow", "a.mbox"))
    later = brought(mail(1, JOKO), mail(9, ANI), ticket=first, origin=Origin("mailflow", "b.mbox", linked=(8,)))
    assert (later.opened_at, later.closed_at) == (THEN + timedelta(hours=1), THEN + timedelta(hours=9))
    assert (later.requester, set(later.customer)) == (Address(ANI), {ANI, JOKO})
    assert (later.linked, later.version) == ((8,), 2)


def test_it_counts_once() -> None:
    """When it was brought in, not for each part of it."""
    first = brought(mail(0, ANI))
    counted = [
        stage(kind, data, before, after).counted
        for before, after in ((Ticket(n=3), first), (first, brought(mail(1, ANI), ticket=first)))
        for kind, _, data in [happened(imported([mail(0, ANI)], ORIGIN, rules()))]
    ]
    assert [one is not None for one in counted] == [True, False]


def test_it_is_not_reopened() -> None:
    """Its clocks would be those of years ago."""
    (refused,) = reopen(brought(mail(0, ANI)), CommandGiven("reopen", "Dewi"), rules(), START)
    assert isinstance(refused, ev.CommandRefused)
    assert refused.why == IMPORTED


def test_who_has_no_address_is_no_customer() -> None:
    """What another desk knew by name alone."""
    assert brought(mail(0, "nobody@imported.invalid"), mail(1, JOKO)).requester == Address(JOKO)
    assert brought(mail(0, "nobody@imported.invalid")).requester is None
