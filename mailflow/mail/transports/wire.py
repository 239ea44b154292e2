"""What may be sent over the wire, and in which form (RFC 5321): addresses, line ends, dots. Pure."""

from __future__ import annotations

import re

from mailflow.core.finished import Finished
from mailflow.errors import GiveUp
from mailflow.mail.network import CONTROL

_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")


def check(letter: Finished) -> None:
    """Raises GiveUp for what must not be sent: a line break in an address would be another command, a bare line feed in
    the text can begin another letter (SMTP smuggling; mail.md 11.5, 11.6)."""
    for address in (letter.sender, *letter.recipients):
        if CONTROL.search(address) or (any(sign in address for sign in "<>, ") and not address.startswith('"')):
            raise GiveUp(f"the address {address!r} cannot stand in an envelope")
    if not letter.recipients or not all(letter.recipients):
        raise GiveUp(f"the letter {letter.message_id} has no recipient")
    if _BARE.search(letter.data):
        raise GiveUp(f"the letter {letter.message_id} has a line that does not end in CR LF")


def wire(address: str) -> str:
    """The address with its domain in ASCII form (A-labels): SMTPUTF8 is then only needed for a non-ASCII local part."""
    local, at, domain = address.rpartition("@")
    if address.isascii() or not local.isascii():
        return address
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def stuffed(data: bytes) -> bytes:
    """The data dot-stuffed (RFC 5321 §4.5.2), with the end of DATA."""
    stuffed = data.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") or not stuffed else b"\r\n.\r\n")
