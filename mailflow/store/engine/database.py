"""One desk's database: transactions, savepoints, statements, and noticing commits of other threads and processes.

    db = open_database("sqlite:///mailflow.db", home)  # opening.py
    with db.transaction():            # one at a time per process, first come first served; BEGIN IMMEDIATE
        with db.savepoint():          # one mail of a batch
            db.execute("update …", (…))

The SQL of this package is plain enough to run on SQLite and PostgreSQL; its placeholder is `?`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

from mailflow.core.plain import JsonObject
from mailflow.errors import Conflict
from mailflow.store.engine import terms
from mailflow.store.engine.commit_watch import CommitWatch
from mailflow.store.engine.fifo_lock import FifoLock
from mailflow.store.engine.lasting import Lasting, has_any
from mailflow.store.engine.protocol import Cursor, Engine, Memo, Params, Row

if TYPE_CHECKING:
    import peewee

P = ParamSpec("P")
T = TypeVar("T")

_READS = ("select", "with", "pragma", "explain")


class _ThreadTransaction(threading.local):
    """Transaction state of one thread."""

    def __init__(self) -> None:
        self.writing = False
        self.deciding = False  # writing, and exclusively
        self.reading = False
        self.savepoints = 0
        self.owed: list[tuple[Cursor, Conflict]] = []  # statements that must have changed one row, and the error if not
        self.memo: Memo = {}
        self.late: list[tuple[Callable[..., None], object]] = []  # what to do at the end, and with what
        self.facts: dict[str, str] = {}  # what counts as seen once this transaction is committed


class Database:
    """Threads share one Database; each gets its own connection when it first needs one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = FifoLock()
        self._here = _ThreadTransaction()
        self._lasting = Lasting()
        self._commits = CommitWatch(lambda: int(self._guarded(engine.foreign_commits)), engine.watch)

    @property
    def place(self) -> str:
        """Where the data lies, without secrets, for messages."""
        return self._engine.place

    @property
    def shared(self) -> bool:
        """Whether daemons on several hosts may use this database (PostgreSQL)."""
        return not self._engine.one_writer

    @property
    def memo(self) -> Memo:
        """A cache that lives as long as the current transaction; also emptied when a savepoint is rolled back."""
        return self._here.memo

    @property
    def lasting(self) -> Memo:
        """Writer, exclusive. As `memo`, and handed on to this process's next exclusive transaction if nobody else has
        decided anything in between: for what only goes on with the hash chain. A statement the first time."""
        return self._lasting.taken(self._here.memo, self.value)

    @property
    def is_deciding(self) -> bool:
        """Whether this thread is inside an exclusive `transaction()`."""
        return self._here.deciding

    @property
    def has_lasting(self) -> bool:
        """Whether `lasting` may hold something to be kept in step."""
        return self._here.deciding and (has_any(self._here.memo) or not self._lasting.is_empty)

    @property
    def contended(self) -> bool:
        """Whether another thread waits for this one's transaction to end."""
        return self._turn.waiting > 0

    @property
    def lock_rows(self) -> str:
        """The suffix of a SELECT that locks the rows a writer will change (`FOR UPDATE`, or nothing)."""
        return self._engine.lock_rows

    @property
    def skip_locked(self) -> str:
        """The suffix of a SELECT of rows to claim (`FOR UPDATE SKIP LOCKED`, or nothing)."""
        return self._engine.skip_locked

    def lease_time(self, now: float) -> tuple[str, tuple[float, ...]]:
        """The time for leases and heartbeats, as SQL and parameters: the machine's (`now`) or a shared server's."""
        return self._engine.lease_time(now)

    @property
    def engine(self) -> Engine:
        """For doctor.py and migrations/ only."""
        return self._engine

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is inside `transaction()`."""
        return self._here.writing

    @contextmanager
    def transaction(self, *, exclusive: bool = True, quiet: bool = False, durable: bool = True) -> Iterator[None]:
        """Atomic and durable. Waits first for the other threads of this process (in order of asking), then for other
        processes (up to 10 s, then TryLater). Keep it short, and never talk to a network inside it.

        `exclusive`: no other transaction that decides something runs meanwhile, and it sees everything decided before
        it. False is for steps that unique keys and row locks keep apart; on PostgreSQL these wait for no other
        transaction. `quiet`: its commit wakes no loop. `durable` False: need not wait for the disk (fsync), so it may
        be lost in a power failure; for claims, leases and heartbeats.
        """
        here = self._here
        if here.writing or here.reading:
            raise RuntimeError("transactions do not nest; use savepoint() inside one")
        with self._turn if exclusive or self._engine.one_writer else nullcontext():
            self._guarded(self._engine.begin, True, exclusive, durable)
            here.writing, here.deciding = True, exclusive
            try:
                if exclusive and (reign := self._guarded(self._engine.reign)) is not None:
                    terms.enter(self, reign)
                before = self._guarded(self._engine.changes)
                yield
                self.act_now()
                wrote = self._guarded(self._engine.changes) != before
                self._settle_up(0)
                notify = wrote and not quiet  # two loops would wake each other for ever with empty commits
                self._guarded(self._engine.commit, notify)
                if exclusive:
                    self._lasting.leave(here.memo, here.facts)
                if here.facts:
                    self._engine.committed(here.facts)
            except BaseException as error:
                self._guarded(self._engine.rollback)
                self._settle_for(0, error)
                raise
            finally:
                here.writing = here.deciding = False
                here.memo.clear()
                here.late.clear()
                here.facts = {}
        if notify:
            self._commits.committed()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """SAVEPOINT: an exception inside undoes only what was done inside; the surrounding transaction goes on. Where
        statements are pipelined it waits for their results, so that what fails, fails in its own savepoint."""
        here = self._here
        if not here.writing:
            raise RuntimeError("a savepoint belongs inside a transaction")
        name = f"s{here.savepoints}"
        self._guarded(self._engine.sync)  # a failure of an earlier statement must not count as this savepoint's
        self.execute(f"SAVEPOINT {name}")
        here.savepoints += 1
        owed, late, facts = len(here.owed), list(here.late), dict(here.facts)
        try:
            yield
            self._guarded(self._engine.sync)
            self._settle_up(owed)
        except BaseException as error:
            here.memo.clear()
            here.late, here.facts = late, facts
            if self._engine.inside():  # SQLite rolls the whole transaction back by itself when the disk is full
                self._guarded(self._engine.recover)
                self.execute(f"ROLLBACK TO SAVEPOINT {name}")
                # psycopg hears of the rollback now, and gives up its prepared statements with the next one, which must
                # not be one that it prepares
                self._guarded(self._engine.sync)
                self.execute(f"RELEASE SAVEPOINT {name}")
            self._settle_for(owed, error)
            raise
        else:
            self.execute(f"RELEASE SAVEPOINT {name}")
        finally:
            here.savepoints -= 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A read-only transaction: several SELECTs that see one snapshot. Blocks no writer; does nothing when already
        inside a transaction or another `reading`."""
        here = self._here
        if here.writing or here.reading:
            yield
            return
        self._guarded(self._engine.begin, False, False, False)
        here.reading = True
        try:
            yield
        finally:
            here.reading = False
            self._guarded(self._engine.rollback)

    def execute(self, sql: str, params: Params = ()) -> Cursor:
        """Run one statement. Writing outside a transaction is a programming error."""
        if not self._here.writing and not sql.lstrip()[:7].lower().startswith(_READS):
            raise RuntimeError(f"outside a transaction: {sql.strip()[:60]}")
        try:
            return self._engine.execute(sql, params)
        except self._engine.errors as error:
            self._raise(error)

    def change_one(self, sql: str, params: Params, otherwise: Conflict) -> None:
        """Run one statement that must change exactly one row. If it changes none, `otherwise` is raised: at once, or,
        when pipelined, at the end of the savepoint or transaction."""
        cursor = self.execute(sql, params)
        if self._engine.answers_late:
            self._here.owed.append((cursor, otherwise))
        elif self._engine.rows_changed(cursor) != 1:
            raise otherwise

    def later(self, act: Callable[[Database, list[T]], None], item: T) -> None:
        """Writer. Do `act` with this and all other items given for it, at the end of the transaction; not with items of
        a savepoint that is rolled back. For what costs less for all together than for each mail of a batch."""
        if not self._here.writing:
            raise RuntimeError(f"outside a transaction: {act.__name__}")
        self._here.late.append((act, item))

    def remember(self, key: str, value: str) -> None:
        """Writer. A fact of meta: once this is committed, a database without it has lost something (terms.py)."""
        self._here.facts[key] = value

    def remembered(self, key: str) -> str | None:
        """What this transaction has made of it, if anything; a savepoint that is rolled back takes that back."""
        return self._here.facts.get(key)

    def act_now(self) -> None:
        """Do what was to be done at the end of the transaction, and what that leads to."""
        while self._here.late:
            late, self._here.late = self._here.late, []
            for act in dict.fromkeys(act for act, _ in late):
                act(self, [item for one, item in late if one is act])

    def _settle_up(self, since: int) -> None:
        wrong = self._unmet(since)
        if wrong is not None:
            raise wrong

    def _settle_for(self, since: int, error: BaseException) -> None:
        """After a database error: raise the Conflict of a row that was not changed, if there is one, because it
        explains what failed afterwards."""
        wrong = self._unmet(since)
        if wrong is not None and isinstance(error, self._engine.errors):
            raise wrong from error

    def _unmet(self, since: int) -> Conflict | None:
        """The Conflict of the first statement that did not change its row; clears the list."""
        owed = self._here.owed[since:]
        del self._here.owed[since:]
        return next((otherwise for cursor, otherwise in owed if self._engine.rows_changed(cursor) not in (1, -1)), None)

    def new_ids(self, table: str, count: int) -> Sequence[int]:
        """Ids for `count` rows that this transaction will insert, increasing from commit to commit. With ids known
        beforehand no INSERT must be waited for."""
        if not self._here.writing:
            raise RuntimeError(f"outside a transaction: ids of {table}")
        ids: Sequence[int] = self._guarded(self._engine.new_ids, table, count, self._here.memo)
        return ids

    def many(self, sql: str, rows: Sequence[Params]) -> None:
        """executemany: one statement for many rows of parameters."""
        if not self._here.writing:
            raise RuntimeError(f"outside a transaction: {sql.strip()[:60]}")
        if rows:
            self._guarded(self._engine.many, sql, rows)

    def each(self, sql: str, rows: Sequence[Params]) -> list[int | None]:
        """One `INSERT … RETURNING` for many rows of parameters: the first value of each, None where ON CONFLICT DO
        NOTHING inserted nothing."""
        if not self._here.writing:
            raise RuntimeError(f"outside a transaction: {sql.strip()[:60]}")
        return self._guarded(self._engine.each, sql, rows)

    def all(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows. An error of the database may only show while the last rows are read."""
        try:
            return self._engine.execute(sql, params).fetchall()
        except self._engine.errors as error:
            self._raise(error)

    def one(self, sql: str, params: Params = ()) -> Row:
        """The row there must be. Raises LookupError when there is none."""
        row = self.execute(sql, params).fetchone()
        if row is None:
            raise LookupError(sql)
        return row

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, None when there is none."""
        row = self.execute(sql, params).fetchone()
        return None if row is None else row[0]

    def rows(self, query: peewee.Query) -> list[JsonObject]:
        """Run a query built with tables.py; one dict per row."""
        try:
            return list(query.bind(self._engine.peewee).dicts())
        except self._engine.errors as error:
            self._raise(error)

    def changed(self) -> bool:
        """Whether another thread or process has committed since this thread last asked, or this thread asks for the
        first time."""
        return self._commits.changed()

    def wait_for_commit(self, seconds: float) -> bool:
        """Block until another thread or process has committed since this thread's last `changed` or `wait_for_commit`,
        at most `seconds`; returns True if so. A commit between the check and the wait is not missed. Returns False
        early when `wake()` is called."""
        return self._commits.wait(seconds)

    def wake(self) -> None:
        """End every wait now: the process shuts down."""
        self._commits.wake()

    def close_thread(self) -> None:
        """Close this thread's connection; the next use opens a new one."""
        self._engine.close_thread()
        self._commits.new_connection()

    def close(self) -> None:
        """Close the connections of all threads, which must have stopped using them."""
        self._engine.close()

    def _guarded(self, act: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        try:
            return act(*args, **named)
        except self._engine.errors as error:
            self._raise(error)

    def _raise(self, error: Exception) -> NoReturn:
        words = self._engine.translate(error)
        if words is None:
            raise error
        raise words from error
