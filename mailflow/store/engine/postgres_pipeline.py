"""Statements sent before the answers to earlier ones are in (PostgreSQL's pipeline mode).

A mail costs some thirty statements; waiting for each answer took longer than all the rest. Reading rows or a
count waits for them (sync); errors show at the next sync, at the latest at the end of a savepoint that is `sure`, or of
the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import psycopg

_WRITES = ("INSERT", "UPDATE", "DELETE")
_CANNOT_FAIL = ("SAVEPOINT", "RELEASE")  # alone, that is: nothing needs to wait for them


class Pipeline:
    """One writing transaction, from its first statement to its last. `in_words` makes an error ours."""

    def __init__(self, connection: psycopg.Connection[Any], in_words: Callable[[psycopg.Error], Exception]) -> None:
        self._in_words = in_words
        self._context = connection.pipeline()
        self._pipeline = self._context.__enter__()
        self._sent: list[psycopg.Cursor[Any]] = []
        self._last_is_one = False  # one statement, with one answer

    def sent(self, cursor: psycopg.Cursor[Any], sql: str, *, many: bool) -> Answer:
        if not sql.startswith(_CANNOT_FAIL):
            self._sent.append(cursor)
            self._last_is_one = not many
        return Answer(cursor, self._pipeline, self._in_words)

    def sync(self) -> int:
        """Every answer has come; how many of the statements have changed something. Raises psycopg.Error when one
        failed, and then those after it had no effect."""
        sent, self._sent = self._sent, []
        if sent and not (self._last_is_one and sent[-1].statusmessage):  # answers come in order: with the last all
            self._pipeline.sync()
        return sum(changed(cursor) for cursor in sent)

    def recover(self) -> int:
        """After an error: statements are carried out again. How many have changed something."""
        sent, self._sent = self._sent, []
        with suppress(psycopg.Error):  # has been heard; the end of the connection shows again
            self._pipeline.sync()
        return sum(changed(cursor) for cursor in sent)

    def end(self) -> None:
        self._context.__exit__(None, None, None)


class Answer:
    """A cursor whose rows, or their number, may still be on their way: errors show here too."""

    def __init__(
        self,
        cursor: psycopg.Cursor[Any],
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
    def description(self) -> Any:
        self._here()
        return self._cursor.description

    def fetchone(self) -> Any:
        return self._waited(self._cursor.fetchone)

    def fetchall(self) -> list[Any]:
        rows: list[Any] = self._waited(self._cursor.fetchall)
        return rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def close(self) -> None:
        """peewee says so when it has read the last row."""
        self._cursor.close()

    def _here(self) -> None:
        if self._cursor.statusmessage is None:
            self._waited(self._pipeline.sync)

    def _waited(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except psycopg.Error as error:
            words = self._in_words(error)
            if words is error:
                raise
            raise words from error


def changed(cursor: psycopg.Cursor[Any]) -> bool:
    """The statement has written a row."""
    return cursor.rowcount > 0 and (cursor.statusmessage or "").startswith(_WRITES)
