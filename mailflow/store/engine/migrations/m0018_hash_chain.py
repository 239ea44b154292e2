"""The hash chain (hash_chain.py). What the desk already has is chained here: the log, the mails, the letters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mailflow.store.engine.hash_chain import ChainRow, EventRow, LetterRow, MailRow

if TYPE_CHECKING:
    from mailflow.store.engine.database import Database
    from mailflow.store.engine.protocol import Row

_TABLE = "CREATE TABLE link (n {integer} NOT NULL PRIMARY KEY, entries TEXT NOT NULL, head TEXT NOT NULL)"
_AT_ONCE = 500  # rows of one link
_EVENTS = (
    "SELECT e.id, e.ticket_n, e.seq, e.at, o.at, o.rules, e.kind, e.actor, e.data FROM event e "
    "JOIN occasion o ON o.id = e.occasion_id WHERE e.id > ? ORDER BY e.id LIMIT ?"
)
_MAILS = (
    "SELECT id, arrived_at, recorded_at, data FROM inbox LEFT JOIN inbox_raw ON inbox_id = id "
    "WHERE id > ? AND state <> 'waiting' ORDER BY id LIMIT ?"
)
_LETTERS = (
    "SELECT id, kind, message_id, created_at, state, sent_at, results, d.data, f.data FROM letter "
    "LEFT JOIN letter_data d ON letter_id = id LEFT JOIN letter_files f ON f.digest = d.files "
    "WHERE id > ? AND state <> 'waiting' ORDER BY id LIMIT ?"
)


def _fill(db: Database) -> None:
    import secrets

    from mailflow.store.engine import chain_links

    chain_links.begin(db, secrets.token_hex(32))
    for sql, entry in ((_EVENTS, _event), (_MAILS, _mail), (_LETTERS, _letter)):
        last = 0
        while rows := db.all(sql, (last, _AT_ONCE)):
            _chain(db, rows, entry)
            last = rows[-1][0]


def _chain(db: Database, rows: Sequence[Row], entry: Callable[[Row], ChainRow]) -> None:
    from mailflow.store.engine import chain_links

    for row in rows:
        chain_links.append(db, entry(row))
    db.act_now()


def _event(row: Row) -> ChainRow:
    _, n, seq, at, recorded, rules, *words = row
    return EventRow(n, seq, at, recorded, rules, *words)


def _mail(row: Row) -> ChainRow:
    inbox_id, arrived, recorded, data = row
    return MailRow(inbox_id, arrived, recorded, _sha256(data))


def _letter(row: Row) -> ChainRow:
    *known, data, files = row
    return LetterRow._make((*known, _sha256(data, files)))


def _sha256(*packed: bytes | None) -> str:
    """Of the bytes, "" when they are no longer kept."""
    from mailflow.store.engine.fields import unpack

    whole = [unpack(data) for data in packed if data is not None]
    return hashlib.sha256(b"".join(whole)).hexdigest() if whole else ""


CHANGES = (_TABLE, _fill)
