"""Statements sent before the results of earlier ones arrive (PostgreSQL's pipeline mode).

A mail needs about thirty statements; waiting for each result took longer than all other work. Reading rows or a row
count waits for the results (sync). Errors show at the next sync: at the latest at the end of a savepoint or
of the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

import psycopg
from psycopg.rows import TupleRow

from mailflow.store.engine.protocol import Row

T = TypeVar("T")

_WRITES = ("INSERT", "UPDATE", "DELETE")
_CANNOT_FAIL = ("SAVEPOINT", "RELEASE")  # by themselves; so nothing needs to wait for them


class Pipeline:
    """One writing transaction, from its first statement to its last. `in_words` translates a driver error."""

    def __init__(
        self, connection: psycopg.Connection[TupleRow], in_words: Callable[[psycopg.Error], Exception]
    ) -> None:
        self._in_words = in_words
        self._context = connection.pipeline()
        self._pipeline = self._context.__enter__()
        self._sent: list[psycopg.Cursor[TupleRow]] = []
        self._last_is_one = False  # the last entry is one statement with one result

    def sent(self, cursor: psycopg.Cursor[TupleRow], sql: str, *, many: bool) -> Answer:
        if not sql.startswith(_CANNOT_FAIL):
            self._sent.append(cursor)
            self._last_is_one = not many
        return Answer(cursor, self._pipeline, self._in_words)

    def sync(self) -> int:
        """Wait for all results; returns how many statements changed rows. Raises psycopg.Error when one failed; the
        statements after it had no effect."""
        sent, self._sent = self._sent, []
        # results arrive in order: with the last, all are here
        if sent and not (self._last_is_one and sent[-1].statusmessage):
            self._pipeline.sync()
        return sum(changed(cursor) for cursor in sent)

    def recover(self) -> int:
        """Make the connection usable after an error. Returns how many statements changed rows."""
        sent, self._sent = self._sent, []
        with suppress(psycopg.Error):  # already reported; a dead connection shows again at the next statement
            self._pipeline.sync()
        return sum(changed(cursor) for cursor in sent)

    def end(self) -> None:
        self._context.__exit__(None, None, None)


class Answer:
    """A cursor whose rows, or their number, may not have arrived yet: reading them waits, and may raise."""

    def __init__(
        self,
        cursor: psycopg.Cursor[TupleRow],
        pipeline: psycopg.Pipeline,
        in_words: Callable[[psycopg.Error], Exception],
    ) -> None:
        self._cursor, self._pipeline, self._in_words = cursor, pipeline, in_words

    @property
    def rows_changed(self) -> int:
        """`rowcount` if it is known by now, else -1."""
        return self._cursor.rowcount

    @property
    def rowcount(self) -> int:
        self._here()
        return self._cursor.rowcount

    @property
    def description(self) -> list[psycopg.Column] | None:
        self._here()
        return self._cursor.description

    def fetchone(self) -> Row | None:
        return self._waited(self._cursor.fetchone)

    def fetchall(self) -> list[Row]:
        return self._waited(self._cursor.fetchall)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.fetchall())

    def close(self) -> None:
        """Called by peewee after the last row."""
        self._cursor.close()

    def _here(self) -> None:
        if self._cursor.statusmessage is None:
            self._waited(self._pipeline.sync)

    def _waited(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except psycopg.Error as error:
            words = self._in_words(error)
            if words is error:
                raise
            raise words from error


def changed(cursor: psycopg.Cursor[TupleRow]) -> bool:
    """Whether the statement has written a row."""
    return cursor.rowcount > 0 and (cursor.statusmessage or "").startswith(_WRITES)
