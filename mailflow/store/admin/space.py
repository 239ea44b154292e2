"""Returns disk space left by deleted bytes inside a SQLite file. A database server manages its own space."""

from __future__ import annotations

import shutil
from pathlib import Path

from mailflow.store.engine.database import Database

PIECE = 8 * 2**20  # bytes per transaction: tens of milliseconds
LITTLE = 2**20  # bytes not worth a transaction, since the next mail needs them
SMALL = 500 * 2**20  # bytes in use that can be rewritten in seconds, while all writers wait
_PAYS = 8 * 2**20


def give_back(db: Database) -> bool:
    """Step. Return one piece; True if there may be more."""
    if db.engine.unused()[0] <= LITTLE:
        return False
    with db.transaction(quiet=True):
        return db.engine.shrink(PIECE)


def rewrite(db: Database, most: int | None = None) -> bool:
    """VACUUM a file made before mailflow enabled incremental vacuum, once, when at least a quarter of it is unused;
    never one with more than `most` bytes in use, nor without enough free disk. Returns whether it was rewritten."""
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
