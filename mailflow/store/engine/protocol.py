"""What a database engine must offer; implemented by SQLite (sqlite.py) and PostgreSQL (postgres.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from mailflow.errors import MailflowError
from mailflow.store.engine.statements import Cursor as Cursor
from mailflow.store.engine.statements import Memo as Memo
from mailflow.store.engine.statements import PageCheck as PageCheck
from mailflow.store.engine.statements import Params as Params
from mailflow.store.engine.statements import Reign as Reign
from mailflow.store.engine.statements import Row as Row
from mailflow.store.engine.statements import Value as Value
from mailflow.store.engine.word_index import WordIndex

if TYPE_CHECKING:
    import peewee


class Engine(Protocol):
    """Everything that differs between the databases."""

    @property
    def peewee(self) -> peewee.Database:
        """A peewee.Database that builds queries and runs them on our connections. Its own methods have no types."""

    @property
    def place(self) -> str:
        """Where the data lies, for messages, without secrets."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """The driver's exceptions."""

    @property
    def one_writer(self) -> bool:
        """Whether the database allows one writing transaction at a time (SQLite)."""

    @property
    def answers_late(self) -> bool:
        """Whether statements of a writing transaction are pipelined: reading rows or a row count waits for the
        results."""

    def rows_changed(self, cursor: Cursor) -> int:
        """How many rows a statement changed, as far as known without waiting; -1: it failed, was skipped, or its result
        is not in yet."""

    @property
    def lock_rows(self) -> str:
        """The suffix of a SELECT that locks its rows until the end of the transaction (FOR UPDATE)."""

    @property
    def skip_locked(self) -> str:
        """The same, leaving out rows locked by another transaction (SKIP LOCKED)."""

    @property
    def types(self) -> Mapping[str, str]:
        """For migrations/: types of columns `id`, `integer`, `real`, `blob`; what ends a table stored by its key,
        `clustered`."""

    @property
    def words(self) -> WordIndex:
        """Full-text search."""

    def execute(self, sql: str, params: Params) -> Cursor:
        """In a writing transaction an error may show later, but not after the next `sync`."""

    def many(self, sql: str, rows: Iterable[Params]) -> None: ...
    def each(self, sql: str, rows: Sequence[Params]) -> list[int | None]: ...

    def new_ids(self, table: str, count: int, memo: Memo) -> Sequence[int]:
        """Ids for rows to insert. `memo` lives as long as the transaction, or until a savepoint is rolled back."""

    def sync(self) -> None:
        """Wait until all statements so far are executed; raises the error of the first that failed."""

    def recover(self) -> None:
        """After an error: makes ROLLBACK TO SAVEPOINT possible."""

    def begin(self, writing: bool, exclusive: bool, durable: bool) -> None: ...
    def commit(self, notify: bool) -> None: ...

    def rollback(self) -> None:
        """Safe to call also when the database has rolled back by itself, or cannot be reached."""

    def inside(self) -> bool:
        """Whether a transaction is open on this thread's connection."""

    def reign(self) -> Reign | None:
        """In a deciding transaction: what to compare the database with first (terms.py); None when that was done on
        this connection, or a database has no leaders."""

    def committed(self, facts: Mapping[str, str]) -> None:
        """What was remembered in the transaction that has been committed now."""

    def changes(self) -> int:
        """A counter that grows when this thread writes something."""

    def foreign_commits(self) -> int:
        """A number that changes when another process has committed."""

    def watch(self, heard: Callable[[], None]) -> None:
        """Call `heard`, from another thread, when `foreign_commits` changes, if the database can notify."""

    def lease_time(self, now: float) -> tuple[str, tuple[float, ...]]: ...

    def faults(self, seconds: float | None = None) -> PageCheck:
        """Corruption the database finds in itself; a large one is not read to its end in so many seconds."""

    def room(self) -> str:
        """Why a daemon would not get as many connections as it needs; "" when it does."""

    def unused(self) -> tuple[int, int]:
        """(unused bytes inside its file, bytes of the file); (0, 0) where a server manages its space."""

    def shrink(self, most: int) -> bool:
        """In a writing transaction: return about so many unused bytes to the disk. Returns whether any were
        returned."""

    def rewrite(self) -> None:
        """Outside any transaction: rewrite the whole file. May take a while."""

    def tables(self) -> set[str]: ...
    def connections(self) -> int: ...

    def translate(self, error: Exception) -> MailflowError | None:
        """The error as one of mailflow's, None where it is a bug of the program."""

    def close_thread(self) -> None: ...
    def close(self) -> None: ...
