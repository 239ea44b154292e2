"""Reads the bytes of many mails or letters at once. A letter's own bytes are followed by those of the attachments it
shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import unpack

_AT_ONCE = 500  # parameters per statement


def unpacked(db: Database, table: str, key: str, ids: Sequence[int]) -> dict[int, bytes]:
    """{id: bytes} of these rows of `inbox_raw` or `letter_data`."""
    found: dict[int, bytes] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        sql = f"SELECT {key}, data FROM {table} WHERE {key} IN ({', '.join('?' * len(some))})"
        found.update((row[0], unpack(row[1])) for row in db.execute(sql, some))
    return found


def letters_unpacked(db: Database, ids: Sequence[int]) -> dict[int, bytes]:
    """{id: whole bytes} of these letters; shared attachments are decompressed once."""
    found = unpacked(db, "letter_data", "letter_id", ids)
    shared: dict[str, bytes] = {}
    for letter_id, digest in _with_files(db, ids):
        if digest not in shared:
            shared[digest] = unpack(db.value("SELECT data FROM letter_files WHERE digest = ?", (digest,)))
        found[letter_id] += shared[digest]
    return found


def _with_files(db: Database, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT letter_id, files FROM letter_data WHERE letter_id IN ({marks}) AND files IS NOT NULL"
        yield from db.execute(sql, some).fetchall()
