"""A fresh desk for each test, on SQLite and on PostgreSQL, and the few values most tests need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from tests.store.desk import START


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.server)])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database. A test of one of them alone says so with tests.store.desk.on_sqlite."""
    return str(request.param)


@pytest.fixture
def url(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    """Of an empty database that other processes can open too: tests.store.desk.process does."""
    found: str = "sqlite:///desk.db" if kind == "sqlite" else request.getfixturevalue("postgres").new_desk()
    (tmp_path / "url").write_text(found)
    return found


@pytest.fixture
def db(kind: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A desk nobody else can open."""
    where = "sqlite:///:memory:" if kind == "sqlite" else request.getfixturevalue("url")
    yield from _opened(where)


@pytest.fixture
def filed(url: str, tmp_path: Path) -> Iterator[Database]:
    """A desk other processes can open too."""
    yield from _opened(url, tmp_path)


def _opened(url: str, home: Path | None = None) -> Iterator[Database]:
    database = open_database(url, home, START)
    in_given_time(database)
    yield database
    database.close()


def in_given_time(database: Database) -> None:
    """PostgreSQL counts leases by its own clock; for a test's `now` it must believe the caller. (That it does not is
    tested in test_postgres.py.)"""
    engine: Any = database.engine
    if database.place.startswith("postgresql:"):
        engine.lease_time = lambda now: ("CAST(? AS DOUBLE PRECISION)", (now,))
