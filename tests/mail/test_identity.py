"""Signed Message-IDs, reply addresses, loop marks, survey keys and subject tags."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.message import without_plus
from mailflow.mail.identity import (
    bounce_address,
    bounced_id,
    is_loop_mark,
    loop_mark,
    marked_id,
    mint,
    reply_address,
    reply_address_is_of,
    root_id,
    stand_in,
    stood_for,
    subject_tag,
    survey_key,
    tags_in,
    verify,
    verify_reply_address,
    without_bounce_tag,
    without_tags,
)

SECRET = b"a desk's secret"
DOT_ATOM_ID = re.compile(r"<[a-z0-9.-]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?>")
LONG_DOMAIN = "offline.helpdesk.directorate-of-information.faculty-of-computer-science.university.example"


@given(
    n=st.integers(0, 10**12),
    random=st.text(max_size=60),
    domain=st.sampled_from(["desk.example", LONG_DOMAIN, "x" * 63 + ".example", "kampus.münchen.example", "", "-"]),
)
def test_an_id_we_minted_is_short_well_formed_and_leads_back_to_its_ticket(n: int, random: str, domain: str) -> None:
    """Whatever the desk's domain and the random part, the id fits 70 characters and verifies."""
    minted = mint(SECRET, n, random, domain)
    assert len(minted) <= 70
    assert DOT_ATOM_ID.fullmatch(minted)
    assert ".." not in minted
    assert verify(SECRET, minted) == n


def test_a_long_domain_loses_its_left_labels_first() -> None:
    """The right side stays a domain of the desk."""
    assert mint(SECRET, 7, "abc123", LONG_DOMAIN).endswith("@university.example>")


@pytest.mark.parametrize(
    "mangle",
    [str.upper, lambda i: i.strip("<>"), lambda i: f"  {i}\t", lambda i: f"\r\n {i.upper()} ", str.title],
)
def test_what_clients_do_to_ids_is_forgiven(mangle) -> None:
    """Lost brackets, other case and blanks do not lose the ticket."""
    assert verify(SECRET, mangle(mint(SECRET, 42, "k3v9x2", "desk.example"))) == 42


def test_forged_and_foreign_ids_are_refused() -> None:
    """Another number, another random part, another secret, or another mailer's id: None."""
    minted = mint(SECRET, 42, "k3v9x2", "desk.example")
    assert verify(SECRET, minted.replace("<42.", "<43.")) is None
    assert verify(SECRET, minted.replace("k3v9x2", "k3v9x3")) is None
    assert verify(SECRET, minted.replace("<42.", "<042.")) is None
    assert verify(b"another", minted) is None
    for foreign in ("", "<>", "<abc@mail.example>", "<42@x>", "<42.a.b@x>", "<42.k3v9x2.İ@x>", minted + minted):
        assert verify(SECRET, foreign) is None


@given(st.text(max_size=120))
def test_verification_is_total(text: str) -> None:
    """Any text at all is simply not ours."""
    assert verify(SECRET, text) is None
    assert verify_reply_address(SECRET, text) is None
    assert not is_loop_mark(SECRET, text)
    assert isinstance(tags_in(text, "{year}-{n:05}"), list)


def test_the_root_is_stable_per_ticket_and_no_letter_can_have_it() -> None:
    """The root names the ticket; a random part that spells "root" is not taken literally."""
    root = root_id(SECRET, 42, "desk.example")
    assert root == root_id(SECRET, 42, "desk.example") != root_id(SECRET, 43, "desk.example")
    assert verify(SECRET, root) == 42
    assert mint(SECRET, 42, "root", "desk.example") != root


def test_different_random_parts_make_different_ids() -> None:
    """Also when they must be hashed because they are long or in mixed case."""
    randoms = ["a", "b", "A", "aA", "x" * 40, "x" * 41, "", "-_-"]
    assert len({mint(SECRET, 1, random, "desk.example") for random in randoms}) == len(randoms)


def test_a_reply_address_leads_back_to_its_ticket_in_any_case() -> None:
    """Local parts come back upper-cased from some systems."""
    address = reply_address(SECRET, "iduhelp@desk.example", 42)
    assert address.startswith("iduhelp+42.")
    assert address.endswith("@desk.example")
    assert verify_reply_address(SECRET, address) == 42
    assert verify_reply_address(SECRET, f" <{address.upper()}> ") == 42
    assert verify_reply_address(SECRET, address.replace("+42.", "+43.")) is None
    assert verify_reply_address(SECRET, "iduhelp@desk.example") is None
    assert verify_reply_address(b"another", address) is None


def test_a_personal_reply_address_is_one_persons_alone() -> None:
    """It still names the ticket, and says whose it is; taking the person out of it breaks it."""
    address = reply_address(SECRET, "iduhelp@desk.example", 42, "Budi@desk.example")
    assert verify_reply_address(SECRET, address) == 42
    assert reply_address_is_of(SECRET, address, "budi@DESK.example")
    assert not reply_address_is_of(SECRET, address, "sari@desk.example")
    assert not reply_address_is_of(SECRET, reply_address(SECRET, "iduhelp@desk.example", 42), "budi@desk.example")
    head, tag, mac = address.partition("@")[0].rsplit(".", 2)
    assert verify_reply_address(SECRET, f"{head}.{mac}@desk.example") is None
    assert verify_reply_address(SECRET, f"{head}.{'a' * len(tag)}.{mac}@desk.example") is None


def test_a_local_part_without_room_keeps_the_plain_address() -> None:
    """RFC 5321 §4.5.3.1.1: 64 octets; a valid address beats a token."""
    assert reply_address(SECRET, "d" * 60 + "@desk.example", 42) == "d" * 60 + "@desk.example"


def test_each_use_has_its_own_key() -> None:
    """What the survey link shows is not what a Message-ID, a reply address or a loop mark carries."""
    macs = {
        survey_key(SECRET, "42"),
        loop_mark(SECRET),
        reply_address(SECRET, "d@x", 42).partition("@")[0].rpartition(".")[2],
        mint(SECRET, 42, "42", "x").partition("@")[0].rpartition(".")[2],
    }
    assert len(macs) == 4
    assert survey_key(SECRET, "a") != survey_key(SECRET, "b")


def test_our_loop_mark_is_known_again() -> None:
    """In any case and with blanks; another desk's is not ours."""
    assert is_loop_mark(SECRET, f" {loop_mark(SECRET).upper()} ")
    assert not is_loop_mark(SECRET, loop_mark(b"another"))
    assert not is_loop_mark(SECRET, "")


@pytest.mark.parametrize(
    ("subject", "number_format", "numbers"),
    [
        ("Re: [#12] Pulsa", "{n}", ["12"]),
        ("Bls: [#3] Re: [#12] Pulsa", "{n}", ["3", "12"]),
        ("Re: [#2026-00012] Pulsa", "{year}-{n:05}", ["2026-00012"]),
        ("Re: [#12] Pulsa", "{year}-{n:05}", ["12"]),
        ("Re: [# 12 ] Pulsa", "{n}", ["12"]),
        ("re: [#idu-07/0012]", "IDU-{month}/{n:04}", ["idu-07/0012"]),
        ("Pulsa #12, [12], [#], [#a], [#12", "{n}", []),
        ("[#" + "9" * 400 + "]", "{n}", []),
        ("[#00012]", "{n:05}", ["00012"]),
        ("[#1234567]", "{n:05}", ["1234567"]),
    ],
)
def test_tags_are_found_in_order(subject: str, number_format: str, numbers: list[str]) -> None:
    """Exact tags only, the rightmost last."""
    assert tags_in(subject, number_format) == numbers


def test_the_tag_we_write_is_the_tag_we_find_and_can_take_out() -> None:
    """For every format of desk.number."""
    for number_format in ("{n}", "{n:05}", "{year}-{n}", "IDU{year}{month:02}-{n:04}", "#{n}", "({n})"):
        number = number_format.format(n=12, year=2026, month=7)
        subject = f"Re: {subject_tag(number)} Pulsa  belum masuk"
        assert tags_in(subject, number_format) == [number]
        assert without_tags(subject, number_format) == "Re: Pulsa belum masuk"


def test_the_loop_mark_tells_the_id_a_letter_left_with() -> None:
    """A list may have renamed our letter: the signed id behind the mark says which letter it was."""
    letter = mint(SECRET, 7, "abc", "desk.example")
    assert marked_id(SECRET, f"{loop_mark(SECRET)} {letter}") == letter
    assert is_loop_mark(SECRET, f"{loop_mark(SECRET)} {letter}")


def test_a_forged_id_behind_the_mark_is_none() -> None:
    """Neither another's mark nor an unsigned id is believed."""
    letter = mint(SECRET, 7, "abc", "desk.example")
    assert marked_id(SECRET, f"{loop_mark(b'another')} {letter}") is None
    assert marked_id(SECRET, f"{loop_mark(SECRET)} <7.abc.aaaaaaaaaaaaaaaa@desk.example>") is None
    assert marked_id(SECRET, loop_mark(SECRET)) is None


@given(
    n=st.integers(0, 10**12),
    random=st.text(max_size=60),
    domain=st.sampled_from(["desk.example", LONG_DOMAIN, "kampus.münchen.example"]),
)
def test_the_address_a_letter_was_sent_from_leads_back_to_it(n: int, random: str, domain: str) -> None:
    """However a server writes it; it is the desk's own address, and no reply token."""
    letter, desk = mint(SECRET, n, random, domain), f"iDuHelp@{domain}"
    found = bounce_address(SECRET, desk, letter)
    assert len(found.rpartition("@")[0]) <= 64
    assert without_bounce_tag(found) == without_plus(found) == desk
    for written in (found, f"<{found.upper()}>", f" {found} "):
        assert bounced_id(SECRET, written) == letter
    assert verify_reply_address(SECRET, found) is None
    assert bounced_id(b"another secret", found) is None


def test_a_bounce_address_is_only_what_we_have_made() -> None:
    """Neither another token nor a Message-ID's signature makes one; where there is no room the address stays plain."""
    letter = mint(SECRET, 12, "abc", "desk.example")
    signed = letter.strip("<>").partition("@")[0].replace("abc.", "abc.b.")
    others = (
        f"desk+{signed}@desk.example",
        reply_address(SECRET, "desk@desk.example", 12),
        "desk@desk.example",
        "",
        "+@",
    )
    assert [bounced_id(SECRET, one) for one in others] == [None] * 5
    assert [without_bounce_tag(one) for one in others[1:]] == list(others[1:])
    assert without_bounce_tag(bounce_address(SECRET, "a+b@desk.example", letter)) == "a+b@desk.example"
    long = f"{'d' * 40}@desk.example"
    assert bounce_address(SECRET, long, letter) == long
    assert bounce_address(SECRET, "desk@desk.example", "<another@mail.example>") == "desk@desk.example"


@given(
    n=st.integers(0, 10**12),
    random=st.text(max_size=60),
    domain=st.sampled_from(["desk.example", LONG_DOMAIN, "kampus.münchen.example"]),
)
def test_what_stands_for_a_letter_leads_back_to_it(n: int, random: str, domain: str) -> None:
    """Short and well-formed; it is no Message-ID of ours, so a mail that bears it is no echo."""
    letter = mint(SECRET, n, random, domain)
    found = stand_in(SECRET, letter, domain)
    assert found is not None
    assert len(found) <= 70
    assert DOT_ATOM_ID.fullmatch(found)
    assert stood_for(SECRET, found.upper(), domain) == letter
    assert verify(SECRET, found) is None
    assert stood_for(b"another secret", found, domain) is None
    assert stood_for(SECRET, letter, domain) is None
    assert stand_in(SECRET, found, domain) is None
