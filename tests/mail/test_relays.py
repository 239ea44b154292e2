"""A relay has given our letter another Message-ID; the people who answer it, and the servers that return it, know no
other."""

from __future__ import annotations

import pytest

from mailflow.core.message import Message, OurAddresses, Report
from mailflow.mail import identity
from mailflow.mail.relays import put_back
from mailflow.mail.understand import understand

SECRET, DOMAIN = b"a desk's secret", "desk.example"
LETTER = identity.mint(SECRET, 12, "k3v9x2", DOMAIN)
ROOT = identity.root_id(SECRET, 12, DOMAIN)
STAND_IN = identity.stand_in(SECRET, LETTER, DOMAIN) or ""
NEW = "<0102019a-000001@eu-west-1.relay.example>"


def read(references: str, in_reply_to: str = "", body: str = "ya", kind: str = "text/plain") -> Message:
    head = f"From: Ani <ani@mail.example>\r\nTo: iduhelp@desk.example\r\nReferences: {references}\r\n"
    head += f"In-Reply-To: {in_reply_to}\r\n" if in_reply_to else ""
    raw = f"{head}MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n{body}\r\n".encode()
    return put_back(understand(raw, OurAddresses(("iduhelp@desk.example",))), SECRET, DOMAIN)


@pytest.mark.parametrize("in_reply_to", [NEW, ""])
@pytest.mark.parametrize("before", ["<q@mail.example> ", ""])
def test_a_reply_answers_our_letter_again(in_reply_to: str, before: str) -> None:
    """Also of a client that writes no In-Reply-To."""
    message = read(f"{ROOT} {before}{STAND_IN} {NEW}", in_reply_to)
    assert message.references[-2:] == (STAND_IN, LETTER)
    assert message.in_reply_to == ((LETTER,) if in_reply_to else ())


@pytest.mark.parametrize(
    ("references", "in_reply_to"),
    [
        (f"{ROOT} {STAND_IN} {LETTER}", LETTER),  # nobody changed anything
        (
            f"{ROOT} {STAND_IN} {NEW} <a@mail.example>",
            "<a@mail.example>",
        ),  # answers an answer we never saw
        (f"{ROOT} {STAND_IN} {LETTER} <a@mail.example>", "<a@mail.example>"),
        (f"{ROOT} {STAND_IN}", "<a@mail.example>"),
        (f"{ROOT} {STAND_IN} {NEW}", "<a@mail.example>"),
        (f"{ROOT} {NEW}", NEW),
        (f"{ROOT} {STAND_IN.replace('12.', '13.')} {NEW}", NEW),  # forged
        (STAND_IN, ""),
    ],
)
def test_nothing_else_is_called_our_letter(references: str, in_reply_to: str) -> None:
    """Only what had our letter's own References is that letter."""
    message = read(references, in_reply_to)
    assert " ".join(message.references) == references
    assert message.in_reply_to == ((in_reply_to,) if in_reply_to else ())


@pytest.mark.parametrize("part", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_returns_our_letter_again(part: str) -> None:
    """By the References of what it returns."""
    body = (
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\n"
        "Final-Recipient: rfc822; ani@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: {part}\r\n\r\nMessage-ID: {NEW}\r\nReferences: {ROOT}\r\n {STAND_IN}\r\n"
        "Subject: x\r\n\r\nx\r\n--b--"
    )
    message = read("", "", body, "multipart/report; report-type=delivery-status; boundary=b")
    assert isinstance(message.report, Report)
    assert message.report.original_message_id == LETTER
