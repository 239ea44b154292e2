"""The bytes of many mails or letters, read at once."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.store.database import Database
from mailflow.store.fields import unpack

_AT_ONCE = 500  # parameters of one statement


def unpacked(db: Database, table: str, key: str, ids: Sequence[int]) -> dict[int, bytes]:
    """{id: bytes} of these rows of `inbox_raw` or `letter_data`."""
    found: dict[int, bytes] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        sql = f"SELECT {key}, data FROM {table} WHERE {key} IN ({', '.join('?' * len(some))})"
        found.update((row[0], unpack(row[1])) for row in db.execute(sql, some))
    return found
