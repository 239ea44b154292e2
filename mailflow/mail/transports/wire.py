"""What may be put on the wire, and in which form (RFC 5321): addresses, line ends, dots. Opens no connection."""

from __future__ import annotations

import re

from mailflow.errors import GiveUp
from mailflow.mail.network import CONTROL
from mailflow.mail.transports import Finished

_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")


def check(letter: Finished) -> None:
    """GiveUp for what must not be put on the wire: a line break in an address is another command, a bare line feed in
    the text can be another letter (SMTP smuggling; mail.md 11.5, 11.6)."""
    for address in (letter.sender, *letter.recipients):
        if CONTROL.search(address) or (any(sign in address for sign in "<>, ") and not address.startswith('"')):
            raise GiveUp(f"the address {address!r} cannot stand in an envelope")
    if not letter.recipients or not all(letter.recipients):
        raise GiveUp(f"the letter {letter.message_id} has no recipient")
    if _BARE.search(letter.data):
        raise GiveUp(f"the letter {letter.message_id} has a line that does not end in CR LF")


def wire(address: str) -> str:
    """A domain in its ASCII form needs no SMTPUTF8; only a local part outside ASCII does."""
    local, at, domain = address.rpartition("@")
    if address.isascii() or not local.isascii():
        return address
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def stuffed(data: bytes) -> bytes:
    """With the dots of RFC 5321 §4.5.2 and the end of DATA."""
    stuffed = data.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") or not stuffed else b"\r\n.\r\n")
