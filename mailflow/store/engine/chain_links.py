"""The links of the hash chain: what is chained in a transaction becomes one link at its end (hash_chain.py).

`append` belongs into exclusive transactions, whose order is that of the links. The table's key refuses a second link of
one number should two processes ever hold the lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mailflow.errors import Conflict
from mailflow.store.engine import hash_chain
from mailflow.store.engine.database import Database
from mailflow.store.engine.hash_chain import BEGINNING, ChainRow, Departed
from mailflow.store.engine.seen import HEAD as HEAD  # in meta: number of the newest link, and its head

KEY = "chain-key"  # in meta: 64 hexadecimal digits, made once


class Head(NamedTuple):
    """The newest link; as text, as meta and letters have it."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"


def begin(db: Database, key: str) -> None:
    """Writer. A chain without links."""
    db.many("INSERT INTO meta (key, value) VALUES (?, ?)", [(KEY, key), (HEAD, str(Head(0, BEGINNING)))])


def head(db: Database) -> Head:
    return _head(str(db.value("SELECT value FROM meta WHERE key = ?", (HEAD,))))


def key(db: Database) -> bytes:
    return bytes.fromhex(db.value("SELECT value FROM meta WHERE key = ?", (KEY,)))


def append(db: Database, entry: ChainRow | Departed) -> None:
    """Writer. As the next entry of this transaction's link."""
    db.later(_seal, entry)


def _seal(db: Database, entries: Sequence[ChainRow | Departed]) -> None:
    known: dict[str, str] = dict(db.all("SELECT key, value FROM meta WHERE key IN (?, ?)", (HEAD, KEY)))
    before, secret = _head(known[HEAD]), bytes.fromhex(known[KEY])
    number = before.number + 1
    chained = [hash_chain.chained(secret, number, index, one) for index, one in enumerate(entries)]
    now = Head(number, hash_chain.head(before.digest, number, [one.digest for one in chained]))
    lines = "\n".join(map(hash_chain.line, chained))
    db.execute("INSERT INTO link (n, entries, head) VALUES (?, ?, ?)", (number, lines, now.digest))
    sql = "UPDATE meta SET value = ? WHERE key = ? AND value = ?"
    db.change_one(sql, (str(now), HEAD, known[HEAD]), Conflict("the hash chain has gone on meanwhile"))
    db.remember(HEAD, str(now))


def _head(text: str) -> Head:
    number, _, digest = text.partition(" ")
    return Head(int(number), digest)


def links(db: Database, since: int, until: int) -> Iterator[tuple[int, str, str]]:
    """(number, entries, head) of these links, in order."""
    sql = "SELECT n, entries, head FROM link WHERE n >= ? AND n <= ? ORDER BY n LIMIT 200"
    while rows := db.all(sql, (since, until)):
        yield from ((row[0], row[1], row[2]) for row in rows)
        since = rows[-1][0] + 1
