"""Who may follow which clue, what a mail answers, and who its author is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core.authors import author
from mailflow.core.match import Clue, ClueTrust, answered_kind, as_shown, believable
from mailflow.core.message import Address, Authentication, Message, Nature
from mailflow.core.occasions import Author, Role
from mailflow.core.people import (
    colleagues_reached,
    is_his_own,
    is_ours,
    is_received_here,
    is_robot,
    reaches_desk,
    reaches_list,
    same,
)
from mailflow.core.rules import Trust as TrustRules
from tests.core.desk import ANA, BUDI, BUDI_HOME, CECEP, DESK, DEWI, LIST, STRANGER, new, people, rules

BELIEVED = {
    ClueTrust.REPLY_TOKEN: {ANA: True, CECEP: True, STRANGER: True},
    ClueTrust.OWN_ID: {ANA: True, CECEP: True, STRANGER: True},
    ClueTrust.KNOWN_ID: {ANA: True, CECEP: True, STRANGER: False},
    ClueTrust.TAG: {ANA: True, CECEP: True, STRANGER: False},
}


@pytest.mark.parametrize("trust", BELIEVED)
@pytest.mark.parametrize("who", [ANA, CECEP, STRANGER])
def test_who_may_follow(trust: ClueTrust, who: str) -> None:
    """A token or signed id admits anybody; a known id or a subject tag only who belongs to the ticket (mail.md 4.6)."""
    ticket = new(cc=(CECEP,)).ticket
    believed = believable(Clue(trust, 7, "x"), Message(sender=Address(who)), ticket, Author(Role.CUSTOMER))
    assert believed is BELIEVED[trust][who]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.PIC])
def test_colleagues_may_name_any_ticket(role: Role) -> None:
    """Operators and PICs may follow a mere subject tag."""
    assert believable(Clue(ClueTrust.TAG, 7, "[#7]"), Message(sender=Address(BUDI)), new().ticket, Author(role, "Budi"))


def test_nobody_follows_no_tag() -> None:
    """A mail without author opens nobody's ticket by a tag."""
    assert not believable(Clue(ClueTrust.TAG, 7, "[#7]"), Message(), new().ticket, Author(Role.CUSTOMER))


@pytest.mark.parametrize("trust", ClueTrust)
def test_who_hides_his_name_follows_nothing(trust: ClueTrust) -> None:
    """A mail whose From cannot be read joins no ticket, whatever Message-ID of ours it names; a robot's notice may."""
    hidden = Message(sender=Address(ANA), unnamed=True)
    clue = Clue(trust, 7, "x")
    assert not believable(clue, hidden, new().ticket, Author(Role.CUSTOMER))
    notice = Message(sender=Address(ANA), unnamed=True, nature=Nature.BOUNCE)
    assert believable(clue, notice, new().ticket, Author(Role.CUSTOMER))


def test_who_hides_his_name_is_no_colleague() -> None:
    """An address in Reply-To or Sender alone gives nobody rights, also where From is believed."""
    hidden = Message(sender=Address(BUDI), unnamed=True)
    assert author(hidden, rules(trust=TrustRules("from"))) == Author(
        Role.OPERATOR, "Budi", False, "its From cannot be read"
    )


@pytest.mark.parametrize("address", ["Budi+x@Desk.example", "budi.home+a+b@mail.example"])
def test_a_plus_tag_makes_a_colleague_nobodys_customer(address: str) -> None:
    """A ticket of somebody who wrote as a colleague's mailbox with a tag is not the colleague's own; nobody else's
    mail makes such an address a customer's."""
    ticket = replace(new().ticket, requester=Address(address), customer=(address.casefold(),))
    assert not is_his_own(ticket, BUDI, rules())
    assert is_ours(address, rules())


def test_plus_variant_of_the_customer_belongs() -> None:
    """The customer's plus variants are he."""
    message = Message(sender=Address("Ana+desk@customer.example"))
    assert believable(Clue(ClueTrust.TAG, 7, "[#7]"), message, new().ticket, Author(Role.CUSTOMER))


CLUES = [
    Clue(ClueTrust.OWN_ID, 7, "<receipt>", "claim-receipt"),
    Clue(ClueTrust.KNOWN_ID, 7, "<ana>", "customer-mail"),
    Clue(ClueTrust.OWN_ID, 8, "<other>", "announcement"),
]


@pytest.mark.parametrize(
    ("in_reply_to", "references", "kind"),
    [
        (("<receipt>",), (), "claim-receipt"),
        (("<ana>",), ("<receipt>", "<ana>"), "customer-mail"),
        ((), ("<ana>", "<receipt>"), "claim-receipt"),
        (("<unseen>",), ("<receipt>",), None),
        (("<other>",), (), None),
        ((), (), None),
    ],
)
def test_what_a_mail_answers(in_reply_to: tuple[str, ...], references: tuple[str, ...], kind: str | None) -> None:
    """The In-Reply-To says it, else the newest reference; a parent we never saw is nobody's to relay."""
    assert answered_kind(CLUES, Message(in_reply_to=in_reply_to, references=references), 7) == kind


# -- authors


@pytest.mark.parametrize(
    ("address", "role", "name"),
    [
        (BUDI, Role.OPERATOR, "Budi"),
        (BUDI_HOME.upper(), Role.OPERATOR, "Budi"),
        (DEWI, Role.PIC, "Dewi"),
        (DESK, Role.DESK, None),
        (ANA, Role.CUSTOMER, None),
        ("budi+x@desk.example", Role.CUSTOMER, None),
    ],
)
def test_role_by_address(address: str, role: Role, name: str | None) -> None:
    """An address in rules.yaml says who writes; any other, plus variants included, is a customer's."""
    found = author(Message(sender=Address(address)), rules())
    assert (found.role, found.name) == (role, name)


@pytest.mark.parametrize(
    ("mode", "aligned", "several", "proven"),
    [
        ("aligned", True, False, True),
        ("aligned", False, False, False),
        ("aligned", True, True, False),
        ("from", False, False, True),
        ("from", False, True, False),
    ],
)
def test_proof(mode: str, aligned: bool, several: bool, proven: bool) -> None:
    """`trust:` says what proves an operator; a mail with several From fields proves nobody (mail.md 6.7)."""
    message = Message(sender=Address(BUDI), several_from=several, authentication=Authentication(aligned=aligned))
    assert author(message, rules(trust=TrustRules((mode,)))).proven is proven  # type: ignore[arg-type]


def test_mail_without_author() -> None:
    """A mail without author is a customer's, unproven."""
    assert author(Message(), rules()).role is Role.CUSTOMER


# -- whom a mail reached


@pytest.mark.parametrize(
    ("to", "delivered", "desk", "listed"),
    [
        ((DESK,), (), True, False),
        (("iduhelp+x@desk.example",), (), True, False),
        (("IDUHELP@desk.example",), (), True, False),
        ((LIST,), (DESK,), False, True),
        ((LIST, DESK), (), True, True),
        ((ANA,), (DESK,), True, False),
        ((ANA,), (), False, False),
    ],
)
def test_reaches(to: tuple[str, ...], delivered: tuple[str, ...], desk: bool, listed: bool) -> None:
    """To, Cc or the server's word say whether desk and list were addressed."""
    message = Message(to=people(to), delivered_to=delivered)
    assert (reaches_desk(message, rules()), reaches_list(message, rules())) == (desk, listed)


@pytest.mark.parametrize(
    ("address", "received"),
    [
        (DESK, True),
        ("IDUHELP+x@Desk.Example", True),
        (LIST, True),
        ("hr@desk.example", True),
        ("iduhelp", True),
        ("iduhelp@localhost", True),
        ("korban@foreign.example", False),
        ("desk.example@foreign.example", False),
        ("x@sub.desk.example", False),
    ],
)
def test_whose_mail_is_taken_at_a_port(address: str, received: bool) -> None:
    """For the desk's domains, and for mailboxes of the server that hands it over; for nobody else's."""
    assert is_received_here(address, rules()) is received


def test_colleagues_reached() -> None:
    """Colleagues who have a mail are named once each; the list is "list"."""
    message = Message(to=people((BUDI, BUDI_HOME, LIST)), cc=people((DEWI, ANA)))
    assert colleagues_reached(message, rules()) == ("Budi", "Dewi", "list")


@pytest.mark.parametrize(
    "address", ["noreply@x.y", "no-reply@x.y", "donotreply+1@x.y", "MAILER-DAEMON@x.y", "bounces@x.y"]
)
def test_robots(address: str) -> None:
    """Addresses that read no mail are known by their names."""
    assert is_robot(address)


@pytest.mark.parametrize("address", ["nora@x.y", "bouncer@x.y", "ana.noreply@x.y", "postmasters@x.y"])
def test_people_are_no_robots(address: str) -> None:
    """A person whose name merely resembles a robot's is a person."""
    assert not is_robot(address)


def test_same_person() -> None:
    """Case and plus tags make no other person; another name does."""
    assert same("Ana+x@Customer.example", ANA) and not same("anna@customer.example", ANA)


TAG5, KNOWN7 = Clue(ClueTrust.TAG, 5, "[#5]"), Clue(ClueTrust.KNOWN_ID, 7, "root@mail.example")


@pytest.mark.parametrize(
    ("parent", "clues", "first"),
    [
        ("forged@x.example", [KNOWN7, TAG5], TAG5),
        ("root@mail.example", [KNOWN7, TAG5], KNOWN7),  # the parent itself is known
        ("forged@x.example", [KNOWN7, replace(TAG5, n=7)], KNOWN7),  # both name one ticket
        ("forged@x.example", [KNOWN7, replace(TAG5, n=6)], KNOWN7),  # 6 has gone into 7
        ("forged@x.example", [KNOWN7], KNOWN7),
        ("forged@x.example", [replace(KNOWN7, trust=ClueTrust.REPLY_TOKEN), TAG5], None),
        ("", [KNOWN7, TAG5], KNOWN7),  # no reply
    ],
)
def test_the_number_a_colleague_has_read(parent: str, clues: list[Clue], first: Clue | None) -> None:
    """In reply to a mail that is nobody's here, it goes before what that mail refers to."""
    message = Message(in_reply_to=(parent,) if parent else ())
    assert as_shown(clues, message, lambda n: 7 if n == 6 else n)[0] == (first or clues[0])
