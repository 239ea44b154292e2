"""Whether the pages of a SQLite file are as they must be. Of a large file, as far as a given time reaches."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from mailflow.store.engine.statements import PageCheck

_STEPS = 20_000  # of SQLite's machine between two looks at the clock: milliseconds
_MOST = 20  # faults of a kind
_LARGE = 500_000  # rows, and pages of a file: 2 GB


def check_pages(connection: sqlite3.Connection, seconds: float | None) -> PageCheck:
    """The whole file; when it takes more than so many seconds, each table for a quarter of them. None: however long.

    Not the trees of very large tables: while SQLite reads one it does not look at the clock (until 3.42).
    """
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    by_table = seconds is not None and pages > _LARGE
    large = [name for name in _tables(connection) if by_table and _is_large(connection, name)]
    if not by_table:
        try:
            with _at_most(connection, seconds):
                return PageCheck(tuple(_faults(connection)))
        except sqlite3.OperationalError as error:
            if not _is_interrupted(error):
                raise
    found: list[str] = []
    unread: list[str] = list(large)
    for name in _tables(connection):
        if name in large:
            continue
        try:
            with _at_most(connection, seconds and seconds / 4):
                found += _faults(connection, f"('{name}')")
        except sqlite3.OperationalError as error:
            if not _is_interrupted(error):
                raise
            unread.append(name)
    return PageCheck(tuple(found), tuple(unread))


def _faults(connection: sqlite3.Connection, of: str = "") -> Iterator[str]:
    """`of`: a table in brackets and quotes."""
    rows = connection.execute(f"PRAGMA quick_check{of or f'({_MOST})'}").fetchmany(_MOST)
    yield from (str(row[0]) for row in rows if row[0] != "ok")
    for table, row_id, other, _ in connection.execute(f"PRAGMA foreign_key_check{of}").fetchmany(_MOST):
        yield f"row {row_id} of {table} belongs to a row of {other} that is not there"


def _is_large(connection: sqlite3.Connection, table: str) -> bool:
    """By its row ids; those without any are narrow, and read in no time."""
    try:
        low, high = connection.execute(f"SELECT (SELECT min(rowid) FROM {table}), max(rowid) FROM {table}").fetchone()
    except sqlite3.OperationalError:
        return False
    return isinstance(low, int) and high - low > _LARGE


def _tables(connection: sqlite3.Connection) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    return [name for (name,) in connection.execute(sql).fetchall()]


@contextmanager
def _at_most(connection: sqlite3.Connection, seconds: float | None) -> Iterator[None]:
    """Statements end with OperationalError when the time is over."""
    until = time.monotonic() + (seconds or 0)
    connection.set_progress_handler(None if seconds is None else lambda: time.monotonic() > until, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, _STEPS)


def _is_interrupted(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT"
