"""Queries built with tables.py; the engines run them, on the connection of the thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import peewee


class _Run:
    """Never connects by itself."""

    def __init__(self, run: Callable[[str, Sequence[Any]], Any]) -> None:
        self._run = run
        super().__init__("mailflow")  # type: ignore[call-arg]  # peewee's, further up

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        return self._run(sql, params or ())


class SqliteQueries(_Run, peewee.SqliteDatabase):
    """In SQLite's dialect."""


class PostgresQueries(_Run, peewee.PostgresqlDatabase):
    """In PostgreSQL's."""
