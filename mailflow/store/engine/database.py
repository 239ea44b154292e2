"""One desk's database: transactions, statements, and noticing that another process or thread has committed.

    db = open_database("sqlite:///mailflow.db", home)  # opening.py
    with db.transaction():            # one at a time per process, in the order asked; IMMEDIATE
        with db.savepoint():          # one mail of a batch
            db.execute("update …", (…))

SQL elsewhere in this package is plain enough for SQLite and PostgreSQL and written with `?` for parameters.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NoReturn

from mailflow.errors import Conflict, MailflowError, TryLater, Unsure
from mailflow.store.engine.commit_watch import CommitWatch
from mailflow.store.engine.fifo_lock import FifoLock
from mailflow.store.engine.protocol import Cursor, Engine

if TYPE_CHECKING:
    import peewee

_READS = ("select", "with", "pragma", "explain")


class _Here(threading.local):
    """What one thread must remember."""

    def __init__(self) -> None:
        self.writing = False
        self.reading = False
        self.savepoints = 0
        self.unsure = False  # one of them did not wait for its answers
        self.owed: list[tuple[Cursor, Conflict]] = []  # statements that must have changed one row, or else
        self.memo: dict[str, Any] = {}


class Database:
    """Threads share one Database; each gets its own connection when it first asks for something."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = FifoLock()
        self._here = _Here()
        self._commits = CommitWatch(lambda: int(self._guarded(engine.foreign_commits)), engine.watch)

    @property
    def place(self) -> str:
        """Where the data lies, for messages."""
        return self._engine.place

    @property
    def shared(self) -> bool:
        """Daemons of several hosts may work on it."""
        return not self._engine.one_writer

    @property
    def memo(self) -> dict[str, Any]:
        """What this transaction knows without asking again; emptied when a savepoint is undone."""
        return self._here.memo

    @property
    def wanted(self) -> bool:
        """Another thread waits for this one's transaction to end."""
        return self._turn.waiting > 0

    @property
    def lock_rows(self) -> str:
        """Ends a SELECT in a writer that reads a row before it changes it."""
        return self._engine.lock_rows

    @property
    def skip_locked(self) -> str:
        """Ends a SELECT of rows to claim."""
        return self._engine.skip_locked

    def lease_time(self, now: float) -> tuple[str, tuple[float, ...]]:
        """The time leases are counted in, as SQL with its parameters: the machine's (`now`) where all daemons share
        one, the database's where each may have its own."""
        return self._engine.lease_time(now)

    @property
    def engine(self) -> Engine:
        """For doctor.py and migrations/ only."""
        return self._engine

    @property
    def in_transaction(self) -> bool:
        """This thread is inside `transaction()`."""
        return self._here.writing

    @contextmanager
    def transaction(self, *, alone: bool = True, quiet: bool = False, durable: bool = True) -> Iterator[None]:
        """Everything inside becomes true at once, durably, or not at all. Waits its turn among the threads (in order),
        then among the processes (up to 10 s, else TryLater). Keep it short: others wait; never talk to a network
        inside.

        A transaction that decides anything is `alone`: it sees all that was decided before, and no other decides
        meanwhile. False is for steps that unique keys and row locks keep apart; on PostgreSQL they wait for none. A
        `quiet` one wakes no loop. What is not `durable` may be lost when the machine, or the server, loses its
        power: claims, leases, heartbeats. It need not wait for the disk.
        """
        here = self._here
        if here.writing or here.reading:
            raise RuntimeError("transactions do not nest; use savepoint() inside one")
        with self._turn if alone or self._engine.one_writer else nullcontext():
            self._guarded(self._engine.begin, True, alone, durable)
            here.writing = True
            try:
                before = self._guarded(self._engine.changes)
                yield
                wrote = self._guarded(self._engine.changes) != before
                self._settle_up(0)
                notify = wrote and not quiet  # empty ones would wake two loops for ever
                self._guarded(self._engine.commit, notify)
            except BaseException as error:
                self._guarded(self._engine.rollback)
                self._settle_for(0, error)
                if here.unsure and self._is_its_own(error):
                    raise Unsure(f"{self.place}: {error}") from error
                raise
            finally:
                here.writing = here.unsure = False
                here.memo.clear()
        if notify:
            self._commits.committed()

    @contextmanager
    def savepoint(self, *, sure: bool = True) -> Iterator[None]:
        """Undo only what was done inside when it raises; the transaction around it goes on. Where statements are
        pipelined, one that is not `sure` ends without waiting to learn whether its statements have failed; if one has,
        Unsure comes from this or a later savepoint, or from the transaction's end."""
        here = self._here
        if not here.writing:
            raise RuntimeError("a savepoint belongs inside a transaction")
        name = f"s{here.savepoints}"
        sure = sure or not self._engine.answers_late
        here.unsure = here.unsure or not sure
        if not here.unsure:
            self._guarded(self._engine.sync)  # what failed before belongs outside
        self.execute(f"SAVEPOINT {name}")
        here.savepoints += 1
        owed = len(here.owed)
        try:
            yield
            if sure:
                self._guarded(self._engine.sync)
                self._settle_up(owed)
        except BaseException as error:
            here.memo.clear()
            if self._engine.inside():  # not when the database has rolled back everything by itself: disk full
                whole = self._guarded(self._engine.recover)
                if here.unsure and not whole:  # then this savepoint may not even have begun
                    raise Unsure(f"{self.place}: {error}") from error
                self.execute(f"ROLLBACK TO SAVEPOINT {name}")
                self.execute(f"RELEASE SAVEPOINT {name}")
            self._settle_for(owed, error)
            raise
        else:
            self.execute(f"RELEASE SAVEPOINT {name}")
        finally:
            here.savepoints -= 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several SELECTs that see one snapshot. Blocks no writer; inside a transaction or another `reading` it adds
        nothing."""
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

    def execute(self, sql: str, params: Sequence[Any] = ()) -> Cursor:
        """Run one statement. Changing anything outside a transaction is a mistake of the caller."""
        if not self._here.writing and not sql.lstrip()[:7].lower().startswith(_READS):
            raise RuntimeError(f"outside a transaction: {sql.strip()[:60]}")
        try:
            return self._engine.execute(sql, params)
        except self._engine.errors as error:
            self._raise(error)

    def change_one(self, sql: str, params: Sequence[Any], otherwise: Conflict) -> None:
        """Run one statement that must change one row. If it does not, `otherwise` is raised: at once, or where the
        savepoint or transaction ends, when the answer has come without being waited for."""
        cursor = self.execute(sql, params)
        if self._engine.answers_late:
            self._here.owed.append((cursor, otherwise))
        elif self._engine.rows_changed(cursor) != 1:
            raise otherwise

    def _settle_up(self, since: int) -> None:
        wrong = self._unmet(since)
        if wrong is not None:
            raise wrong

    def _settle_for(self, since: int, error: BaseException) -> None:
        """After an error of the database: a row that was not changed explains it, for what followed went wrong too."""
        wrong = self._unmet(since)
        if wrong is not None and isinstance(error, self._engine.errors):
            raise wrong from error

    def _unmet(self, since: int) -> Conflict | None:
        """What the first statement should have changed and has not; forgets them."""
        owed = self._here.owed[since:]
        del self._here.owed[since:]
        return next((otherwise for cursor, otherwise in owed if self._engine.rows_changed(cursor) not in (1, -1)), None)

    def new_ids(self, table: str, count: int) -> Sequence[int]:
        """Ids for `count` rows that this transaction will insert, growing from commit to commit: known
        beforehand, no INSERT need be waited for."""
        if not self._here.writing:
            raise RuntimeError(f"outside a transaction: ids of {table}")
        ids: Sequence[int] = self._guarded(self._engine.new_ids, table, count, self._here.memo)
        return ids

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for many rows of parameters."""
        if not self._here.writing:
            raise RuntimeError(f"outside a transaction: {sql.strip()[:60]}")
        self._guarded(self._engine.many, sql, rows)

    def each(self, sql: str, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """One `INSERT … RETURNING` for many rows of parameters: the first value of each, None where ON CONFLICT DO
        NOTHING did nothing."""
        if not self._here.writing:
            raise RuntimeError(f"outside a transaction: {sql.strip()[:60]}")
        found: list[Any] = self._guarded(self._engine.each, sql, rows)
        return found

    def all(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        """Every row. What is wrong with the database may show only at the last of them."""
        try:
            return self._engine.execute(sql, params).fetchall()
        except self._engine.errors as error:
            self._raise(error)

    def value(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """The first column of the first row, None when there is none."""
        row = self.execute(sql, params).fetchone()
        return None if row is None else row[0]

    def rows(self, query: peewee.Query) -> list[dict[str, Any]]:
        """Run a query built with tables.py; one dict per row."""
        try:
            return list(query.bind(self._engine.peewee).dicts())
        except self._engine.errors as error:
            self._raise(error)

    def changed(self) -> bool:
        """Another thread or process has committed since this thread last asked (or it never asked)."""
        return self._commits.changed()

    def wait_for_commit(self, seconds: float) -> bool:
        """Block until another thread or process has committed since this thread's last `changed` or `wait_for_commit`,
        at most `seconds`; True if so. A commit between looking and waiting is not missed. Returns early, False, at
        `wake()`."""
        return self._commits.wait(seconds)

    def wake(self) -> None:
        """End every wait now: the process is to stop."""
        self._commits.wake()

    def close_thread(self) -> None:
        """Close this thread's connection; the next use opens a new one."""
        self._engine.close_thread()
        self._commits.new_connection()

    def close(self) -> None:
        """Close the connections of all threads, which must have stopped using them."""
        self._engine.close()

    def _guarded(self, act: Any, *args: Any) -> Any:
        try:
            return act(*args)
        except self._engine.errors as error:
            self._raise(error)

    def _is_its_own(self, error: BaseException) -> bool:
        """It comes from the database, raw or in our words, and the same statement would fail again."""
        first = error.__cause__ if isinstance(error, MailflowError) else error
        return isinstance(first, self._engine.errors) and not isinstance(error, TryLater)

    def _raise(self, error: Exception) -> NoReturn:
        words = self._engine.translate(error)
        if self._here.unsure and not isinstance(words, TryLater):  # whose fault is it?
            raise Unsure(f"{self.place}: {error}") from error
        if words is None:
            raise error
        raise words from error
