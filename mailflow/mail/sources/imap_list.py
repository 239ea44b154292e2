"""Lists the mails of a selected IMAP folder, in windows and in two ways. Both raise as imapclient does."""

from __future__ import annotations

import re

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

WINDOW = 50_000  # mails per SEARCH: imaplib accepts lines up to 1,000,000 bytes
_UID = re.compile(rb"\bUID (\d{1,10})\b", re.IGNORECASE)


def search(client: IMAPClient, words: list[str]) -> list[int]:
    """UIDs by SEARCH, also of a server that answers in several lines, which imapclient's search takes for an error. The
    words are atoms of ASCII."""
    lines = client._raw_command_untagged(b"SEARCH", [word.encode() for word in words])
    said = (line.partition(b"(")[0] for line in lines if isinstance(line, bytes))  # (MODSEQ 917)
    return [int(uid) for line in said for uid in line.split()]


def list_all(client: IMAPClient, exists: int) -> list[int]:
    """By SEARCH, in windows of sequence numbers from the top down: when mails are expunged meanwhile, others move down
    into a window that is still to come."""
    found: set[int] = set()
    for high in range(exists, 0, -WINDOW):
        low = max(1, high - WINDOW + 1)
        found.update(search(client, [f"{low}:{high}"]))
    return sorted(found)


def list_otherwise(client: IMAPClient, exists: int) -> list[int]:
    """By FETCH, in windows as well; not with imapclient's fetch, which accepts no range."""
    found: set[int] = set()
    for high in range(exists, 0, -WINDOW):
        status, lines = client._imap.fetch(f"{max(1, high - WINDOW + 1)}:{high}", "(UID)")
        if status != "OK":
            raise IMAPClientError(f"FETCH failed: {lines}")
        found.update(int(uid) for line in lines if isinstance(line, bytes) for uid in _UID.findall(line))
    return sorted(found)
