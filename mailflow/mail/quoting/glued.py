"""Separators that run into their head on one line: with the quotation in Samsung's plain text, of a forward in
Yahoo's."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.words import GLUED, GLUED_FORWARD, GLUED_LABEL, MOBILE, ROLE

_SENT_FROM = LazyPattern(
    r"(?:sent from|dikirim dari|dihantar d|gesendet|envoyé de|get outlook|dapatkan outlook)", re.IGNORECASE
)


def glued_original(line: str) -> int:
    """Where a separator begins that runs into its head and the quotation on one line, with the mobile line before it;
    -1 for none."""
    if "----" not in line:
        return -1
    found = GLUED.search(line[:5_000]) or GLUED_FORWARD.search(line[:5_000])
    if found is None:
        return -1
    above = line[max(0, found.start() - 100) : found.start()].rstrip()
    sent = next((one for one in _SENT_FROM.finditer(above) if MOBILE.begins(above[one.start() :])), None)
    return found.start() - (len(line[max(0, found.start() - 100) : found.start()]) - sent.start() if sent else 0)


def unglued_forward(line: str) -> list[str]:
    """Separator and head of a forward, each on a line of its own; the line itself where they are not on one."""
    if "----" not in line or (found := GLUED_FORWARD.search(line[:5_000])) is None:
        return [line]
    head, starts = line[found.end() :], list[int]()
    for label in GLUED_LABEL.finditer(head[:5_000]):
        starts.append(label.start())
        if ROLE.get(label[0].rstrip(" :").casefold()) == "subject":
            break  # the last of them, and it may hold any words
    parts = [head[start:stop] for start, stop in zip(starts, [*starts[1:], len(head)], strict=True)]
    return [*filter(str.strip, [line[: found.start()]]), line[found.start() : found.end()], *parts]
