# ruff: noqa: E501 - fields are kept as people and servers write them
"""Who says that he is our operator, PIC, desk or customer, and is not: nothing happens in their name, nobody else is
written to, nobody becomes a reader. And who is, however his program writes that: it is believed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mailflow.core.ticket import Ticket
from mailflow.flow.admin.explain import Explanation, explain
from mailflow.store.desk import tickets
from tests.flow.conftest import Office

BUDI, SARI, DEWI, ANI = "budi@desk.example", "sari@desk.example", "dewi@desk.example", "ani@mail.example"
PEOPLE = frozenset({BUDI, SARI, DEWI, ANI, "operator@lists.desk.example"})
FOREIGN = "mallory@evil.example"
OUR_HOP = "Received: from mx.evil.example (mx.evil.example [192.0.2.9]) by mail.example with ESMTP; Mon, 02 Nov 2026 09:00:00 +0700"
THEIR_HOP = "Received: from laptop by mx.evil.example with ESMTP; Mon, 02 Nov 2026 08:59:00 +0700"


@dataclass(frozen=True)
class Stage:
    """A desk with a ticket of Ani's that waits for its closing, owned by Budi, and one nobody has claimed."""

    desk: Office
    offered: str  # Message-ID of the announcement of the unclaimed one
    notice: str  # and of the notice to the PIC
    acknowledged: str  # and of the acknowledgement to Ani

    def tried(self, lines: list[str], body: str) -> Explanation:
        """What would become of this mail; nothing does."""
        raw = "\r\n".join([*lines, "", body, ""]).encode("utf-8", "surrogateescape")
        return explain(self.desk.parts, raw, self.desk.clock.now(), begun=True)

    def ticket(self, n: int) -> Ticket:
        found = tickets.load(self.desk.parts.db, n)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Office(tmp_path_factory.mktemp("home"), "") as desk:
        desk.write_rules({"announce": "operators", "trust": {"operators": "aligned", "authserv": "mail.example"}})
        desk.start()
        proof = {"Authentication-Results": "mail.example; dmarc=pass header.from=desk.example"}
        desk.mail("Ani", subject="KRS")
        desk.look()
        acknowledged = desk.world[0].message["Message-ID"]
        desk.mail("Budi", reply_to="announcement", body="Sudah kami isi.", **proof)
        desk.look()
        desk.mail("Budi", reply_to="claim-receipt", body="/selesai", **proof)
        desk.look()
        notice = next(seen.message["Message-ID"] for seen in desk.world if seen.kind == "closing-notice")
        desk.mail("Ani", subject="Pulsa", body="Pulsa belum masuk.")
        desk.look()
        offered = [seen.message["Message-ID"] for seen in desk.world if seen.kind == "announcement"][-1]
        yield Stage(desk, offered, notice, acknowledged)


# -- what an impostor writes into From, and what he would have us believe about it

AUTHORS = {
    "plainly": ["From: Name <{address}>"],
    "in capitals": ["From: Name <{upper}>"],
    "in the name": ['From: "{address}" <mallory@evil.example>'],
    "in an encoded name": ["From: =?utf-8?Q?{local}=40{domain}?= <mallory@evil.example>"],
    "in an encoded word alone": ["From: =?utf-8?Q?{local}=40{domain}?="],
    "in a comment": ["From: mallory@evil.example ({address})"],
    "beside another": ["From: {address}, mallory@evil.example"],
    "behind another": ["From: mallory@evil.example, {address}"],
    "in two fields": ["From: {address}", "From: mallory@evil.example"],
    "in a second field": ["From: mallory@evil.example", "From: {address}"],
    "in a group": ["From: Tim: {address};"],
    "with its local part in quotes": ['From: "{local}"@{domain}'],
    "with a dot at the end": ["From: {local}@{domain}."],
    "with another letter that looks alike": ["From: {local}@d\u0435sk.example"],
    "below his own domain": ["From: {address}.evil.example"],
    "with his domain as a route": ["From: <@evil.example:{address}>"],
    "with a percent sign": ["From: {local}%{domain}@evil.example"],
    "with a plus tag": ["From: {local}+x@{domain}"],
    "with blanks": ["From: {local} @ {domain}"],
    "folded": ["From: Name\r\n <{address}>"],
    "after a control character": ["From: Na\x07me <{address}>"],
    "only in Reply-To": ["Reply-To: {address}"],
    "only in Sender": ["Sender: {address}"],
    "only in Return-Path": ["Return-Path: <{address}>", "From: <>"],
    "in Reply-To as well": ["From: mallory@evil.example", "Reply-To: {address}"],
    "in Sender as well": ["From: mallory@evil.example", "Sender: {address}"],
    "as if resent": ["Resent-From: {address}", "From: mallory@evil.example"],
    "behind a list": ['From: "Name via Tim" <tim@evil.example>', "List-Id: <tim.evil.example>", "Reply-To: {address}"],
    "as the author of a list's mail": ["From: Tim <tim@evil.example>", "X-Original-From: {address}", "List-Id: <tim.evil.example>"],
}  # fmt: skip
PROOFS = {
    "none": [],
    "of another server": [OUR_HOP, "Authentication-Results: mx.evil.example; dmarc=pass header.from={domain}"],
    "in our name, below a foreign hop": [OUR_HOP, THEIR_HOP, "Authentication-Results: mail.example; dmarc=pass header.from={domain}"],
    "of his own domain": ["Authentication-Results: mail.example; dmarc=pass header.from=evil.example", OUR_HOP],
    "that failed": ["Authentication-Results: mail.example; dmarc=fail header.from={domain}", OUR_HOP],
    "of a domain below his": ["Authentication-Results: mail.example; dkim=pass header.d={domain}.evil.example", OUR_HOP],
    "in a comment": ["Authentication-Results: mail.example; dmarc=none (dmarc=pass header.from={domain})", OUR_HOP],
    "in quotes": ['Authentication-Results: mail.example; spf=none reason="; dmarc=pass header.from={domain}"', OUR_HOP],
    "of ARC": ["ARC-Authentication-Results: i=1; mail.example; dmarc=pass header.from={domain}", OUR_HOP],
    "under a name like ours": ["Authentication-Results: mail.example.evil.example; dmarc=pass header.from={domain}", OUR_HOP],
}  # fmt: skip
# These proofs would be true of the domain that stands in From, were it his: an aligned From of evil.example is his own.
IMPOSTORS = list(itertools.product(AUTHORS, PROOFS))


def lines(author: str, proof: str, address: str, *more: str) -> list[str]:
    local, _, domain = address.partition("@")
    words = {"address": address, "upper": address.upper(), "local": local, "domain": domain}
    written = [line.format(**words) for line in (*PROOFS[proof], *AUTHORS[author])]
    return [
        *written,
        "To: iduhelp@desk.example",
        "Message-ID: <x@evil.example>",
        "Date: Mon, 02 Nov 2026 09:00:00 +0700",
        *more,
    ]


def assert_harmless(stage: Stage, found: Explanation, author: str) -> None:
    """No ticket there is has changed, and no letter goes to anybody but our people and who wrote."""
    assert found.settled.outcome in ("quarantined", "request", "parked", "automatic"), found.settled
    if found.settled.outcome != "request":
        assert found.events == (), found
    himself = {found.message.sender.key} if found.message.sender and not found.message.unnamed else set()
    told = {to.casefold() for _, readers in found.letters for to in readers}
    assert told <= PEOPLE | himself, (author, told)
    assert (stage.ticket(1).status, stage.ticket(1).owner) == ("closing", "Budi")
    assert (stage.ticket(2).status, stage.ticket(2).owner) == ("new", None)
    assert stage.ticket(1).participants == stage.ticket(2).participants == ()


def test_there_are_enough_impostors() -> None:
    """At least two hundred, each tried as operator and as PIC."""
    assert len(IMPOSTORS) >= 200


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize(("address", "body"), [(BUDI, "ambil"), (SARI, "Sudah kami isi.\n\n/selesai")])
def test_who_only_says_that_he_is_an_operator(stage: Stage, author: str, address: str, body: str) -> None:
    """He takes nothing, answers nobody and closes nothing, whatever he wrote and whatever "proves" it."""
    for proof in PROOFS:
        found = stage.tried(
            lines(author, proof, address, f"In-Reply-To: {stage.offered}", "Subject: Re: [#2] Pulsa"), body
        )
        assert_harmless(stage, found, author)


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("body", ["ya", "/tutup"])
def test_who_only_says_that_he_is_the_pic(stage: Stage, author: str, body: str) -> None:
    """He closes nothing and sends nothing back."""
    for proof in PROOFS:
        found = stage.tried(lines(author, proof, DEWI, f"In-Reply-To: {stage.notice}", "Subject: Re: [#1] KRS"), body)
        assert_harmless(stage, found, author)


MARKS = {
    "no mark": [],
    "a loop mark": ["X-Mailflow-Loop: 0123456789abcdef <t1.abc.def@desk.example>"],
    "an id like ours": ["References: <t1.r.abc@desk.example>"],
    "our name": ["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"],
}


@pytest.mark.parametrize("author", [a for a in AUTHORS if "look alike" not in a and "looks alike" not in a])
@pytest.mark.parametrize("mark", MARKS)
def test_who_only_says_that_he_is_the_desk(stage: Stage, author: str, mark: str) -> None:
    """Its address is nobody's: no echo is swallowed, no form is seen, nothing is said in its name."""
    for proof in ("none", "that failed", "of another server"):
        more = (*MARKS[mark], "Reply-To: korban@toko.example", "Subject: [#2] Pulsa")
        found = stage.tried(lines(author, proof, "iduhelp@desk.example", *more), "Klik di sini.")
        assert found.settled.outcome != "echo"
        assert all(kind != "answer" for kind, _ in found.letters)
        assert_harmless_beside(stage, found)


def assert_harmless_beside(stage: Stage, found: Explanation) -> None:
    """As above; but to whom a stranger's Reply-To leads he is acknowledged, within `limits:`."""
    assert found.settled.outcome in ("quarantined", "request", "parked", "automatic"), found.settled
    assert {kind for kind, _ in found.letters} <= {"acknowledgement", "announcement", "refused-unregistered"}
    assert (stage.ticket(2).status, stage.ticket(2).owner) == ("new", None)


@pytest.mark.parametrize(
    "author", [a for a in AUTHORS if a not in ("with a plus tag", "in Reply-To as well", "beside another")]
)
@pytest.mark.parametrize("parent", ["acknowledgement", "subject", "none"])
def test_who_only_says_that_he_is_the_customer(stage: Stage, author: str, parent: str) -> None:
    """Forged, he brings in no reader, reads no answer, and is not written to; his words are marked as unproven."""
    to = {"acknowledgement": f"In-Reply-To: {stage.acknowledged}", "subject": "X: y", "none": "X: y"}[parent]
    subject = "Subject: Re: [#1] KRS" if parent != "none" else "Subject: KRS"
    more = (to, subject, "Cc: pembaca@evil.example", "Reply-To: mallory@evil.example")
    found = stage.tried(lines(author, "that failed", ANI, *more), "Kirim jawabannya ke saya.")
    told = {to.casefold() for kind, readers in found.letters for to in readers}
    assert "pembaca@evil.example" not in told
    assert not told & {ANI, FOREIGN} or all(kind != "acknowledgement" for kind, _ in found.letters)
    assert stage.ticket(1).participants == ()


# -- and who is

SPELLINGS = {
    "as it is": ["From: Budi <budi@desk.example>"],
    "bare": ["From: budi@desk.example"],
    "in capitals": ["From: BUDI <BUDI@DESK.EXAMPLE>"],
    "name in quotes": ['From: "Budi, Tim Pulsa" <budi@desk.example>'],
    "encoded name": ["From: =?utf-8?B?QnVkaSDwn5iA?= <budi@desk.example>"],
    "encoded in two words": ["From: =?utf-8?Q?Bu?= =?utf-8?Q?di?= <budi@desk.example>"],
    "comment as name": ["From: budi@desk.example (Budi)"],
    "comment inside": ["From: Budi <budi(ya)@desk.example>"],
    "blanks around the signs": ["From: Budi < budi @ desk . example >"],
    "folded": ["From: Budi Santoso\r\n\t<budi@desk.example>"],
    "dot at the end": ["From: Budi <budi@desk.example.>"],
    "his other address's capitals": ["FROM: Budi <Budi@desk.example>"],
    "no blank": ["From:budi@desk.example"],
    "angles alone": ["From: <budi@desk.example>"],
}
TRUE = {
    "dmarc": "Authentication-Results: mail.example; dmarc=pass header.from=desk.example",
    "in capitals": "AUTHENTICATION-RESULTS: MAIL.EXAMPLE; DMARC=PASS header.from=DESK.EXAMPLE",
    "with policy": "Authentication-Results: mail.example; dmarc=pass (p=REJECT sp=NONE) header.from=desk.example",
    "with a version": "Authentication-Results: mail.example 1; dmarc=pass header.from=desk.example",
    "folded": "Authentication-Results: mail.example;\r\n\tspf=pass smtp.mailfrom=budi@desk.example;\r\n\tdmarc=pass header.from=desk.example",
    "dkim": "Authentication-Results: mail.example; dkim=pass header.d=desk.example header.s=s1",
    "dkim below": "Authentication-Results: mail.example; dkim=pass header.d=mail.desk.example",
    "spf": "Authentication-Results: mail.example; spf=pass smtp.mailfrom=budi@desk.example",
    "job": "Authentication-Results: mail.example/4T1; dmarc=pass header.from=desk.example",
}  # fmt: skip
REAL = [*((spelling, "dmarc") for spelling in SPELLINGS), *(("as it is", proof) for proof in TRUE)]


def test_there_are_enough_true_ones() -> None:
    """Twenty legal ways to write what is so."""
    assert len(REAL) >= 20


@pytest.mark.parametrize(("spelling", "proof"), REAL)
def test_who_is_the_operator_is_believed(stage: Stage, spelling: str, proof: str) -> None:
    """However his program, and our server, write it."""
    head = [TRUE[proof], OUR_HOP, *SPELLINGS[spelling], "To: iduhelp@desk.example", "Message-ID: <y@desk.example>"]
    found = stage.tried([*head, f"In-Reply-To: {stage.offered}", "Subject: Re: [#2] Pulsa"], "ambil")
    assert found.settled.outcome == "claim", found.reasons
