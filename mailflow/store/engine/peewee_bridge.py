"""Peewee builds the queries of tables.py; the engines run them on the thread's own connection."""

from __future__ import annotations

from collections.abc import Callable

import peewee

from mailflow.store.engine.protocol import Cursor, Params


class _Run:
    """A peewee database that never opens a connection itself."""

    def __init__(self, run: Callable[[str, Params], Cursor]) -> None:
        self._run = run
        super().__init__("mailflow")  # type: ignore[call-arg]  # peewee's __init__, further up the MRO

    def execute_sql(self, sql: str, params: Params | None = None) -> Cursor:
        return self._run(sql, params or ())


class SqliteQueries(_Run, peewee.SqliteDatabase):
    """Queries in SQLite's dialect."""


class PostgresQueries(_Run, peewee.PostgresqlDatabase):
    """Queries in PostgreSQL's dialect."""
