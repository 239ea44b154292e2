"""Getting mails out of an open IMAP folder, many at a time, without trusting the server to give what was asked for."""

from __future__ import annotations

import imaplib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mailflow.mail.network import reason
from mailflow.mail.sources import BATCH_BYTES, BATCH_MAILS

log = logging.getLogger(__name__)

SLICE = 4_000_000  # a larger mail is fetched in pieces: one literal costs three times its size in memory
HEADERS = 1_000_000  # of a mail over the limit
ASK_AGAIN = 600.0  # seconds until a mail the server refused to give is asked for again
REFUSALS = 3  # more than so many in one batch: it is not the mails, it is the server

TOO_LONG = "got more than"  # imaplib's words for a line that does not end: it has lost its place

Facts = dict[int, dict[bytes, Any]]


@dataclass(frozen=True, slots=True)
class Mail:
    uid: int
    arrived: datetime | None  # INTERNALDATE with its zone; None: the server has lost it (NIL)
    raw: bytes
    oversize: int = 0


class Unwilling(IMAPClientError):  # type: ignore[misc]  # imapclient has no types
    """The server refuses to give any mail."""


class Fetcher:
    """Reads from one folder; remembers which mails the server would not give. Raises as imapclient does."""

    def __init__(self, mail_bytes: int) -> None:
        self._mail_bytes = mail_bytes
        self._refused: dict[int, float] = {}  # uid -> machine seconds when to ask again
        self.asked: list[int] = []  # what the last command was about

    def refuses(self, uid: int) -> bool:
        """Whether the mail exists but could not be had lately."""
        return self._refused.get(uid, 0.0) > monotonic()

    def due(self) -> list[int]:
        """Those refused so long ago that it is time to ask for them again."""
        return [uid for uid in self._refused if not self.refuses(uid)]

    def left_out(self) -> list[int]:
        """Those that lie there and could not be had yet."""
        return sorted(self._refused)

    def forget(self) -> None:
        """Another folder, or the same under another UIDVALIDITY."""
        self._refused.clear()

    def batches(self, client: IMAPClient, uids: list[int]) -> Iterator[list[Mail]]:
        """The mails of `uids`, in order; those that have vanished or cannot be had are left out."""
        for start in range(0, len(uids), BATCH_MAILS):
            asked = uids[start : start + BATCH_MAILS]
            facts = self._get(client, asked, ["RFC822.SIZE", "INTERNALDATE"])
            came: set[int] = set()
            for group in self._groups(facts):
                if batch := self._read(client, group, facts):
                    came.update(mail.uid for mail in batch)
                    yield batch
            for uid in came & self._refused.keys():
                del self._refused[uid]
                log.info("got UID %d from %s after all", uid, client.host)
            self._note(client, [uid for uid in asked if uid not in came], "it is left out of the answer")

    def _groups(self, facts: Facts) -> Iterator[list[int]]:
        group: list[int] = []
        weight = 0
        for uid, fact in facts.items():
            size = _size(fact)
            load = HEADERS if size > self._mail_bytes else size
            if group and weight + load > BATCH_BYTES:
                yield group
                group, weight = [], 0
            group.append(uid)
            weight += load
        if group:
            yield group

    def _read(self, client: IMAPClient, uids: list[int], facts: Facts) -> list[Mail]:
        whole = self._get(client, [uid for uid in uids if _size(facts[uid]) <= SLICE], ["BODY.PEEK[]"])
        mails: list[Mail] = []
        for uid in uids:
            size = _size(facts[uid])
            too_big = size > self._mail_bytes
            if too_big:
                raw = self._piece(client, uid, "HEADER", 0, HEADERS)
            elif size > SLICE:
                raw = self._pieces(client, uid, size)
            else:
                raw = whole.get(uid, {}).get(b"BODY[]")
            if isinstance(raw, bytes):  # NIL: expunged at this moment (RFC 2180 §4.1), or damaged
                mails.append(Mail(uid, facts[uid].get(b"INTERNALDATE"), raw, size if too_big else 0))
        return mails

    def _pieces(self, client: IMAPClient, uid: int, size: int) -> bytes | None:
        whole = bytearray()
        while True:
            piece = self._piece(client, uid, "", len(whole), SLICE)
            if piece is None:  # some servers say NIL at the end instead of ""
                return bytes(whole) if len(whole) >= size else None
            whole += piece
            if len(piece) < SLICE:
                return bytes(whole)

    def _piece(self, client: IMAPClient, uid: int, section: str, start: int, length: int) -> bytes | None:
        answer = self._get(client, [uid], [f"BODY.PEEK[{section}]<{start}.{length}>"]).get(uid, {})
        piece = answer.get(f"BODY[{section}]<{start}>".encode())
        return piece if isinstance(piece, bytes) else None

    def _get(self, client: IMAPClient, uids: list[int], items: list[str]) -> Facts:
        """FETCH for a list of uids (imapclient 4 fails on ranges). When the server says NO to many (one has just been
        expunged, RFC 2180 §4.1.2, or is damaged) or answers what nobody can parse, each is asked for by itself."""
        if not uids:
            return {}
        self.asked = uids
        try:
            return dict(client.fetch(uids, items))
        except imaplib.IMAP4.abort:
            raise
        except (IMAPClientError, ValueError) as error:
            if str(error).startswith(TOO_LONG):
                raise
            if len(uids) == 1:
                self._note(client, uids, reason(error))
                return {}
        found: Facts = {}
        refused = len(self._refused)
        for uid in uids:
            found |= self._get(client, [uid], items)
            if len(self._refused) - refused > REFUSALS:
                raise Unwilling("the server refuses to give any mail")
        return found

    def _note(self, client: IMAPClient, uids: list[int], why: str) -> None:
        """A mail that is there but cannot be had must not stop the others (mail.md 11.3), nor be forgotten."""
        missing = [uid for uid in uids if not self.refuses(uid)]
        if not missing:
            return
        there = set(client.search(["UID", ",".join(map(str, missing))]))
        for uid in missing:
            if uid not in there:
                if self._refused.pop(uid, None) is not None:
                    log.info("UID %d, which %s did not give, is no longer there", uid, client.host)
                continue
            if uid not in self._refused:
                log.error("left UID %d on %s, the server does not give it: %s", uid, client.host, why)
            self._refused[uid] = monotonic() + ASK_AGAIN


def _size(fact: dict[bytes, Any]) -> int:
    return int(fact.get(b"RFC822.SIZE") or 0)
