"""Desks of every earlier schema, kept as they were, come to today's tables with all they knew."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from mailflow.flow.verify import verify
from mailflow.store import archive, inbox, migrations, outbox, tickets
from mailflow.store.database import Database, open_database
from mailflow.store.doctor import conservation
from mailflow.store.fields import from_text
from tests.store.desk import ended, later, process

OLD = sorted((Path(__file__).parent / "old").glob("schema-*.sql"))
pytestmark = pytest.mark.parametrize("dump", OLD, ids=lambda path: path.stem)


def restored(dump: Path, folder: Path) -> Path:
    """The old database as a file, as its program left it."""
    file = folder / "desk.db"
    connection = sqlite3.connect(file)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    (folder / "url").write_text("sqlite:///desk.db")
    return file


def opened(dump: Path, folder: Path) -> Database:
    restored(dump, folder)
    return open_database("sqlite:///desk.db", folder, later(days=400))


def expected(dump: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dump.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def test_the_dump_is_of_the_schema_its_name_says(dump: Path, tmp_path: Path) -> None:
    """Else a later test would prove nothing."""
    connection = sqlite3.connect(restored(dump, tmp_path))
    [(schema,)] = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()
    connection.close()
    assert f"schema-{schema}" == dump.stem


def test_its_logs_fold_and_its_mail_is_all_there(dump: Path, tmp_path: Path) -> None:
    """verify and doctor find in the new tables what they would have found in the old."""
    db = opened(dump, tmp_path)
    assert db.value("SELECT value FROM meta WHERE key = 'schema'") == str(migrations.NEWEST)
    assert list(verify(db)) == []
    at = from_text(db.value("SELECT max(recorded_at) FROM inbox"))
    found = [words for words in conservation(db, at, 0.0) if "parked" not in words and "delivered" not in words]
    assert found == []
    db.close()


def test_it_tells_the_same_as_the_old_program_told(dump: Path, tmp_path: Path) -> None:
    """Every ticket with its events, messages and letters; every mail; every count. What is new may be added."""
    db, old = opened(dump, tmp_path), expected(dump)
    shown = [archive.show(db, n) for n in tickets.all_numbers(db)]
    assert contains(shown, old["tickets"])
    assert contains(inbox.listing(db, ("waiting", "parked", "done")), old["inbox"])
    assert (inbox.counts(db), outbox.counts(db)) == (old["inbox_counts"], old["outbox"])
    for mail in old["inbox"]:
        assert len(inbox.raw(db, mail["id"])) == mail["size"]
    db.close()


def test_two_processes_that_upgrade_it_at_once_do_it_once(dump: Path, tmp_path: Path) -> None:
    """Whoever comes second finds the work done; nothing is lost or doubled."""
    restored(dump, tmp_path)
    script = (
        "from mailflow.store import migrations, tickets\n"
        "say((db.value(\"SELECT value FROM meta WHERE key = 'schema'\"), tickets.all_numbers(db)))\n"
    )
    told = {ended(child) for child in [process(script, tmp_path) for _ in range(3)]}
    numbers = [shown["ticket"]["n"] for shown in expected(dump)["tickets"]]
    assert told == {f"{(str(migrations.NEWEST), numbers)}\n"}


def test_the_first_tables_are_still_made_as_they_were(dump: Path, tmp_path: Path) -> None:
    """A released migration is never edited: an empty file taken to the dump's schema has the dump's tables."""
    upto = int(dump.stem.partition("-")[2])
    made = sqlite3.connect(":memory:")
    types = {"id": "INTEGER PRIMARY KEY", "blob": "BLOB", "real": "REAL", "integer": "INTEGER"}
    for statements in migrations.MIGRATIONS[:upto]:
        for statement in statements:
            made.execute(statement.format(**types))
    old = sqlite3.connect(restored(dump, tmp_path))
    assert tables_of(made) == tables_of(old)
    made.close()
    old.close()


def tables_of(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows}


def contains(found: Any, wanted: Any) -> bool:
    """`found` says all that `wanted` says; an object may say more."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in found and contains(found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(contains, found, wanted))
    return bool(found == wanted)
