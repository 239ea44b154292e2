"""The probe mail a desk sends to itself: minimal, and marked so that nothing replies to it."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from mailflow.core.finished import Finished
from mailflow.core.message import Address
from mailflow.core.rules import Desk
from mailflow.mail import identity, writing

MARK = "probe"  # prefix of the random part of its Message-ID; leaves four hexadecimal digits of randomness
_SUBJECT = "mailflow probe"
_TEXT = "mailflow wrote this to itself, to see that mail leaves and comes back. Nothing need be done with it.\n"


def probe_letter(secret: bytes, random: str, desk: Desk, to: str, date: datetime) -> Finished:
    """A signed letter of no ticket, which is an echo when it comes back. `random` as for identity.mint."""
    message_id = identity.mint(secret, 0, f"{MARK}{random}"[:16], desk.domain)
    transfer, body = writing.encoded_body(_TEXT)
    head = b"".join((
        writing.addresses("From", (Address(desk.address, desk.name),)),
        writing.addresses("To", (Address(to),)),
        writing.unstructured("Subject", _SUBJECT),
        writing.token("Date", format_datetime(desk.local(date))),
        writing.tokens("Message-ID", [message_id]),
        writing.token("Auto-Submitted", "auto-generated"),
        writing.token("X-Auto-Response-Suppress", "All"),
        writing.token("X-Mailflow-Loop", identity.loop_mark(secret)),
        writing.token("MIME-Version", "1.0"),
    ))  # fmt: skip
    plain = b"Content-Type: text/plain; charset=utf-8\r\n"
    data = head + plain + f"Content-Transfer-Encoding: {transfer}\r\n\r\n".encode() + body
    return Finished(message_id, desk.address, (to,), data, _SUBJECT, _TEXT)
