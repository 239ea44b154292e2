"""Mails are taken apart before the write transaction: nobody waits for the lock while 25 MB are read."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

import pytest

from mailflow.mail import mime
from mailflow.mail.mime_tree import MimeTree
from tests.flow.conftest import Office

HEAD = (
    "From: {author}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{id}@mail.example>\r\n"
    "Date: Mon, 02 Nov 2026 09:00:00 +0700\r\nMIME-Version: 1.0\r\n"
)
FILES = (
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nIni buktinya.\r\n--b\r\n"
    "Content-Type: image/png; name=bukti.png\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Disposition: attachment; filename=bukti.png\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
)
FORWARD = (
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nTolong.\r\n--b\r\n"
    "Content-Type: message/rfc822\r\n\r\nFrom: Rina <rina@mail.example>\r\nSubject: KRS"
    "\r\n\r\nKRS saya kosong.\r\n--b--\r\n"
)


@pytest.fixture
def inside(desk: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Where in mailflow a mail was taken apart while this desk's write transaction was open."""
    found: list[str] = []
    parse = mime.parse

    def watched(raw: bytes) -> MimeTree:
        if desk.parts.db.in_transaction:
            frames = (f"{frame.filename}:{frame.name}" for frame in traceback.extract_stack())
            found.append(" ".join(frame.rpartition("/mailflow/")[2] for frame in frames if "/mailflow/flow/" in frame))
        return parse(raw)

    monkeypatch.setattr(mime, "parse", watched)
    yield found


def put(desk: Office, number: int, author: str, subject: str, body: str, to: str = "iduhelp@desk.example") -> None:
    head = HEAD.format(author=author, to=to, subject=subject, id=number)
    desk.put((head + body).encode(), "mailbox1")


def test_a_mail_is_read_before_it_is_decided(desk: Office, inside: list[str]) -> None:
    """A request and its files, a colleague's forward, a claim, whose receipt takes the
    files along, an answer, a customer's reply, a second copy."""
    put(desk, 1, "Ani <ani@mail.example>", "Pulsa", FILES)
    desk.look()
    put(desk, 2, "Budi <budi@desk.example>", "Fwd: KRS", FORWARD)
    desk.look()
    desk.mail("budi", body="", reply_to="announcement")
    desk.look()
    desk.mail("budi", body="Sudah kami isi ulang.", reply_to="claim-receipt")
    desk.look()
    put(desk, 1, "Ani <ani@mail.example>", "Pulsa", FILES)
    desk.look()
    assert [row["outcome"] for row in desk.rows()] == ["request", "request", "claim", "answer", "duplicate"]
    assert inside == []
