# ruff: noqa: E501 - specimens are kept as they come
"""The customer's mail inside an operator's forward."""

from __future__ import annotations

import pytest

from mailflow.core.message import Message, OurAddresses
from mailflow.mail.understand import understand

OURS = OurAddresses(desk=("desk@desk.example",))


def forward(body: str, subject: str = "Fwd: Pulsa belum masuk") -> tuple[Message, Message | None]:
    raw = f"From: Budi <budi@desk.example>\nTo: desk@desk.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode()
    message = understand(raw, OURS)
    return message, message.forwarded


BLOCKS = {
    "gmail en": "---------- Forwarded message ---------\nFrom: Ani <ani@x.example>\nDate: Tue, Jan 2, 2024 at 10:00 AM\nSubject: Pulsa belum masuk\nTo: <budi@desk.example>\n\n\nPulsa saya belum masuk.",
    "gmail id": "---------- Pesan yang diteruskan ---------\nDari: Ani <ani@x.example>\nTanggal: Sel, 2 Jan 2024 10.00\nSubjek: Pulsa belum masuk\nKepada: <budi@desk.example>\n\nPulsa saya belum masuk.",
    "gmail id short": "---------- Pesan diteruskan ----------\nDari: Ani <ani@x.example>\nTanggal: 2 Januari 2024 10:00\nPerihal: Pulsa belum masuk\nKe: budi@desk.example\n\nPulsa saya belum masuk.",
    "apple": "Begin forwarded message:\n\n> From: Ani <ani@x.example>\n> Subject: Pulsa belum masuk\n> Date: 2 January 2024 at 10:00:00 WIB\n> To: budi@desk.example\n> \n> Pulsa saya belum masuk.",
    "outlook": "________________________________\nFrom: Ani <ani@x.example>\nSent: Tuesday, January 2, 2024 10:00 AM\nTo: Budi\nSubject: Pulsa belum masuk\n\nPulsa saya belum masuk.",
    "outlook id": "Dari: Ani <ani@x.example>\nDikirim: Selasa, 2 Januari 2024 10:00\nKepada: Budi\nSubjek: Pulsa belum masuk\n\nPulsa saya belum masuk.",
    "outlook mailto": "From: Ani [mailto:ani@x.example]\nSent: Tuesday, January 2, 2024 10:00 AM\nTo: Budi\nSubject: Pulsa belum masuk\n\nPulsa saya belum masuk.",
    "yahoo id": "----- Pesan yang Diteruskan -----\nDari: Ani <ani@x.example>\nKepada: Budi <budi@desk.example>\nTerkirim: Selasa, 2 Januari 2024 10.00.00 WIB\nJudul: Pulsa belum masuk\n\nPulsa saya belum masuk.",
    "yahoo, on one line": "   ----- Forwarded Message ----- From: Ani <ani@x.example>To: \"budi@desk.example\" <budi@desk.example>Cc: Sari <sari@desk.example>; Dewi <dewi@desk.example>Sent: Tuesday, January 2, 2024, 10:00:00 AM GMT+7Subject: Pulsa belum masuk\n Pulsa saya belum masuk.",
    "yahoo id, on one line": "   ----- Pesan yang Diteruskan ----- Dari: Ani <ani@x.example>Kepada: \"budi@desk.example\" <budi@desk.example>Terkirim: Selasa, 2 Januari 2024 10.00.00 WIBJudul: Pulsa belum masuk\nPulsa saya belum masuk.",
    "yahoo, the separator beside": "   ----- Forwarded Message ----- From: Ani <ani@x.example>\nTo: Budi <budi@desk.example>\nSent: Tuesday, January 2, 2024 at 10:00:00 AM GMT+7\nSubject: Pulsa belum masuk\n\nPulsa saya belum masuk.",
    "nextcloud": '"Ani" ani@x.example – 2 Januari 2024 pukul 10.00\n\n> Pulsa saya belum masuk.',
    "thunderbird": "-------- Forwarded Message --------\nSubject: \tPulsa belum masuk\nDate: \tTue, 2 Jan 2024 10:00:00 +0700\nFrom: \tAni <ani@x.example>\nTo: \tbudi@desk.example\n\n\n\nPulsa saya belum masuk.",
    "german": "-------- Weitergeleitete Nachricht --------\nBetreff: Pulsa belum masuk\nDatum: Tue, 2 Jan 2024 10:00:00 +0700\nVon: Ani <ani@x.example>\nAn: budi@desk.example\n\nPulsa saya belum masuk.",
    "bold": "*From:* Ani <ani@x.example>\n*Sent:* Tuesday, January 2, 2024 10:00 AM\n*To:* Budi\n*Subject:* Pulsa belum masuk\n\nPulsa saya belum masuk.",
}  # fmt: skip


@pytest.mark.parametrize("body", BLOCKS.values(), ids=BLOCKS.keys())
def test_the_block_names_the_customer(body: str) -> None:
    """Sender, subject, date and text of the customer; the operator's own words stay apart."""
    message, inner = forward(f"Tolong dibantu.\n\n{body}\n")
    assert message.is_forward
    assert message.reply_text == "Tolong dibantu."
    assert inner is not None and inner.sender is not None
    assert inner.sender.email == "ani@x.example"
    assert inner.sender.name == "Ani"
    assert inner.subject == "Pulsa belum masuk"
    assert inner.text == "Pulsa saya belum masuk."
    assert inner.date is not None and (inner.date.year, inner.date.month, inner.date.day) == (2024, 1, 2)
    assert not inner.authentication.aligned


def test_an_attached_mail_is_the_customers() -> None:
    """Forward as attachment: the whole mail is there."""
    raw = (
        b"From: budi@desk.example\nSubject: Fwd: Pulsa\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nTolong dibantu.\n"
        b"--b\nContent-Type: message/rfc822\n\nFrom: Ani <ani@x.example>\nSubject: Pulsa\nMessage-ID: <1@x.example>\n\nPulsa saya belum masuk.\n--b--\n"
    )
    message = understand(raw, OURS)
    assert message.is_forward and message.reply_text == "Tolong dibantu."
    assert [file.name for file in message.attachments] == ["Pulsa.eml"]
    inner = message.forwarded
    assert inner is not None and inner.sender is not None
    assert (inner.sender.email, inner.message_id, inner.reply_text) == (
        "ani@x.example",
        "<1@x.example>",
        "Pulsa saya belum masuk.",
    )


def test_a_reply_is_no_forward() -> None:
    """Outlook quotes with the same head: the subject tells."""
    message, inner = forward(f"Baik.\n\n{BLOCKS['outlook']}", subject="RE: Pulsa belum masuk")
    assert not message.is_forward and inner is None


def test_a_forward_of_nothing_is_none() -> None:
    """The prefix alone forwards nothing."""
    message, inner = forward("Halo, ini saya.")
    assert not message.is_forward and inner is None


def test_what_is_forwarded_is_read_one_level_deep() -> None:
    """A forward of a forward names the first forwarder; whom he forwarded is told in his text."""
    inner = b"From: Sari <sari@x.example>\nSubject: Fwd: Pulsa\n\n" + BLOCKS["gmail en"].encode()
    raw = (
        b"From: budi@desk.example\nSubject: Fwd: Pulsa\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\nTolong dibantu.\n--b\nContent-Type: message/rfc822\n\n" + inner + b"\n--b--\n"
    )
    found = understand(raw, OURS).forwarded
    assert found is not None and found.sender is not None
    assert found.sender.email == "sari@x.example" and found.forwarded is None
