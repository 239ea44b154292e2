"""An online copy of the whole database, and what a copy needs before a daemon may work on it.

SQLite only; a PostgreSQL database is backed up with the server's own tools.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from mailflow.errors import CannotDo
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.admin.page_copy import copy_pages
from mailflow.store.engine import migrations
from mailflow.store.engine.database import Database
from mailflow.store.engine.sqlite import SqliteEngine
from mailflow.store.health.workers import FRESH

_ON_A_SERVER = (
    "the database is on a PostgreSQL server, which copies it itself: "
    "`pg_dump --format=custom --file=desk.dump DATABASE`, and back with `pg_restore`; "
    "rules.yaml and templates/ are files beside it"
)


@dataclass(frozen=True, slots=True)
class Holds:
    """What a copy contains, for people."""

    schema: int
    tickets: int
    mails: int
    letters: int
    waiting: int  # letters not yet sent


def snapshot(db: Database, target: Path) -> Holds:
    """One consistent state of the database as a new file, page by page as they lie there, fsynced, with mode 0600.
    Raises CannotDo for a database that is not a SQLite file, or when `target` cannot be written."""
    return _copied(db, target, copy_pages)


def compact(db: Database, target: Path) -> Holds:
    """The same without what is free in it, and able to give back what will be: VACUUM INTO, which reads inside one
    transaction and blocks no writer either."""
    return _copied(db, target, _vacuumed)


def _vacuumed(connection: sqlite3.Connection, target: Path) -> None:
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of the copy, whatever the original has
    connection.execute("VACUUM INTO ?", (str(target),))


def _copied(db: Database, target: Path, copy: Callable[[sqlite3.Connection, Path], None]) -> Holds:
    engine = db.engine
    if not isinstance(engine, SqliteEngine):
        raise CannotDo(_ON_A_SERVER)
    if db.in_transaction:
        raise RuntimeError("a copy is made outside any transaction")
    try:
        # both ways accept an existing empty file
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        connection = sqlite3.connect(engine.path, isolation_level=None)
        try:
            copy(connection, target)
        finally:
            connection.close()
        _sync(target)
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        raise CannotDo(f"the copy {target} could not be written: {error}") from error
    return inspect(target)


def inspect(file: Path) -> Holds:
    """Read every page of a copy that no process has open. Raises CannotDo when it is corrupt, not a desk's, or of a
    newer mailflow."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        faults += [f"a row of {row[0]} lacks its {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")][
            :5
        ]
        if faults:
            raise CannotDo(f"the database in it is damaged: {'; '.join(faults)}")
        schema = int(_one(connection, "SELECT value FROM meta WHERE key = 'schema'"))
        if schema > migrations.NEWEST:
            raise CannotDo(f"it was made by a newer mailflow (tables {schema}, this program knows {migrations.NEWEST})")
        return Holds(
            schema,
            tickets=_one(connection, "SELECT count(*) FROM ticket"),
            mails=_one(connection, "SELECT count(*) FROM inbox"),
            letters=_one(connection, "SELECT count(*) FROM letter"),
            waiting=_one(connection, "SELECT count(*) FROM letter WHERE state = 'waiting'"),
        )
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise CannotDo(f"the database in it cannot be read: {error}") from error
    finally:
        connection.close()


def has_living_daemon(file: Path, now: float) -> bool:
    """Whether a daemon has a fresh heartbeat in this database at machine time `now`. Changes nothing; a file that
    cannot be read counts as one without a daemon."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        sql = f"SELECT count(*) FROM worker WHERE heartbeat BETWEEN {now - FRESH} AND {now + FRESH}"
        return _one(connection, sql) > 0
    except sqlite3.Error:
        return False
    finally:
        connection.close()


def _one(connection: sqlite3.Connection, sql: str) -> int:
    found: int = connection.execute(sql).fetchone()[0]
    return found


def forget_workers(db: Database) -> None:
    """Writer. Delete claims and leases: those of the original's daemons are not valid in a copy."""
    db.execute("UPDATE inbox SET worker = NULL WHERE worker IS NOT NULL")
    db.execute("UPDATE letter SET worker = NULL WHERE worker IS NOT NULL")
    for table in ("worker", "lease", "loop"):
        if table in db.engine.tables():
            db.execute(f"DELETE FROM {table}")


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
