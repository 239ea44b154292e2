"""Who is behind a From that a list has written itself into, as Google Groups, Mailman, Sympa and others do it."""

from __future__ import annotations

import pytest

from mailflow.core.message import Message, OurAddresses
from mailflow.mail.understand import understand

LIST, GROUP, DESK = "operator@lists.desk.example", "layanan@desk.example", "desk@desk.example"
OURS = OurAddresses(desk=(DESK,), list=LIST, authserv=("mail.desk.example",))
ANI = "ani@mail.example"
OF_GROUP = ("List-ID: <layanan.desk.example>", "Precedence: list")
OF_LIST = ("List-Id: Operator <operator.lists.desk.example>", f"List-Post: <mailto:{LIST}>")
FOREIGN = ("List-Id: <warga.komunitas.example>", "Precedence: list")
PASS = "Authentication-Results: mail.desk.example; dmarc=pass header.from={}"


def read(*heads: str, ours: OurAddresses = OURS) -> Message:
    return understand("\n".join([*heads, "Subject: printer rusak", "", "Tolong diperbaiki"]).encode(), ours)


def email(message: Message) -> str | None:
    return message.sender.email if message.sender else None


BEHIND = {
    "Google Groups": (f"\"'Ani' via Layanan\" <{GROUP}>", *OF_GROUP, f"X-Original-From: Ani <{ANI}>"),
    "Google Groups, only the sender": (f"\"'Ani' via Layanan\" <{GROUP}>", *OF_GROUP, f"X-Original-Sender: {ANI}"),
    "Google Groups, no name": (f"\"'{ANI}' via Layanan\" <{GROUP}>", *OF_GROUP),
    "the group is the desk": (f"\"'Ani' via Helpdesk\" <{DESK}>", "List-ID: <desk.desk.example>",
                              f"X-Original-From: Ani <{ANI}>"),
    "Mailman 3": (f"Ani via Operator <{LIST}>", *OF_LIST, f"Reply-To: Ani <{ANI}>"),
    "Mailman 2, replies to the list": (f"Ani via Operator <{LIST}>", *OF_LIST, f"Reply-To: {LIST}", f"Cc: Ani <{ANI}>"),
    "Mailman, list and author in Reply-To": (f"Ani via Operator <{LIST}>", *OF_LIST,
                                             f"Reply-To: Ani <{ANI}>, Operator <{LIST}>"),
    "author among others in Cc": (f"Ani Wijaya via Operator <{LIST}>", *OF_LIST, f"Reply-To: {LIST}",
                                  f"Cc: Joko <joko@mail.example>, Ani Wijaya <{ANI}>"),
    "author in Cc without a name": (f"Ani via Operator <{LIST}>", *OF_LIST, f"Cc: joko@mail.example, {ANI}"),
    "Sympa": (f'"Ani (via operator Mailing List)" <{LIST}>', *OF_LIST, f"Reply-To: {ANI}"),
    "in Indonesian": (f"Ani melalui Operator <{LIST}>", *OF_LIST, f"Reply-To: Ani <{ANI}>"),
    "in Indonesian, spoken": (f"Ani lewat grup Operator <{LIST}>", *OF_LIST, f"Reply-To: Ani <{ANI}>"),
    "in German": (f"=?utf-8?q?Ani_=C3=BCber_Operator?= <{LIST}>", *OF_LIST, f"Reply-To: Ani <{ANI}>"),
    "no via in the name": (f"Ani <{LIST}>", *OF_LIST, f"Reply-To: Ani <{ANI}>"),
    "no list header at all": (f"Ani via Layanan <{GROUP}>", f"To: {GROUP}", f"Reply-To: Ani <{ANI}>"),
    "a gateway that says so itself": (f"Ani <{GROUP}>", f"X-Original-From: Ani <{ANI}>"),
    "groups.io": ("Ani via groups.io <ani=mail.example@groups.io>", "List-Id: <x.groups.io>"),
    "a foreign list": ("Ani via Warga <warga@komunitas.example>", *FOREIGN, f"Reply-To: Ani <{ANI}>"),
}  # fmt: skip


@pytest.mark.parametrize("heads", BEHIND.values(), ids=list(BEHIND))
def test_the_person_is_the_author(heads: tuple[str, ...]) -> None:
    """Wherever the list puts him; without any setting."""
    message = read(f"From: {heads[0]}", *heads[1:])
    assert email(message) == ANI
    assert message.via is not None


@pytest.mark.parametrize("heads", BEHIND.values(), ids=list(BEHIND))
def test_nobody_vouches_for_him(heads: tuple[str, ...]) -> None:
    """What our server proves is the list's address; he is a name in a mail."""
    written = read(f"From: {heads[0]}").shown_sender
    assert written is not None
    proof = PASS.format(written.email.rpartition("@")[2])
    assert not read(proof, f"From: {heads[0]}", *heads[1:]).authentication.aligned


def test_his_name_comes_with_him() -> None:
    """From the part before "via", where his address stands alone."""
    sender = read(f"From: 'Ani Wijaya' via Layanan <{GROUP}>", *OF_GROUP, f"X-Original-Sender: {ANI}").sender
    assert sender is not None
    assert sender.name == "Ani Wijaya"


HIDDEN = {
    "the desk's list": (f"Ani via Operator <{LIST}>", *OF_LIST),
    "the list's own mail": (f"Operator <{LIST}>", *OF_LIST),
    "a group, replies to the group": (f"Ani via Layanan <{GROUP}>", *OF_GROUP, f"Reply-To: {GROUP}"),
}


@pytest.mark.parametrize("heads", HIDDEN.values(), ids=list(HIDDEN))
def test_who_is_hidden_is_nobody(heads: tuple[str, ...]) -> None:
    """The list itself is never the customer."""
    message = read(f"From: {heads[0]}", *heads[1:])
    assert (email(message), message.answerable) == (None, False)
    assert message.shown_sender is not None


AS_WRITTEN = {
    "a name, and no list": ("Budi via Operator <mallory@evil.example>", "mallory@evil.example"),
    "a service that speaks for somebody": ("Ani via Berkas <no-reply@berkas.example>", "no-reply@berkas.example"),
    "a newsletter": ("Toko <warta@toko.example>", "warta@toko.example", "List-Id: <warta.toko.example>",
                     "Reply-To: Layanan <cs@toko.example>"),
    "a person through a group": (f"Ani <{ANI}>", ANI, *OF_GROUP, f"X-Original-Sender: {ANI}"),
    "a group that left From alone": (f"Ani <{ANI}>", ANI, *OF_GROUP, f"X-Original-From: {ANI}"),
    "a form of our own": (f"Obrolan via Situs <{DESK}>", DESK, f"Reply-To: Ani <{ANI}>"),
    "a person called so": (f"Ani Via Pertiwi <{ANI}>", ANI),
}  # fmt: skip


@pytest.mark.parametrize("heads", AS_WRITTEN.values(), ids=list(AS_WRITTEN))
def test_from_stands_where_no_list_wrote_it(heads: tuple[str, ...]) -> None:
    """A name with "via" in it makes no list, and a list that sends its own mail disguises nobody."""
    message = read(f"From: {heads[0]}", *heads[2:])
    assert (email(message), message.via) == (heads[1], None)


def test_through_our_own_group_he_asks_us() -> None:
    """He is acknowledged like anybody; on a list of strangers the desk keeps silent (mail.md 1.3)."""
    assert read(f"From: 'Ani' via Layanan <{GROUP}>", *OF_GROUP, f"X-Original-From: Ani <{ANI}>").answerable
    assert not read("From: Ani via Warga <warga@komunitas.example>", *FOREIGN, f"Reply-To: Ani <{ANI}>").answerable


@pytest.mark.parametrize(
    ("sender", "proof", "known"),
    [
        (GROUP, PASS.format("desk.example"), True),
        (LIST, PASS.format("lists.desk.example"), True),
        (GROUP, "Authentication-Results: mail.desk.example; dmarc=fail header.from=desk.example", False),
        (GROUP, "", False),
        ("warga@komunitas.example", PASS.format("komunitas.example"), False),
    ],
)
def test_a_list_is_known_when_it_is_ours_and_proven(sender: str, proof: str, known: bool) -> None:
    """Only such a list may say who goes on with a ticket."""
    heads = [proof] if proof else []
    message = read(*heads, f"From: Ani via X <{sender}>", "List-Id: <x>", f"Reply-To: Ani <{ANI}>")
    assert message.via_known is known


def test_a_desk_whose_server_judges_nobody_believes_its_own_lists() -> None:
    """Where nothing is proven, a list's word is as good as a From."""
    ours = OurAddresses(desk=(DESK,), list=LIST)
    assert read(f"From: Ani via Operator <{LIST}>", f"Reply-To: Ani <{ANI}>", ours=ours).via_known


def test_what_a_trusted_list_says_is_proven_with_the_list() -> None:
    """Its members' mail counts as theirs when our server proves the list's address; by List-Id or address."""
    for name in (LIST, "operator.lists.desk.example"):
        ours = OurAddresses(desk=(DESK,), list=LIST, authserv=("mail.desk.example",), trusted_lists=(name,))
        heads = (f"From: Budi via Operator <{LIST}>", "X-Original-From: Budi <budi@desk.example>")
        assert read(PASS.format("lists.desk.example"), *heads, ours=ours).authentication.aligned
        assert not read(*heads, ours=ours).authentication.aligned


@pytest.mark.parametrize(
    ("more", "several"),
    [
        (("Reply-To: Tono <tono@desk.example>",), True),
        (("Cc: Tono <tono@desk.example>",), True),
        (("X-Original-Sender: tono@desk.example",), True),
        (("Reply-To: Budi <budi@desk.example>", "X-Original-Sender: budi@desk.example"), False),
        ((f"Reply-To: {LIST}", "Cc: Sari <sari@desk.example>"), False),
    ],
)
def test_a_member_cannot_write_in_anothers_name(more: tuple[str, ...], several: bool) -> None:
    """A list may pass on an X-Original-From that its member wrote himself, beside what it says of him."""
    ours = OurAddresses(desk=(DESK,), list=LIST, trusted_lists=(LIST,))
    name = "Tono" if several else "Budi"
    heads = (f"From: {name} via Operator <{LIST}>", "X-Original-From: Budi <budi@desk.example>")
    assert read(*heads, *more, ours=ours).several_from is several


def test_the_list_is_named_as_such() -> None:
    """So that neither it nor its other names become readers."""
    message = read(f"From: Ani via Layanan <{GROUP}>", *OF_GROUP, f"Reply-To: Ani <{ANI}>")
    assert message.is_list(GROUP)
    assert not message.is_list(ANI)
