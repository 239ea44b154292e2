"""Mails and letters in the hash chain (hash_chain.py). Writers, except `letter_rows`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from mailflow.store.engine import hash_chain
from mailflow.store.engine.chain_links import append
from mailflow.store.engine.database import Database
from mailflow.store.engine.hash_chain import Departed, LetterRow, MailRow
from mailflow.store.mail.blobs import letters_unpacked, unpacked

_AT_ONCE = 500  # parameters of a statement


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def letter_ended(db: Database, letter_id: int, digest: str = "") -> None:
    """The letter has been sent, given up, or sent back, or waits again: chained as its row is at the end of the
    transaction. `digest` of its bytes, when they are in hand."""
    db.later(_ended, (letter_id, digest))


def _ended(db: Database, letters: Sequence[tuple[int, str]]) -> None:
    for row in letter_rows(db, dict(letters)):
        append(db, row)


def letter_rows(db: Database, wanted: Mapping[int, str]) -> Iterator[LetterRow]:
    """These letters as they are, by id; the digests of their bytes are computed where none is given."""
    ids = sorted(wanted)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        whole = letters_unpacked(db, [one for one in some if not wanted[one]])
        sql = (
            "SELECT id, kind, message_id, created_at, state, sent_at, results FROM letter "
            f"WHERE id IN ({', '.join('?' * len(some))}) ORDER BY id"
        )
        for row in db.all(sql, some):
            one = row[0]
            digest = wanted[one] or (sha256(whole[one]) if one in whole else "")
            yield LetterRow._make((*row, digest))


def mail_ended(db: Database, inbox_id: int) -> None:
    """The mail is parked, or a person has dropped it. (What the daemon ends, it chains with the digest it has.)"""
    arrived, recorded = db.one("SELECT arrived_at, recorded_at FROM inbox WHERE id = ?", (inbox_id,))
    raw = unpacked(db, "inbox_raw", "inbox_id", [inbox_id]).get(inbox_id)
    append(db, MailRow(inbox_id, arrived, recorded, "" if raw is None else sha256(raw)))


def mail_changes(db: Database, changed: Mapping[int, bytes], at: str) -> None:
    """Before these mails get other bytes, without some words."""
    for inbox_id, raw in unpacked(db, "inbox_raw", "inbox_id", list(changed)).items():
        ref, now = hash_chain.of_mail(inbox_id), sha256(changed[inbox_id])
        append(db, Departed(ref, 0, sha256(raw), now, at, "redacted"))


def letter_changes(db: Database, letter_id: int, changed: bytes, at: str) -> None:
    """Before this letter gets other bytes, without some words."""
    if db.value("SELECT state FROM letter WHERE id = ?", (letter_id,)) == "waiting":
        letter_ended(db, letter_id)  # it may have been chained before: from now on with these bytes
        return
    raw = letters_unpacked(db, [letter_id])[letter_id]
    append(db, Departed(hash_chain.of_letter(letter_id), 0, sha256(raw), sha256(changed), at, "redacted"))


def mail_expires(db: Database, ids: Sequence[int], at: str, why: str) -> None:
    """Before the bytes of these mails go."""
    for inbox_id, raw in unpacked(db, "inbox_raw", "inbox_id", ids).items():
        append(db, Departed(hash_chain.of_mail(inbox_id), 0, sha256(raw), None, at, why))


def letter_expires(db: Database, ids: Sequence[int], at: str, why: str) -> None:
    """The same of letters."""
    for letter_id, raw in letters_unpacked(db, ids).items():
        append(db, Departed(hash_chain.of_letter(letter_id), 0, sha256(raw), None, at, why))
