"""A *yes* carries out what was asked about: on several tickets, by whichever of those asked answers first."""

from __future__ import annotations

import pytest

from mailflow.core.addressing import ask_back
from mailflow.core.confirmations import Act
from mailflow.core.rules import Person
from mailflow.flow.ticket.render import post_alone
from mailflow.store.desk import tickets
from mailflow.store.mail import outbox
from tests.flow.conftest import Office


@pytest.fixture
def two(desk: Office) -> Office:
    """Two requests nobody has answered."""
    desk.mail("Ani", "Pulsa")
    desk.mail("Rina", "Paket data")
    desk.look()
    return desk


def ask(desk: Office, *people: Person, **args: str) -> None:
    with desk.parts.db.transaction():
        for person in people:
            post_alone(desk.parts, ask_back(Act("close", "Dewi", args), person, desk.parts.rules), "Tutup")
    desk.look()


def say_yes(desk: Office, sender: str = "Dewi") -> str:
    """The text of the letter back."""
    desk.mail(sender, body="ya", reply_to="confirm")
    desk.look()
    row = outbox.listing(desk.parts.db, ("waiting", "sent"))[-1]
    return (
        str(desk.parts.db.value("SELECT text FROM letter WHERE kind = 'command-receipt' ORDER BY id DESC"))
        if row
        else ""
    )


def states(desk: Office) -> list[str]:
    found = (tickets.load(desk.parts.db, n) for n in (1, 2))
    return [ticket.status.value for ticket in found if ticket is not None]


def test_a_command_on_several_tickets(two: Office) -> None:
    """Each is closed, and one letter names them."""
    ask(two, two.parts.rules.pic[0], tickets="1 2", numbers="1, 2", force="yes")
    told = say_yes(two)
    assert states(two) == ["closed", "closed"]
    assert "[#1] Pulsa\n      ditutup" in told and "[#2] Paket data\n      ditutup" in told


def test_what_is_not_possible_any_more_is_refused_and_the_rest_is_done(two: Office) -> None:
    """As a typed command would be: a customer who waits keeps his ticket open, and the letter says why."""
    ask(two, two.parts.rules.pic[0], tickets="1 2", numbers="1, 2")
    told = say_yes(two)
    assert states(two) == ["new", "new"]
    assert told.count("menunggu") == 2


def test_the_first_of_those_asked_decides(two: Office) -> None:
    """The other's yes comes too late, and does nothing twice."""
    budi = two.parts.rules.operators[0]
    ask(two, budi, two.parts.rules.pic[0], tickets="1", numbers="1", force="yes")
    say_yes(two)
    two.mail("Budi", body="ya", reply_to="confirm")
    two.look()
    closings = two.parts.db.value("SELECT count(*) FROM event WHERE kind = 'closed'")
    assert (states(two), closings) == (["closed", "new"], 1)
