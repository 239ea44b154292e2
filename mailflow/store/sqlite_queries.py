"""Queries built with tables.py in SQLite's dialect; sqlite.py runs them, on the connection of the thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import peewee


class Queries(peewee.SqliteDatabase):
    """Never connects by itself."""

    def __init__(self, run: Callable[[str, Sequence[Any]], Any]) -> None:
        self._run = run
        super().__init__("mailflow")

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        return self._run(sql, params or ())
