"""Everything specific to SQLite: files, pragmas, its single writer, and its errors as mailflow's."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mailflow import rights
from mailflow.errors import CannotDo, ConfigError, Fault, MailflowError, TryLater
from mailflow.store.engine import sharing
from mailflow.store.engine.connections import Connections
from mailflow.store.engine.fts5 import Fts5Words
from mailflow.store.engine.page_check import check_pages
from mailflow.store.engine.protocol import Cursor, Memo, PageCheck, Params
from mailflow.store.engine.word_index import WordIndex

if TYPE_CHECKING:
    import peewee  # 30 ms

PAGE = 4096  # page size in bytes
BUSY_SECONDS = 10.0  # busy timeout: how long one process waits for another's transaction, then TryLater
_EVERY_CONNECTION = (
    ("foreign_keys", "ON"),
    ("synchronous", "FULL"),  # with WAL and NORMAL the last commits may be lost in a power failure, and mail with them
    ("temp_store", "MEMORY"),
    ("cache_size", -2000),  # kB; one cache per thread: with 8 MB each a daemon's memory grew for months
    ("journal_size_limit", 64 * 2**20),  # a backlog may grow the WAL file; truncate it afterwards
)
_FULL = "free some space there; nothing was lost, work goes on by itself"


class _Turnstile:
    """A queue of processes before SQLite's single writer, which has none: a daemon working off a backlog starved
    another for the whole busy timeout (measured). A process that wants to write holds this file's lock until its
    transaction has begun, so that a process that has just committed queues behind it. Advisory only: if the lock cannot
    be had in time, SQLite's own busy handler decides."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = sharing.opened(path)
        except OSError as error:
            raise CannotDo(f"the file {path} cannot be written: {error.strerror}; {rights.remedy(path)}") from error

    def __enter__(self) -> None:
        until = time.monotonic() + BUSY_SECONDS
        while time.monotonic() < until:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(0.002)

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._file)


class SqliteEngine:
    """One SQLite file. `:memory:` is a file too, on a memory file system where the machine has one, deleted at `close`:
    threads then meet the same locking as in production, which SQLite's own memory mode cannot offer."""

    one_writer = True
    answers_late = False
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)
    words: WordIndex = Fts5Words()
    lock_rows = skip_locked = ""  # single writer: no row can change meanwhile
    types: Mapping[str, str] = MappingProxyType(
        {
            "id": "INTEGER PRIMARY KEY",
            "blob": "BLOB",
            "real": "REAL",
            "integer": "INTEGER",
            "clustered": "WITHOUT ROWID",
        }
    )

    def __init__(self, path: str, home: Path | None = None) -> None:
        self._folder: Path | None = None
        self._pragmas: tuple[tuple[str, str | int], ...] = _EVERY_CONNECTION
        if path in ("", ":memory:"):
            shared = Path("/dev/shm")
            place = shared if shared.is_dir() and os.access(shared, os.W_OK) else None
            self._folder = Path(tempfile.mkdtemp(prefix="mailflow-", dir=place))
            self.path = self._folder / "memory.db"
            self._pragmas = (*_EVERY_CONNECTION, ("synchronous", "OFF"))  # the later one wins
        else:
            self.path = (home or Path()) / path
        self.place = ":memory:" if self._folder else str(self.path)
        self._make()
        self._turnstile = None if self._folder else _Turnstile(Path(f"{self.path}-turn"))
        self._connections = Connections(self._connect)
        self._use_wal()

    def _connect(self) -> sqlite3.Connection:
        # no isolation level: the driver begins no transaction by itself; we do
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            for name, value in self._pragmas:
                connection.execute(f"PRAGMA {name} = {value}")
        except BaseException:
            connection.close()
            raise
        return connection

    @cached_property
    def peewee(self) -> peewee.Database:
        """Builds the queries of tables.py. Imported only when needed: peewee loads every database driver it finds."""
        from mailflow.store.engine.peewee_bridge import SqliteQueries

        return SqliteQueries(self.execute)

    def execute(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        return self._connections.here().execute(sql, params)

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        self._connections.here().executemany(sql, rows)

    def each(self, sql: str, rows: Sequence[Params]) -> list[int | None]:
        execute = self._connections.here().execute
        found = [execute(sql, row).fetchall() for row in rows]  # read to the end, or the statement stays open
        return [some[0][0] if some else None for some in found]

    def rows_changed(self, cursor: Cursor) -> int:
        return cursor.rowcount

    def new_ids(self, table: str, count: int, memo: Memo) -> Sequence[int]:
        """The ids SQLite itself would assign: there is one writer."""
        if table not in memo:
            memo[table] = self.execute(f"SELECT COALESCE(max(id), 0) FROM {table}", ()).fetchone()[0]
        memo[table] += count
        return range(memo[table] - count + 1, memo[table] + 1)

    def sync(self) -> None:
        """Nothing to wait for: every statement is executed at once."""

    def recover(self) -> None:
        """Nothing to do: a failed statement undoes only itself."""

    def begin(self, writing: bool, exclusive: bool, durable: bool) -> None:
        if writing and self._folder is None:  # in WAL mode the next FULL commit also syncs what NORMAL ones wrote
            self.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        if not writing:
            self.execute("BEGIN")
        elif self._turnstile is None:
            self.execute("BEGIN IMMEDIATE")
        else:
            with self._turnstile:
                self.execute("BEGIN IMMEDIATE")

    def commit(self, notify: bool) -> None:
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Safe to call when SQLite has already rolled back by itself, as it does when the disk is full."""
        if self.inside():
            self.execute("ROLLBACK")

    def inside(self) -> bool:
        """Whether a transaction is open on this thread's connection."""
        return bool(self._connections.here().in_transaction)

    def reign(self) -> None:
        """One machine's file has no leaders."""

    def committed(self, facts: Mapping[str, str]) -> None: ...

    def changes(self) -> int:
        """A counter that grows with every row this thread's connection writes."""
        return int(self._connections.here().total_changes)

    def foreign_commits(self) -> int:
        """PRAGMA data_version: changes when any other connection, of any process, has committed."""
        return int(self.execute("PRAGMA data_version").fetchone()[0])

    def watch(self, heard: Callable[[], None]) -> None:
        """SQLite cannot notify; `foreign_commits` is cheap enough to be polled."""

    def lease_time(self, now: float) -> tuple[str, tuple[float, ...]]:
        """The machine's clock: all daemons of a SQLite file run on one machine."""
        return "?", (now,)

    def faults(self, seconds: float | None = None) -> PageCheck:
        """PRAGMA quick_check: all pages are read, indexes are not compared with their tables. In a large file it ends
        after so many seconds, and the tables get a quarter each."""
        return check_pages(self._connections.here(), seconds)

    def room(self) -> str:
        return ""

    def unused(self) -> tuple[int, int]:
        free, whole = (int(self.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("freelist_count", "page_count"))
        return free * PAGE, whole * PAGE

    def shrink(self, most: int) -> bool:
        """Incremental vacuum; no effect on a file created without auto_vacuum, until it is rewritten."""
        before, _ = self.unused()
        for _ in range(min(before, most) // PAGE):  # Python's module takes one step of it, which is one page
            self.execute("PRAGMA incremental_vacuum(1)").fetchall()
        return self.unused()[0] < before

    def rewrite(self) -> None:
        """VACUUM: rewrites the whole file without unused pages. Writers wait meanwhile."""
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # the copy is made on disk, not in memory as others
            with self._turnstile or nullcontext():
                connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()

    def tables(self) -> set[str]:
        return {name for (name,) in self.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def connections(self) -> int:
        return len(self._connections)

    def close_thread(self) -> None:
        self._connections.close_here()

    def close(self) -> None:
        self._connections.close()
        if self._turnstile is not None:
            self._turnstile.close()
            self._turnstile = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def translate(self, error: Exception) -> MailflowError | None:
        """The error as one of mailflow's, or None where it is a bug of the program and better seen raw."""
        return _in_our_words(error, self.place)

    def _make(self) -> None:
        """Create the file with the mode sharing.py determines; an existing one must be writable."""
        if not self.path.parent.is_dir():
            raise ConfigError(
                [Fault("rules.yaml: database", f"there is no folder {self.path.parent}", "create it, or name another")]
            )
        try:
            os.close(sharing.opened(self.path, os.O_EXCL))
        except FileExistsError:  # do not open it: closing would drop this process's fcntl locks on it, SQLite's too
            sharing.open_to_the_group(self.path)
            if not os.access(self.path, os.R_OK | os.W_OK):
                words = f"the database {self.place} may not be written; {rights.remedy(self.path)}"
                raise CannotDo(words) from None
        except OSError as error:
            words = f"the database {self.place} cannot be made: {error.strerror}; {rights.remedy(self.path)}"
            raise CannotDo(words) from error

    def _use_wal(self) -> None:
        """Write-ahead log: readers and the writer do not block each other. The mode is stored in the file. Two
        processes that open a new file at the same time may collide here in spite of the busy timeout, so it is
        repeated."""
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                if self.execute("PRAGMA page_count").fetchone()[0] == 0:  # what is deleted can go back to the disk
                    self.execute("PRAGMA auto_vacuum = INCREMENTAL")
                self.execute("PRAGMA journal_mode = WAL").fetchall()
                return
            except sqlite3.DatabaseError as error:
                words = self.translate(error)
                if not isinstance(words, TryLater) or time.monotonic() > until:
                    self.close()
                    raise (words or error) from error
                time.sleep(0.02)


def _is_full(place: str) -> bool:
    """Whether the disk has no room for one more page. When it is full, SQLite cannot even create its shared-memory
    file, and reports an I/O error."""
    try:
        return shutil.disk_usage(Path(place).parent).free < PAGE
    except OSError:
        return False


def _in_our_words(error: Exception, place: str) -> MailflowError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return TryLater(
            f"the database {place} is busy: another process has been writing for {BUSY_SECONDS:.0f} seconds; "
            "if it stays so, look with `fuser` who holds the file"
        )
    if name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and _is_full(place)):
        return TryLater(f"the disk of the database {place} is full; {_FULL}")
    if name.startswith("SQLITE_IOERR"):
        return TryLater(f"the disk of the database {place} reports an error ({name}); look at the system log")
    if name.startswith("SQLITE_READONLY"):
        return TryLater(f"the database {place} is read-only; {rights.remedy(Path(place))}")
    if name.startswith("SQLITE_CANTOPEN"):
        return TryLater(f"the database {place} cannot be opened; is its folder there, and are file handles left?")
    if name.startswith("SQLITE_NOTADB"):
        return CannotDo(f"{place} is not a database; name the right file in rules.yaml, `database:`")
    if name.startswith("SQLITE_CORRUPT"):
        return CannotDo(f"the database {place} is damaged; stop mailflow and restore the newest backup")
    return None
