"""The tables that are made are the tables that are described; and opening is safe for two at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from peewee import Model, SqliteDatabase

from mailflow.errors import CannotDo
from mailflow.store.desk import meta
from mailflow.store.engine import migrations, tables
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from tests.store.desk import START, ended, on_sqlite, process

MODELS = [m for m in vars(tables).values() if isinstance(m, type) and issubclass(m, Model) and not m.__subclasses__()]


def described(peewee: Any) -> dict[str, Any]:
    """Columns, keys, uniqueness, foreign keys and checks of every table, as SQLite reports them."""
    found: dict[str, Any] = {}
    for name, sql in peewee.execute_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words%'"
    ).fetchall():
        columns = {
            row[1]: (row[2].upper().replace("DOUBLE PRECISION", "REAL"), bool(row[3]) or bool(row[5]), bool(row[5]))
            for row in peewee.execute_sql(f"PRAGMA table_info({name})").fetchall()
        }
        foreign = {
            (row[3], row[2], row[4]) for row in peewee.execute_sql(f"PRAGMA foreign_key_list({name})").fetchall()
        }
        unique = set()
        for row in peewee.execute_sql(f"PRAGMA index_list({name})").fetchall():
            if row[2]:
                unique.add(tuple(c[2] for c in peewee.execute_sql(f"PRAGMA index_info({row[1]})").fetchall()))
        checks = {re.sub(r"[\"\s()]", "", check) for check in re.findall(r"CHECK ?\((.*?)\)(?=,|\)|$)", sql)}
        found[name] = (columns, foreign, unique, checks)
    return found


@on_sqlite
def test_the_migrated_tables_are_those_of_tables_py(db: Database) -> None:
    """tables.py is what people read: names, types, null, keys, uniqueness and foreign keys must be true."""
    model_db = SqliteDatabase(":memory:")
    with model_db.bind_ctx(MODELS):
        model_db.create_tables(MODELS)
    expected, found = described(model_db), described(db.engine.peewee)
    model_db.close()
    assert found.keys() == expected.keys()
    for name in expected:
        assert found[name] == expected[name], name


def test_opening_again_changes_nothing(url: str, tmp_path: Path) -> None:
    """Secret and beginning are made once, whoever opens later and whenever."""
    first = open_database(url, tmp_path, START)
    facts = (meta.secret(first), meta.since(first))
    first.close()
    again = open_database(url, tmp_path)
    assert (meta.secret(again), meta.since(again)) == facts
    assert len(facts[0]) == 64
    assert facts[1] == START
    again.close()


def test_a_newer_desk_is_not_touched(filed: Database, url: str, tmp_path: Path) -> None:
    """An old program must not write into tables it does not know."""
    with filed.transaction():
        meta.put(filed, "schema", str(migrations.NEWEST + 1))
    with pytest.raises(CannotDo, match="newer mailflow"):
        open_database(url, tmp_path)


def test_four_processes_that_open_a_new_desk_at_once_make_one(url: str, tmp_path: Path) -> None:
    """All see the same secret: the tables were made once."""
    script = "from mailflow.store.desk import meta\nsay(meta.secret(db))\n"
    secrets = {ended(child) for child in [process(script, tmp_path) for _ in range(4)]}
    assert len(secrets) == 1


def test_a_missing_migration_is_made_up_for(monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path) -> None:
    """An older desk gets only what it lacks, and keeps its data."""
    old = open_database(url, tmp_path, START)
    secret = meta.secret(old)
    old.close()
    more = (*migrations.MIGRATIONS, ("ALTER TABLE worker ADD COLUMN words TEXT", "CREATE TABLE news (id {id})"))
    monkeypatch.setattr(migrations, "MIGRATIONS", more)
    monkeypatch.setattr(migrations, "NEWEST", len(more))
    db = open_database(url, tmp_path)
    assert "news" in db.engine.tables()
    assert (meta.secret(db), meta.get(db, "schema")) == (secret, str(len(more)))
    db.close()


def test_a_migration_that_fails_leaves_the_old_tables(
    monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path
) -> None:
    """A crash in the middle of an upgrade is as if it had not begun."""
    open_database(url, tmp_path, START).close()
    broken = (*migrations.MIGRATIONS, ("CREATE TABLE news (id {id})", "CREATE TABLE meta (oops TEXT)"))
    monkeypatch.setattr(migrations, "MIGRATIONS", broken)
    monkeypatch.setattr(migrations, "NEWEST", len(broken))
    with pytest.raises(Exception, match="already exists"):
        open_database(url, tmp_path)
    monkeypatch.undo()
    db = open_database(url, tmp_path)
    assert "news" not in db.engine.tables()
    db.close()
