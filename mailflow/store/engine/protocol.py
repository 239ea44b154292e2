"""What a database must offer; SQLite (sqlite.py) and PostgreSQL (postgres.py) do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from mailflow.errors import MailflowError


class Cursor(Protocol):
    """What we use of a DB-API cursor; rows are tuples."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Engine(Protocol):
    """What differs between the databases: sqlite.py and postgres.py."""

    @property
    def peewee(self) -> Any:
        """A peewee.Database that builds queries, and has them run here. Its own methods have no types."""

    @property
    def place(self) -> str:
        """For messages, without secrets."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What it raises."""

    @property
    def one_writer(self) -> bool:
        """Every transaction waits for every other, whatever it does."""

    @property
    def answers_late(self) -> bool:
        """In a writing transaction statements are pipelined: asking for rows, or how many, waits for the answers."""

    def rows_changed(self, cursor: Cursor) -> int:
        """By a statement, as far as is known without waiting; -1: it failed, was left out, or the answer is not
        in yet."""

    @property
    def lock_rows(self) -> str:
        """Ends a SELECT that locks its rows until the transaction is over (FOR UPDATE)."""

    @property
    def skip_locked(self) -> str:
        """The same, leaving out rows another transaction has locked (SKIP LOCKED)."""

    @property
    def types(self) -> Mapping[str, str]:
        """What it calls the types of migrations/."""

    def execute(self, sql: str, params: Sequence[Any]) -> Cursor:
        """In a writing transaction an error may show later, but not after `sync`."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None: ...
    def each(self, sql: str, rows: Sequence[Sequence[Any]]) -> list[Any]: ...

    def new_ids(self, table: str, count: int, memo: dict[str, Any]) -> Sequence[int]:
        """`memo` lives as long as the transaction, or until a savepoint is undone."""

    def sync(self) -> None:
        """All statements so far are carried out; raises the error of the first that was not."""

    def recover(self) -> bool:
        """After an error: ROLLBACK TO SAVEPOINT will be heard. False when a statement of this transaction has failed
        and undone more than itself."""

    def begin(self, writing: bool, alone: bool, durable: bool) -> None: ...
    def commit(self, notify: bool) -> None: ...

    def rollback(self) -> None:
        """Also when the database has already done so by itself, or cannot be reached."""

    def inside(self) -> bool:
        """A transaction is open on this thread's connection."""

    def changes(self) -> int:
        """Grows when this thread writes something."""

    def foreign_commits(self) -> int:
        """A number that differs from the last one once another process has committed something."""

    def watch(self, heard: Callable[[], None]) -> None:
        """Call `heard`, from another thread, when it differs; if the database tells of it."""

    def lease_time(self, now: float) -> tuple[str, tuple[float, ...]]: ...

    def faults(self) -> list[str]:
        """Damage it finds in itself."""

    def tables(self) -> set[str]: ...
    def connections(self) -> int: ...

    def translate(self, error: Exception) -> MailflowError | None:
        """The error in our words, None where it is a fault of the program."""

    def close_thread(self) -> None: ...
    def close(self) -> None: ...
