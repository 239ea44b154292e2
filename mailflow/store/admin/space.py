"""Disk that deleted bytes leave behind inside a SQLite file, given back. A server minds its own disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from mailflow.store.engine.database import Database

PIECE = 8 * 2**20  # bytes of one transaction: tens of milliseconds
LITTLE = 2**20  # bytes not worth a transaction: the next mail needs them
SMALL = 500 * 2**20  # bytes in use that are rewritten in seconds, while everybody waits
_PAYS = 8 * 2**20


def give_back(db: Database) -> bool:
    """One piece; whether there may be more. Opens its own transaction."""
    if db.engine.unused()[0] <= LITTLE:
        return False
    with db.transaction(quiet=True):
        return db.engine.shrink(PIECE)


def rewrite(db: Database, most: int | None = None) -> bool:
    """A file made before mailflow asked SQLite for the ability to shrink is written anew, once, when at least a quarter
    of it is unused; never one with more than `most` bytes in use, nor on a disk without room for it. Whether it was."""
    free, whole = db.engine.unused()
    used = whole - free
    if free < _PAYS or free * 4 < whole or (most is not None and used > most) or _room(db) < 2 * used + PIECE:
        return False
    db.engine.rewrite()
    return True


def _room(db: Database) -> int:
    try:
        return shutil.disk_usage(Path(db.place).parent).free
    except OSError:  # in memory
        return 0
