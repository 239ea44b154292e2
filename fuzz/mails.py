# ruff: noqa: E501 - words are kept as they come
"""Target: whatever the bytes, `understand` answers with a Message that keeps its promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random

from fuzz.harness import Check, Target
from fuzz.making import grown, mutated
from mailflow.core.message import OurAddresses
from mailflow.mail.understand import attachment, understand

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "mail" / "corpus"
OURS = OurAddresses(desk=("desk@desk.example",), list="operator@lists.desk.example", authserv=("mail.desk.example",))
_LARGEST_SPECIMEN = 20_000  # bytes

TOKENS = [b"\n", b"\r", b"\r\n", b"\n\n", b"\0", b"--batas\n", b"--batas--", b"=?", b"?=", b"=?utf-8?B?", b"=?x?Q?", b"\xff", b"\xc3", b"<", b">", b'"', b"(", b";",
          b"=\n", b"boundary=", b"filename*0*=", b"charset=utf-7", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", b"Content-Type: message/rfc822\n\n",
          b"Content-Transfer-Encoding: base64\n", b"<div>", b"<blockquote type=cite>", b"<!--", b"&#0;", b"begin 644 x\n", b"On Tue, 2 Jan 2024 at 10:00, X <x@y.example> wrote:\n",
          b"> ", b"-- \n", b"Dari: Ani\n", b"\x1b$B", b" " * 200, b"\xe2\x80\x8b", b"/selesai\n", b"Content-Type: message/delivery-status\n\n", b"Auto-Submitted: auto-replied\n"]  # fmt: skip

GRAMMAR = {
    "start": ["{head}{head}{head}{entity}", "{head}{entity}", "{head}{head}{head}{head}{head}\n{text}"],
    "entity": ["Content-Type: multipart/{multi}; boundary={bound}\n\n{preamble}--{bound}\n{entity}\n--{bound}\n{entity}\n--{bound}--\n",
               "Content-Type: multipart/report; report-type={report}; boundary={bound}\n\n--{bound}\n{entity}\n--{bound}\n{status}--{bound}--\n",
               "Content-Type: message/rfc822\n\n{head}{head}{entity}", "Content-Type: text/html{charset}\n{transfer}\n{html}",
               "Content-Type: text/plain{charset}\n{transfer}\n{text}", "Content-Type: {kind}; name{param}\nContent-Disposition: attachment; filename{param}\n{transfer}\n{text}", "\n{text}"],
    "preamble": ["", "{text}"],
    "multi": ["mixed", "alternative", "related", "signed", "digest", "{word}"],
    "bound": ["b", "b", "batas", "=_b", '"b b"', "'b'", ""],
    "report": ["delivery-status", "disposition-notification", "feedback-report", "x"],
    "status": ["Content-Type: message/delivery-status\n\nReporting-MTA: dns; {host}\n\nFinal-Recipient: rfc822; {address}\nAction: {action}\nStatus: {digit}.{digit}.{digit}\nDiagnostic-Code: smtp; {text}\n\n"],
    "action": ["failed", "delayed", "delivered", "relayed", "x"],
    "kind": ["application/pdf", "image/png", "text/calendar; method=REPLY", "application/ms-tnef", "text/x", "application/pkcs7-mime", "x"],
    "param": ["={word}.pdf", '="{word}"', "*=utf-8''{pct}", "*0*=utf-8''{pct}; filename*1*={pct}", "*0={word}; name*2={word}", "==?utf-8?B?{b64}?="],
    "pct": ["%41%2e", "%", "%ff%fe", "%zz", "{word}"],
    "b64": ["SGFsbyE=", "/w==", "====", "SGFsby", "{word}"],
    "charset": ["", "; charset=utf-8", "; charset=utf-7", "; charset=iso-2022-jp", "; charset=x-unknown", "; charset=utf-16", '; charset="', "; format=flowed; delsp=yes"],
    "transfer": ["", "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "Content-Transfer-Encoding: x-uuencode\n", "Content-Transfer-Encoding: 8bit\n"],
    "head": ["From: {people}\n", "To: {people}\n", "Cc: {people}\n", "Reply-To: {people}\n", "Subject: {subject}\n", "Message-ID: {id}\n", "References: {id} {id}\n", "In-Reply-To: {id}\n", "Date: {date}\n",
             "Authentication-Results: mail.desk.example; dmarc={word} header.from={host}\n", "List-Id: <{host}>\n", "Auto-Submitted: {word}\n", "Precedence: {word}\n", "X-Loop: {address}\n", "Return-Path: <{address}>\n",
             "Content-Language: {word}\n", "Received: from {host} by {host}; {date}\n", "X-Spam-Flag: YES\n", "Thread-Index: {b64}\n", "{word}: {text}\n", " {text}\n", "X-Failed-Recipients: {address}\n"],
    "people": ["{person}", "{person}, {people}", "{word}: {people};", "{person}"],
    "person": ["{address}", "<{address}>", "{word} <{address}>", '"{text}" <{address}>', "=?utf-8?B?{b64}?= <{address}>", "({text}) {address}", "{address} <{address}>", "<{word}", "@", ""],
    "address": ["ani@mail.example", "budi@desk.example", "desk@desk.example", "{word}@{host}", '"{word} {word}"@{host}', "{word}@[192.0.2.1]", "{word}", "@{host}", "a@b@{host}"],
    "host": ["mail.example", "desk.example", "münchen.example", "xn--.example", "[::1]", "localhost", ".", "-"],
    "id": ["<{word}@{host}>", "<1.abc.abcdefghijklmnop@desk.example>", "{word}", "<>", "<{word}"],
    "date": ["Mon, 2 Nov 2026 09:00:00 +0700", "31 Feb 99 25:61", "{digit}", "Mon, 2 Nov 9999999 09:00:00 +9999"],
    "subject": ["{text}", "Re: {subject}", "Fwd: [#{digit}] {subject}", "=?utf-8?Q?{pct}_?= =?utf-8?B?{b64}?=", "Automatic reply: {text}", "Undelivered Mail Returned to Sender"],
    "html": ["<div>{html}</div>{html}", "<blockquote type=cite>{html}</blockquote>", "<div class=gmail_quote>{html}</div>", "<table><tr><td>{html}</table>", "<ul><li>{html}<li>{text}</ul>", "<!--{text}-->{html}", "<p style=\"display:none\">{text}</p>{html}", "<img src=x alt='{word}'>", "<br>{text}", "&{word};{text}", "<{word}>{text}", "{text}"],
    "text": ["{line}\n{text}", "> {text}", "Pada {date} {person} menulis:\n> {text}", "On {date}, {person} wrote:\n> {line}\n", "-- \n{line}\n", "________________________________\nFrom: {person}\nSent: {date}\nSubject: {line}\n\n{text}", "/selesai\n{text}", "👍", "begin 644 x\n{line}\nend\n", "{line}"],
    "line": ["Pulsa 50 ribu belum masuk.", "ya", "tutup", "Terima kasih 🙏", "saya ambil", "{word} {word} {word}", "http://{host}/{word}", "\u202e{word}", "\x1b[31m{word}", "\u200b\u2060", "{digit}", ""],
    "word": ["pass", "no", "bulk", "list", "{digit}", "satu", "dua", "utf-8", "a", "é", "日本", "\ufeff", "x" * 300, "="],
    "digit": ["0", "1", "5", "12", "99999999999999999999", "-1"],
}  # fmt: skip


@cache
def specimens() -> tuple[bytes, ...]:
    small = (path for path in sorted(CORPUS.glob("*.eml")) if path.stat().st_size < _LARGEST_SPECIMEN)
    return tuple(path.read_bytes() for path in small)


def make(dice: Random) -> bytes:
    """Three of four are near a specimen."""
    if dice.random() < 0.75:
        return mutated(dice, specimens(), TOKENS)
    raw = grown(dice, GRAMMAR).encode("utf-8", "replace")
    return mutated(dice, (raw,), TOKENS) if dice.random() < 0.5 else raw


def check(raw: bytes) -> None:
    message = understand(raw, OURS)
    notes = (*message.notes, *(message.forwarded.notes if message.forwarded else ()))
    assert not any("fault of mailflow" in note for note in notes), "the last line of defence was reached"
    assert message.size == len(raw)
    assert "\n" not in message.subject and "\0" not in message.text and "\0" not in message.subject
    for address in (*message.to, *message.cc, *((message.sender,) if message.sender else ())):
        assert "@" in address.email and not any(char in address.email + address.name for char in "\r\n\0")
    for file in message.attachments:
        assert file.name and not set(file.name) & set("/\\\r\n\0")
        assert len(attachment(raw, file.index)) == file.size
    for text in (message.text, message.reply_text, message.relay_text, message.subject, message.message_id):
        text.encode("utf-8")


@contextmanager
def opened() -> Iterator[Check]:
    yield check


TARGET = Target("mails", make, opened, seconds=2.0)
