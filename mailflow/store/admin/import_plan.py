"""Which old mails belong together, before the first is brought in: places and links of an archive of any size, in a
scratch file, with eight bytes of memory for each Message-ID. Nothing of it is kept.

Whatever names one of the same ids is one conversation, in whatever order the mails lie in the archive.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

_AT_ONCE = 500


class Placed(NamedTuple):
    """A mail of the plan."""

    archive: int  # index of its file
    offset: int
    length: int
    quoted: bool
    at: int  # seconds since the epoch
    number: str


class Plan:
    """Add every mail, then ask for the conversations."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "plan.db", isolation_level=None)
        for one in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16000", "temp_store = FILE"):
            self._db.execute(f"PRAGMA {one}")
        self._db.executescript(_TABLES)
        self._parent = array("q")  # of each id's node: union-find
        self._waiting: list[tuple[Placed, list[int]]] = []
        self.mails = 0

    def add(self, mail: Placed, names: Sequence[str]) -> None:
        """`names`: everything that joins it to others, such as its own id and those it refers to."""
        self._waiting.append((mail, [_key(one) for one in names]))
        self.mails += 1
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def conversations(self) -> Iterator[list[Placed]]:
        """Each with its mails, oldest first; the conversations by their first mail."""
        self._flush()
        self._db.execute("BEGIN")
        for start in range(0, len(self._parent), 10_000):
            nodes = range(start, min(start + 10_000, len(self._parent)))
            self._db.executemany("INSERT INTO root VALUES (?, ?)", [(node, self._root(node)) for node in nodes])
        self._db.execute("COMMIT")
        self._db.executescript(_ORDER)
        rows = self._db.execute(_CONVERSATIONS)
        found: list[Placed] = []
        last = -1
        for root, *mail in rows:
            if root != last and found:
                yield found
                found = []
            last = root
            found.append(Placed(*mail))
        if found:
            yield found

    def close(self) -> None:
        self._db.close()

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        keys = list({key for _, names in self._waiting for key in names})
        nodes = self._nodes(keys)
        rows = []
        for mail, names in self._waiting:
            node = nodes[names[0]] if names else self._new_node()
            for key in names[1:]:
                self._join(node, nodes[key])
            rows.append((node, *mail))
        self._db.executemany("INSERT INTO mail VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")
        self._waiting.clear()

    def _nodes(self, keys: Sequence[int]) -> dict[int, int]:
        """Of these ids, new ones for those that have none yet."""
        found: dict[int, int] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            sql = f"SELECT key, node FROM id WHERE key IN ({', '.join('?' * len(some))})"
            found.update(self._db.execute(sql, some).fetchall())
        fresh = [(key, self._new_node()) for key in keys if key not in found]
        self._db.executemany("INSERT INTO id VALUES (?, ?)", fresh)
        return found | dict(fresh)

    def _new_node(self) -> int:
        self._parent.append(len(self._parent))
        return len(self._parent) - 1

    def _root(self, node: int) -> int:
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


_TABLES = """
CREATE TABLE id (key INTEGER PRIMARY KEY, node INTEGER NOT NULL);
CREATE TABLE mail (
    node INTEGER, archive INTEGER, start INTEGER, length INTEGER, quoted INTEGER, at INTEGER, number TEXT
);
CREATE TABLE root (node INTEGER PRIMARY KEY, root INTEGER NOT NULL);
"""
_ORDER = """
CREATE TABLE begun AS SELECT root.root AS root, min(mail.at) AS at FROM mail JOIN root USING (node) GROUP BY root.root;
CREATE UNIQUE INDEX begun_root ON begun (root);
"""
_CONVERSATIONS = (
    "SELECT root.root, archive, start, length, quoted, mail.at, number FROM mail JOIN root USING (node) "
    "JOIN begun ON begun.root = root.root ORDER BY begun.at, root.root, mail.at, archive, start"
)
