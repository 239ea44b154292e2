"""Mails of before, as `mailflow import` brings them in: in the inbox like any other, and ended at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.chain_links import append
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text
from mailflow.store.engine.hash_chain import MailRow

MAILBOX = "import"  # the mailbox they are said to come from; their uid is the sha256 of their bytes
OUTCOME = "imported"


@dataclass(frozen=True, slots=True)
class OldBytes:
    """A mail, ready to be stored."""

    sha256: str
    size: int  # bytes, unpacked
    packed: bytes
    at: datetime


def known(db: Database, digests: Sequence[str]) -> dict[str, int]:
    """{sha256: its ticket, 0 for none} of those that were brought in already."""
    found: dict[str, int] = {}
    for start in range(0, len(digests), 500):
        some = digests[start : start + 500]
        marks = ", ".join("?" * len(some))
        sql = (
            f"SELECT uid, COALESCE(ticket_n, 0) FROM inbox WHERE mailbox = ? AND uidvalidity = '' AND uid IN ({marks})"
        )
        found.update(db.execute(sql, (MAILBOX, *some)).fetchall())
    return found


def put(db: Database, mails: Sequence[OldBytes], now: datetime) -> list[int]:
    """Writer. Their ids. They are chained; `inbox.finish` has to end them in the same transaction, or a daemon takes
    them for new."""
    moment, ids = to_text(now), list(db.new_ids("inbox", len(mails)))
    rows = [(row, MAILBOX, one.sha256, to_text(one.at), moment, one.size) for row, one in zip(ids, mails, strict=True)]
    db.many(_PUT, rows)
    data = [(row, one.packed) for row, one in zip(ids, mails, strict=True)]
    db.many("INSERT INTO inbox_raw (inbox_id, data) VALUES (?, ?)", data)
    for row, one in zip(ids, mails, strict=True):
        append(db, MailRow(row, to_text(one.at), moment, one.sha256))
    return ids


_PUT = (
    "INSERT INTO inbox (id, mailbox, uidvalidity, uid, arrived_at, recorded_at, envelope_to, oversize, size, state, "
    "message_id, digest, tries, deaths) VALUES (?, ?, '', ?, ?, ?, '[]', 0, ?, 'waiting', '', '', 0, 0)"
)
