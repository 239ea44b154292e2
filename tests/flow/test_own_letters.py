"""Letters a customer may be sent at the end, shipped or the admin's own, and what a reply to each of them means."""

from __future__ import annotations

import pytest

from mailflow.core.letter_kinds import KINDS, closing_letters
from mailflow.core.occasions import CommandGiven
from mailflow.flow.ticket.typed_command import carry_out
from tests.flow.conftest import Office

OWN = "janji-temu"  # no line in the table
OWN_TEXT = "Subject: Re: {{ ticket.subject }}\n\nTiket {{ ticket.number }}: silakan datang ke loket.\n"
HOME = "Ani <ani@rumah.example>"
RUNGS = {"after": "24h", "letter": OWN}


def closed_with(desk: Office, letter: str) -> None:
    """Ani's ticket is answered and closed with that letter."""
    desk.write_letter(f"{OWN}.id", OWN_TEXT)
    desk.mail("ani")
    desk.look()
    desk.mail("budi", body="Silakan dicek nomornya.", reply_to="acknowledgement", to="ani, desk")
    desk.look()
    carry_out(desk.parts, "1", CommandGiven("close", "Dewi", {"letter": letter}))
    desk.look()
    assert desk.kinds()[-1] == letter


@pytest.mark.parametrize("letter", [*closing_letters(KINDS), OWN])
@pytest.mark.parametrize(
    ("sender", "outcome"),
    [("ani", "customer-reply"), (HOME, "customer-reply"), ("rina", "customer-reply"), ("budi", "note"),
     ("dewi", "note")],
)  # fmt: skip
def test_replies_to_whatever_closed_the_ticket(desk: Office, letter: str, sender: str, outcome: str) -> None:
    """The customer, he from another address, and whoever he handed it to are heard; colleagues' words are notes."""
    closed_with(desk, letter)
    uid = desk.mail(sender, body="Masih belum bisa juga.", reply_to=letter)
    desk.look()
    assert desk.outcome(uid)[0] == outcome


@pytest.mark.parametrize(("to", "outcome"), [("customer", "customer-reply"), ("owner", "quarantined")])
def test_own_letter_of_a_ladder_is_whose_it_was_sent_to(desk: Office, to: str, outcome: str) -> None:
    """A stranger may answer what the customer got; what the owner got is a colleague's mail."""
    desk.write_letter(f"{OWN}.id", OWN_TEXT)
    desk.write_rules({"reminders": {"feedback": [RUNGS | {"to": to}]}})
    desk.mail("ani")
    desk.look()
    desk.mail("budi", body="Silakan dicek nomornya.", reply_to="acknowledgement", to="ani, desk")
    desk.look()
    desk.pass_time(desk.alarm(1) or desk.now())
    uid = desk.mail(HOME, body="Belum juga.", reply_to=OWN)
    desk.look()
    assert desk.outcome(uid)[0] == outcome


def test_own_letter_to_the_customer_tells_no_colleagues_address(desk: Office) -> None:
    """It hangs below what the customer has, as every letter to him."""
    closed_with(desk, OWN)
    assert "budi@" not in str(desk.world[-1].message)
