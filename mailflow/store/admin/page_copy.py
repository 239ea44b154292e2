"""A copy of a SQLite file page by page, and what of it has changed since another one.

Pages stay where they are, so two copies of a desk that goes on differ in what was written in between alone; VACUUM INTO
would move them all.
"""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import BinaryIO

DIGEST = 16  # bytes kept of each page's BLAKE2
_NUMBER = 4  # bytes before each page in a file of changes, big-endian
_AT_ONCE = 4096  # pages


def copy_pages(connection: sqlite3.Connection, target: Path) -> None:
    """One moment of the database as `target`, an empty file. Blocks no writer: it holds a read transaction, without
    which every commit meanwhile would make it begin anew."""
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")  # the caller's task
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.backup(copy, pages=_AT_ONCE, sleep=0)
        connection.execute("COMMIT")
    finally:
        copy.close()


def page_size(file: Path) -> int:
    """In bytes (file format of SQLite, 1.3.2)."""
    with file.open("rb") as source:
        said = int.from_bytes(source.read(18)[16:], "big")
    return 65536 if said == 1 else said


def digests(file: Path, out: BinaryIO) -> None:
    """Write DIGEST bytes for each page."""
    size = page_size(file)
    with file.open("rb") as source:
        while page := source.read(size):
            out.write(hashlib.blake2b(page, digest_size=DIGEST).digest())


def write_changes(file: Path, now: BinaryIO, before: BinaryIO, out: BinaryIO) -> int:
    """Write the pages of `file`, whose digests are `now`, that differ from those `before` has digests of, each behind
    its number from 0; returns how many."""
    size, number, count = page_size(file), 0, 0
    with file.open("rb") as source:
        while digest := now.read(DIGEST):
            if before.read(DIGEST) != digest:
                source.seek(number * size)
                out.write(number.to_bytes(_NUMBER, "big") + source.read(size))
                count += 1
            number += 1
    return count


def apply_changes(file: Path, changes: BinaryIO, size: int) -> None:
    """Make of the copy `file` the one that `changes` were written of; `size` is that one's, in bytes."""
    length = page_size(file)
    with file.open("r+b") as target:
        while head := changes.read(_NUMBER):
            target.seek(int.from_bytes(head, "big") * length)
            target.write(changes.read(length))
        target.truncate(size)
