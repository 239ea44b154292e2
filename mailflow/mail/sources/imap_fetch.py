"""Fetches mails from a selected IMAP folder, many at a time, without trusting the server to return what was asked
for."""

from __future__ import annotations

import imaplib
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mailflow.batches import batches
from mailflow.clock import steady_now
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.network import reason
from mailflow.mail.sources.imap_list import search
from mailflow.mail.sources.protocol import BATCH_BYTES, BATCH_MAILS

log = logging.getLogger(__name__)

SLICE = 4_000_000  # bytes; a larger mail is fetched in pieces: a literal needs three times its size in memory
HEADERS = 1_000_000  # bytes fetched of the headers of a mail over the limit
ASK_AGAIN = 600.0  # seconds until a mail the server has refused is fetched again
REFUSALS = 3  # more than so many in one batch: not the mails but the server is at fault

TOO_LONG = "got more than"  # imaplib's error for a line without end: the protocol state is lost

Fact = dict[bytes, Any]  # of one mail, by the name of the item
Facts = dict[int, Fact]


@dataclass(frozen=True, slots=True)
class Mail:
    """A fetched mail."""

    uid: int
    arrived: datetime | None  # INTERNALDATE with its zone; None: the server returned NIL
    raw: bytes
    oversize: int = 0


class Unwilling(IMAPClientError):  # type: ignore[misc]  # imapclient has no types
    """The server refuses to return any mail."""


class Fetcher:
    """Fetches from one folder; remembers which mails the server refused. Raises as imapclient does."""

    def __init__(self, mail_bytes: int) -> None:
        self._mail_bytes = mail_bytes
        self._refused: dict[int, float] = {}  # uid -> machine time when to fetch it again
        self.asked: list[int] = []  # uids of the last command

    def refuses(self, uid: int) -> bool:
        """Whether the mail exists but could not be fetched recently."""
        return self._refused.get(uid, 0.0) > steady_now()

    def due(self) -> list[int]:
        """Mails refused long enough ago to be tried again."""
        return [uid for uid in self._refused if not self.refuses(uid)]

    def left_out(self) -> list[int]:
        """Mails that exist and could not be fetched yet."""
        return sorted(self._refused)

    def forget(self) -> None:
        """The folder has changed, or its UIDVALIDITY."""
        self._refused.clear()

    def batches(self, client: IMAPClient, uids: list[int]) -> Iterator[list[Mail]]:
        """The mails of `uids`, in order; without those that have vanished or cannot be fetched."""
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
        def load(uid: int) -> int:
            size = _size(facts[uid])
            return HEADERS if size > self._mail_bytes else size

        return batches(facts, load, BATCH_BYTES)

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
            if isinstance(raw, bytes):  # NIL: just expunged (RFC 2180 §4.1), or damaged
                mails.append(Mail(uid, facts[uid].get(b"INTERNALDATE"), raw, size if too_big else 0))
        return mails

    def _pieces(self, client: IMAPClient, uid: int, size: int) -> bytes | None:
        whole = bytearray()
        while True:
            piece = self._piece(client, uid, "", len(whole), SLICE)
            if piece is None:  # some servers return NIL at the end instead of ""
                return bytes(whole) if len(whole) >= size else None
            whole += piece
            if len(piece) < SLICE:
                return bytes(whole)

    def _piece(self, client: IMAPClient, uid: int, section: str, start: int, length: int) -> bytes | None:
        answer = self._get(client, [uid], [f"BODY.PEEK[{section}]<{start}.{length}>"]).get(uid, {})
        piece = answer.get(f"BODY[{section}]<{start}>".encode())
        return piece if isinstance(piece, bytes) else None

    def _get(self, client: IMAPClient, uids: list[int], items: list[str]) -> Facts:
        """FETCH for a list of uids (imapclient 4 fails on ranges). When the server answers NO to many (one was just
        expunged, RFC 2180 §4.1.2, or is damaged), or its response cannot be parsed, each is fetched by itself."""
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
        """A mail that exists but cannot be fetched must neither stop the others (mail.md 11.3) nor be forgotten."""
        missing = [uid for uid in uids if not self.refuses(uid)]
        if not missing:
            return
        there = set(search(client, ["UID", ",".join(map(str, missing))]))
        for uid in missing:
            if uid not in there:
                if self._refused.pop(uid, None) is not None:
                    log.info("UID %d, which %s did not give, is no longer there", uid, client.host)
                continue
            if uid not in self._refused:
                log.error("left UID %d on %s, the server does not give it: %s", uid, client.host, why)
            self._refused[uid] = steady_now() + ASK_AGAIN


def _size(fact: Fact) -> int:
    return int(fact.get(b"RFC822.SIZE") or 0)
