"""Claim, answer, bounce, vacation, list and forgery, as real servers bring them."""

from __future__ import annotations

import itertools
from email.message import EmailMessage
from typing import Any

from tests.parts.conftest import Desk
from tests.parts.internet import OTHERS, STRANGER, Internet
from tests.parts.programs import until

IDUHELP = "iduhelp@desk.example"
_numbers = itertools.count(1)


def request(net: Internet, customer: str, subject: str, to: str = IDUHELP, cc: str = "", host: str = OTHERS) -> None:
    """A customer writes, under a name of his own: namesakes of one house who write at once look like one robot."""
    copy = f"Cc: {cc}\n" if cc else ""
    name = customer.partition("@")[0].title()
    raw = (
        f"From: {name} <{customer}>\nTo: {to}\n{copy}Subject: {subject}\nDate: Sun, 29 Nov 2026 10:00:00 +0700\n"
        f"Message-ID: <q{next(_numbers)}@{customer.partition('@')[2]}>\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\n\nMohon dibantu: {subject}.\n"
    )
    net.submit(customer, to, *([cc] if cc else []), raw=raw, host=host)


def reply(net: Internet, author: str, mail: EmailMessage, words: str, host: str = OTHERS) -> None:
    """Reply, as a mail client does it: with a quotation of what is answered."""
    to = mail["Reply-To"] or mail["From"]
    body = mail.get_body(("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}".rstrip() for line in body.get_content().splitlines())
    raw = (
        f"From: {author}\nTo: {to}\nSubject: Re: {mail['Subject']}\nDate: Sun, 29 Nov 2026 10:05:00 +0700\n"
        f"Message-ID: <r{next(_numbers)}@{author.partition('@')[2]}>\n"
        f"In-Reply-To: {mail['Message-ID']}\nReferences: {mail['Message-ID']}\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        f"{words}\n\nOn Sun, 29 Nov 2026 at 10:00, iDuHelp <{IDUHELP}> wrote:\n{quoted}\n"
    )
    net.submit(author, IDUHELP, raw=raw, host=host)


def kinds(ticket: dict[str, Any]) -> list[str]:
    return [event["kind"] for event in ticket["events"]]


def test_a_claim_and_an_answer_through_postfix_opendkim_and_opendmarc(net: Internet, desk: Desk) -> None:
    """The first operator's empty reply, proven by his domain's signature, owns it; his words reach the customer."""
    request(net, "ani@customer.example", "Pulsa belum masuk")
    acknowledgement = net.wait_for("ani@customer.example", "Pulsa belum masuk")
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    reply(net, "budi@staff.example", net.wait_for("budi@staff.example", "Pulsa belum masuk"), "")
    ticket = until(lambda: _when(desk, "ani@customer.example", "claimed"), "the claim")
    assert ticket["ticket"]["owner"] == "Budi"
    receipt = net.inbox("budi@staff.example")[-1]
    reply(net, "budi@staff.example", receipt, "Sudah kami isi ulang, silakan dicek.")
    answer = net.wait_for("ani@customer.example", "Sudah kami isi ulang, silakan dicek.")
    assert answer["In-Reply-To"] and "menulis" not in str(answer.get_body(("plain",)))
    assert not any("Sudah kami isi ulang" in str(mail) for mail in net.inbox("sari@staff.example"))


def test_a_bounce_by_postfix_is_told_to_the_owner(net: Internet, desk: Desk) -> None:
    """The customer's server refuses the answer's recipient: Postfix's report belongs to its letter."""
    request(net, "hilang@customer.example", "Alamat saya sudah tutup")
    announcement = net.wait_for("budi@staff.example", "Alamat saya sudah tutup")
    reply(net, "budi@staff.example", announcement, "Sudah kami perbaiki, silakan dicoba lagi.")
    ticket = until(lambda: _when(desk, "hilang@customer.example", "letter-undelivered"), "the bounce")
    assert "answered" in kinds(ticket)
    net.wait_for("budi@staff.example", "hilang@customer.example")


def test_pigeonholes_vacation_notice_is_no_reply(net: Internet, desk: Desk) -> None:
    """A customer on leave: the notice is kept on his ticket, stops nothing and opens nothing."""
    request(net, "cuti@customer.example", "Sebelum saya cuti")
    announcement = net.wait_for("budi@staff.example", "Sebelum saya cuti")
    reply(net, "budi@staff.example", announcement, "Sudah kami periksa, kartunya aktif.")
    net.wait_for("cuti@customer.example", "kartunya aktif")
    notice = until(
        lambda: [m for m in desk.ask("show", _number(desk))["messages"] if m["from"] == "cuti@customer.example"][1:],
        "it",
    )
    assert notice
    ticket = desk.ticket_of("cuti@customer.example")
    assert "customer-wrote" not in kinds(ticket)


def test_a_list_of_mlmmj_brings_its_author_not_itself(net: Internet, desk: Desk) -> None:
    """A request through a list with prefix and footer: the person is the customer, and he is acknowledged."""
    request(net, "rina@customer.example", "Jadwal kuliah salah", to="layanan@lists.example")
    net.wait_for("rina@customer.example", "Jadwal kuliah salah")
    desk.ticket_of("rina@customer.example")
    assert not any(mail["From"].startswith("iDuHelp") for mail in net.inbox("admin@staff.example"))


def test_a_list_copy_and_the_direct_mail_are_one_request(net: Internet, desk: Desk) -> None:
    """To the list with the desk in Cc: two copies under one Message-ID, one ticket."""
    request(net, "joko@silent.example", "Kursi rusak", to="layanan@lists.example", cc=IDUHELP)
    net.wait_for("joko@silent.example", "Kursi rusak")
    until(
        lambda: "duplicate" in [m["outcome"] for m in desk.ask("inbox", "list", "--outcome", "duplicate")["mails"]],
        "the copy",
    )
    assert kinds(desk.ticket_of("joko@silent.example")).count("request-received") == 1


def test_a_forged_claim_is_held(net: Internet, desk: Desk) -> None:
    """ "From Budi", from a host that signs for nobody: OpenDMARC says fail, and nothing comes of it."""
    request(net, "ani@customer.example", "Tagihan ganda")
    announcement = net.wait_for("sari@staff.example", "Tagihan ganda")
    reply(net, "sari@staff.example", announcement, "Silakan bayar ke rekening lain.", host=STRANGER)
    until(lambda: desk.ask("inbox", "list", "--outcome", "quarantined")["mails"], "the forgery to be held")
    assert not any("rekening lain" in str(mail) for mail in net.inbox("ani@customer.example"))


def _number(desk: Desk) -> str:
    return str(desk.ticket_of("cuti@customer.example")["ticket"]["number"])


def _when(desk: Desk, customer: str, kind: str) -> dict[str, Any] | None:
    ticket = desk.ticket_of(customer)
    return ticket if kind in kinds(ticket) else None
