"""A fresh desk in memory for each test, and the few values most tests need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.store.database import Database, open_database
from tests.store.desk import START


@pytest.fixture
def db() -> Iterator[Database]:
    database = open_database("sqlite:///:memory:", now=START)
    yield database
    database.close()


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Database]:
    """A desk in a file other processes can open too: tmp_path/desk.db."""
    database = open_database("sqlite:///desk.db", tmp_path, START)
    yield database
    database.close()
