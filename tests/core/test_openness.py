"""How open a desk is, in words; and which of several ways proves an author."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core.authors import author, needs_proof
from mailflow.core.message import Address, Authentication, Message
from mailflow.core.openness import openness
from mailflow.core.proofs import Proofs
from mailflow.core.rules import Form, Trust, Way
from tests.core.desk import ADMIN, BUDI, BUDI_HOME, STRANGER, rules


def said(**changes: object) -> str:
    return "\n".join(openness(rules(**changes)))


def test_who_may_act_and_by_what() -> None:
    """Every way that rules.yaml names, its server and its keys."""
    ways: tuple[Way, ...] = ("aligned", "token", "dkim")
    text = said(trust=Trust(ways, ("mail.example",), (), ("lists.example",), "127.0.0.1:53"), admin=ADMIN)
    assert "mail of Budi, Sari claims and answers, and of Dewi closes, if mail.example has found" in text
    assert "or it comes to a reply address that only he was given" in text
    assert "checked by ourselves (keys from 127.0.0.1:53)" in text
    assert "of what lists.example found and sealed" in text
    assert f"mail of {ADMIN} decides about held mail" in text


def test_nobody_and_everybody() -> None:
    """Without a server nobody acts; with `from` anybody."""
    assert "if no server (trust.authserv names none) has found" in said(trust=Trust(), operators=(), admin=None)
    assert "of nobody, " not in said(trust=Trust())
    assert "ANYBODY who can write" in said(trust=Trust(("from",)))
    assert "keys from this machine's DNS" in said(trust=Trust(("dkim",)), admin=None)


def test_lists_forms_and_strangers() -> None:
    """Each door has its sentence."""
    forms = (Form(("form@www.example",), proof="none"), Form(("web@www.example",), proof="aligned"))
    text = said(trust=Trust(lists=("tim@lists.example",)), forms=forms)
    assert "whoever may write through tim@lists.example" in text
    assert "whoever writes as form@www.example names the customer" in text
    assert "mail of the form web@www.example names the customer if it is proven" in text
    assert "everybody may open tickets" in text


MAIL = Message(sender=Address(BUDI))
SIGNED = replace(MAIL, proofs=Proofs(signed="desk.example", signed_why="signed", signed_field="DKIM-Signature: x"))


@pytest.mark.parametrize(
    ("message", "ways", "way", "field"),
    [
        (SIGNED, ("aligned", "dkim"), "dkim", "DKIM-Signature: x"),
        (replace(MAIL, proofs=Proofs(token_of=BUDI, token_field="To: y")), ("token",), "token", "To: y"),
        (
            replace(MAIL, authentication=Authentication(aligned=True, field="A: z")),
            ("dkim", "aligned"),
            "aligned",
            "A: z",
        ),
        (MAIL, ("aligned", "token", "dkim"), "", ""),
        (replace(MAIL, proofs=Proofs(token_field="To: old")), ("aligned", "token"), "", "To: old"),
        (replace(SIGNED, authentication=Authentication(dmarc_fail=True)), ("dkim",), "", ""),
        (SIGNED, ("aligned", "token"), "", ""),
    ],
)
def test_one_way_that_proves_it_is_enough(message: Message, ways: tuple[Way, ...], way: str, field: str) -> None:
    """The first of those rules.yaml names; what our server refused is not believed after all."""
    found = author(message, rules(trust=Trust(ways)))
    assert (found.proven, found.way, found.field) == (bool(way), way, field)


def test_whose_mail_has_to_be_proven() -> None:
    """Colleagues', the admin's and forms'; nobody else's is worth a question to DNS."""
    known = rules(admin=ADMIN, forms=(Form(("form@www.example",)),))
    assert needs_proof(Message(sender=Address(BUDI_HOME)), known) == (BUDI, BUDI_HOME)
    for address in (ADMIN, "form@www.example"):
        assert needs_proof(Message(sender=Address(address)), known) == (address,)
    assert needs_proof(Message(sender=Address(STRANGER)), known) == needs_proof(Message(), known) == ()
    assert [known.may_be_proven(one) for one in (BUDI, ADMIN.upper(), STRANGER)] == [True, True, False]
