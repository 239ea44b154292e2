"""One desk's database: opening it by URL, transactions, and noticing that somebody else has committed.

    db = open_database("sqlite:///mailflow.db", home)
    with db.transaction():            # one at a time per process, in the order asked; IMMEDIATE
        with db.savepoint():          # one mail of a batch
            db.execute("update …", (…))

SQL elsewhere in this package is plain enough for SQLite and PostgreSQL and written with `?` for parameters.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, Protocol

import peewee

from mailflow.clock import SystemClock
from mailflow.errors import ConfigError, Fault, MailflowError, TryLater
from mailflow.store import migrations
from mailflow.store.fair import FairLock
from mailflow.store.sqlite import SqliteEngine

_LOOK_EVERY = 0.5  # seconds between looks for other processes' commits while waiting
_ERRORS = (peewee.PeeweeException, sqlite3.Error)
_READS = ("select", "with", "pragma", "explain")


class Conflict(TryLater):
    """Somebody else has changed the ticket, or ended the mail, meanwhile: look again, decide again."""


class Cursor(Protocol):
    """What we use of a DB-API cursor; rows are tuples."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Engine(Protocol):
    """What differs between the databases; sqlite.py is the one that exists."""

    place: str  # for messages, without secrets
    peewee: Any  # peewee.Database, whose own methods have no types

    @property
    def types(self) -> Mapping[str, str]: ...
    def sql(self, text: str) -> str: ...
    def begin(self, writing: bool) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def inside(self) -> bool: ...
    def changes(self) -> int: ...
    def foreign_commits(self) -> int: ...
    def faults(self) -> list[str]: ...
    def translate(self, error: Exception) -> MailflowError | None: ...
    def close_thread(self) -> None: ...
    def close(self) -> None: ...


class _Here(threading.local):
    """What one thread must remember."""

    def __init__(self) -> None:
        self.writing = False
        self.reading = False
        self.savepoints = 0
        self.own_commits = 0  # of this thread among Database._commits
        self.seen = -1  # commits of others when it last looked
        self.seen_foreign = -1


class Database:
    """Threads share one Database; each gets its own connection when it first asks for something."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = FairLock()
        self._here = _Here()
        self._commits = 0
        self._news = threading.Condition()
        self._calls = 0  # of wake(): ends every wait

    @property
    def place(self) -> str:
        """Where the data lies, for messages."""
        return self._engine.place

    @property
    def engine(self) -> Engine:
        """For doctor.py and migrations/ only."""
        return self._engine

    @property
    def in_transaction(self) -> bool:
        """This thread is inside `transaction()`."""
        return self._here.writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside becomes true at once, durably, or not at all. Waits its turn among the threads (in order),
        then among the processes (up to 10 s, else TryLater). Keep it short: others wait; never talk to a network
        inside."""
        here = self._here
        if here.writing or here.reading:
            raise RuntimeError("transactions do not nest; use savepoint() inside one")
        with self._turn:
            self._guarded(self._engine.begin, True)
            here.writing = True
            before = self._engine.changes()
            try:
                yield
                self._guarded(self._engine.commit)
            except BaseException:
                self._guarded(self._engine.rollback)
                raise
            finally:
                here.writing = False
            wrote = self._engine.changes() != before
        if wrote:  # an empty transaction is no news: two loops would wake each other for ever
            with self._news:
                self._commits += 1
                here.own_commits += 1
                self._news.notify_all()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo only what was done inside when it raises; the transaction around it goes on."""
        here = self._here
        if not here.writing:
            raise RuntimeError("a savepoint belongs inside a transaction")
        name = f"s{here.savepoints}"
        self.execute(f"SAVEPOINT {name}")
        here.savepoints += 1
        try:
            yield
        except BaseException:
            if self._engine.inside():  # not when the database has rolled back everything by itself: disk full
                self.execute(f"ROLLBACK TO SAVEPOINT {name}")
                self.execute(f"RELEASE SAVEPOINT {name}")
            raise
        else:
            self.execute(f"RELEASE SAVEPOINT {name}")
        finally:
            here.savepoints -= 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several SELECTs that see one moment. Blocks nobody; inside a transaction or another `reading` it adds
        nothing."""
        here = self._here
        if here.writing or here.reading:
            yield
            return
        self._guarded(self._engine.begin, False)
        here.reading = True
        try:
            yield
        finally:
            here.reading = False
            self._guarded(self._engine.rollback)

    def execute(self, sql: str, params: Sequence[Any] = ()) -> Cursor:
        """Run one statement. Changing anything outside a transaction is a mistake of the caller."""
        if not self._here.writing and not sql.lstrip()[:7].lower().startswith(_READS):
            raise RuntimeError(f"outside a transaction: {sql.strip()[:60]}")
        try:
            cursor: Cursor = self._engine.peewee.execute_sql(self._engine.sql(sql), params)
            return cursor
        except _ERRORS as error:
            self._raise(error)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """One statement for many rows of parameters; the number of rows changed."""
        if not self._here.writing:
            raise RuntimeError(f"outside a transaction: {sql.strip()[:60]}")
        try:
            cursor = self._engine.peewee.cursor()
            cursor.executemany(self._engine.sql(sql), rows)
            return int(cursor.rowcount)
        except _ERRORS as error:
            self._raise(error)

    def insert(self, sql: str, params: Sequence[Any]) -> int | None:
        """An INSERT that ends in `returning …`: its first value, None when ON CONFLICT DO NOTHING did nothing."""
        rows = self.execute(sql, params).fetchall()  # to the end: an unfinished RETURNING keeps the statement open
        return int(rows[0][0]) if rows else None

    def value(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """The first column of the first row, None when there is none."""
        row = self.execute(sql, params).fetchone()
        return None if row is None else row[0]

    def rows(self, query: peewee.Query) -> list[dict[str, Any]]:
        """Run a query built with tables.py; one dict per row."""
        try:
            return list(query.bind(self._engine.peewee).dicts())
        except _ERRORS as error:
            self._raise(error)

    def changed(self) -> bool:
        """Somebody else, thread or process, has committed since this thread last asked (or it never asked)."""
        here = self._here
        others = self._commits - here.own_commits
        foreign = self._guarded(self._engine.foreign_commits)
        news = others != here.seen or foreign != here.seen_foreign
        here.seen, here.seen_foreign = others, foreign
        return bool(news)

    def wait_for_commit(self, seconds: float) -> bool:
        """Block until somebody else has committed since this thread's last `changed` or `wait_for_commit`, at most
        `seconds`; True if so. A commit between looking and waiting is not missed. Returns early, False, at `wake()`."""
        calls, until = self._calls, time.monotonic() + seconds
        while True:
            if self.changed():
                return True
            left = until - time.monotonic()
            with self._news:
                if left <= 0 or self._calls != calls:
                    return False
                if self._commits - self._here.own_commits == self._here.seen:
                    self._news.wait(min(left, _LOOK_EVERY))

    def wake(self) -> None:
        """End every wait now: the process is to stop."""
        with self._news:
            self._calls += 1
            self._news.notify_all()

    def close_thread(self) -> None:
        """Close this thread's connection; the next use opens a new one."""
        self._engine.close_thread()
        self._here.seen_foreign = -1

    def close(self) -> None:
        """Close the connections of all threads, which must have stopped using them."""
        self._engine.close()

    def _guarded(self, act: Any, *args: Any) -> Any:
        try:
            return act(*args)
        except _ERRORS as error:
            self._raise(error)

    def _raise(self, error: Exception) -> NoReturn:
        words = self._engine.translate(error)
        if words is None:
            raise error
        raise words from error


def open_database(url: str, home: Path | None = None, now: datetime | None = None) -> Database:
    """Open, create if missing, and bring to the newest tables. `sqlite:///FILE` (relative to `home`, or absolute with
    four slashes) or `sqlite:///:memory:`. `now` is the desk's time, kept as the desk's beginning when the database is
    new.

    Raises ConfigError (unknown kind, no such folder), CannotDo (not a database, newer than this program), TryLater
    (busy).
    """
    scheme, slashes, rest = url.partition("://")
    if scheme != "sqlite" or not slashes:
        kind = scheme if slashes else url
        raise ConfigError(
            [Fault("rules.yaml: database", f"{kind}: is no database mailflow knows", "use sqlite:///mailflow.db")]
        )
    db = Database(SqliteEngine(rest.removeprefix("/"), home))
    try:
        migrations.migrate(db, now or SystemClock().now())
    except BaseException:
        db.close()
        raise
    return db
