"""Addresses that a public archive has hidden from robots: `ani at mail.example` (Pipermail, public-inbox)."""

from __future__ import annotations

import re

_HIDDEN = re.compile(rb"(?im)^(from|to|cc|reply-to|sender):([^\n@]*)$")
_AT = re.compile(rb"([^\s<>()\",;:]{1,100}) at ([^\s<>()\",;:]{1,100}\.[A-Za-z]{2,24})(?![^\s<>()\",;])")


def readable(raw: bytes) -> bytes:
    """The mail with these addresses as they were; what is kept and exported is the mail as it came."""
    head, blank, body = raw.partition(b"\n\r\n" if raw.find(b"\n\r\n") >= 0 else b"\n\n")
    if b" at " not in head[:100_000]:
        return raw
    return _HIDDEN.sub(lambda found: _AT.sub(rb"\1@\2", found[0]), head) + blank + body
