"""Letters come back to an address of their own, through a server with `recipient_delimiter`."""

from __future__ import annotations

import email
import email.policy
import smtplib
from pathlib import Path

import pytest

from tests.live.dovecot import Dovecot, desk_of

pytestmark = pytest.mark.live

REQUEST = (
    "From: Ani <ani@mail.example>\r\nTo: {desk}\r\nSubject: Pulsa\r\nMessage-ID: <1@mail.example>\r\n"
    "Date: Mon, 02 Nov 2026 09:00:00 +0700\r\n\r\nBelum masuk.\r\n"
)
REPORT = (
    "From: Mail Delivery System <MAILER-DAEMON@mail.example>\r\n{to}Subject: failure notice\r\n"
    "Message-ID: <2@mail.example>\r\nDate: Mon, 02 Nov 2026 09:05:00 +0700\r\n\r\n"
    "Sorry, your message could not be delivered. Mailbox is full.\r\n"
)


@pytest.mark.parametrize("named", [True, False])
def test_a_report_that_quotes_nothing_finds_its_letter(
    dovecot: Dovecot, user: str, tmp_path: Path, named: bool
) -> None:
    """By the address alone that it is delivered to, whether its To says so or only the server's Delivered-To."""
    address = f"{user}@desk.example"
    desk = desk_of(tmp_path / "desk", dovecot.entry(user))
    desk.edit("  address: iduhelp@desk.example", f"  address: {address}")
    desk.edit("  plus: false", "  plus: true")
    dovecot.deliver(user, REQUEST.format(desk=address).encode())
    desk.once()
    letters = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
               for file in (desk.home / "var" / "out" / "new").iterdir()]  # fmt: skip
    [acknowledgement] = [one for one in letters if "ani@mail.example" in one["To"]]
    sender = acknowledgement["Return-Path"].strip("<>")
    assert sender.startswith(f"{user}+1.")
    with smtplib.LMTP("127.0.0.1", dovecot.lmtp_port) as server:
        server.sendmail("", [sender], REPORT.format(to=f"To: {sender}\r\n" if named else "").encode())
    desk.once()
    [ticket] = desk.json("list", "--all")["tickets"]
    assert "letter-failed" in str(desk.json("show", str(ticket["n"])))
