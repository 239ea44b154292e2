"""Separators that run into their head and the quotation on one line, as Samsung's plain text has them."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.words import GLUED, MOBILE

_SENT_FROM = LazyPattern(
    r"(?:sent from|dikirim dari|dihantar d|gesendet|envoyé de|get outlook|dapatkan outlook)", re.IGNORECASE
)


def glued_original(line: str) -> int:
    """Where a separator begins that runs into its head and the quotation on one line, with the mobile line before it;
    -1 for none."""
    if "----" not in line or (found := GLUED.search(line[:5_000])) is None:
        return -1
    above = line[max(0, found.start() - 100) : found.start()].rstrip()
    sent = next((one for one in _SENT_FROM.finditer(above) if MOBILE.begins(above[one.start() :])), None)
    return found.start() - (len(line[max(0, found.start() - 100) : found.start()]) - sent.start() if sent else 0)
