"""Desks of every earlier schema, kept as they were, come to today's tables with all they knew, and go on working."""

from __future__ import annotations

import gzip
import itertools
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mailflow.core.ticket import Status
from mailflow.flow.admin.verify import verify
from mailflow.store.desk import tickets
from mailflow.store.engine import migrations
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text
from mailflow.store.engine.migrations import m0016_words
from mailflow.store.engine.opening import open_database
from mailflow.store.engine.postgres import PostgresEngine
from mailflow.store.mail import inbox, outbox
from mailflow.store.read import archive
from tests.conservation import lost
from tests.flow.conftest import Office
from tests.store.desk import ended, later, process
from tests.store.old.keep import SCHEMA

OLD = Path(__file__).parent / "old"
DUMPS = sorted({path.name.split(".")[0] for path in OLD.glob("schema-*.sql*")})
ON_SERVER = "-postgres"


@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.server if name.endswith(ON_SERVER) else ()) for name in DUMPS]
)
def kept(request: pytest.FixtureRequest) -> str:
    """The name of a desk that was kept."""
    return str(request.param)


@pytest.fixture
def url(request: pytest.FixtureRequest, kept: str, tmp_path: Path) -> str:
    """The old database, as its program left it."""
    if kept.endswith(ON_SERVER):
        found = str(request.getfixturevalue("postgres").new_desk())
        name = found.rpartition("%3D")[2]
        with psycopg.connect(found, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA {name}")
            connection.execute(dump(kept).replace(SCHEMA, name).encode())
    else:
        found = "sqlite:///mailflow.db"
        connection = sqlite3.connect(tmp_path / "mailflow.db")
        connection.executescript(dump(kept))
        connection.close()
    (tmp_path / "url").write_text(found)
    return found


@pytest.fixture
def db(url: str, tmp_path: Path) -> Iterator[Database]:
    """It, opened by today's program."""
    database = open_database(url, tmp_path, later(days=400))
    yield database
    database.close()


def dump(kept: str) -> str:
    plain = OLD / f"{kept}.sql"
    if plain.exists():
        return plain.read_text(encoding="utf-8")
    return gzip.decompress((OLD / f"{kept}.sql.gz").read_bytes()).decode()


def expected(kept: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((OLD / f"{kept}.json").read_text(encoding="utf-8"))
    return found


def schema(kept: str) -> int:
    return int(kept.split("-")[1])


def test_every_schema_that_was_in_use_is_kept() -> None:
    """The second came into force together with the third. Who adds a migration keeps a desk first (old/README.md)."""
    assert {schema(name) for name in DUMPS if not name.endswith(ON_SERVER)} == {*range(1, migrations.NEWEST + 1)} - {2}
    assert {schema(name) for name in DUMPS if name.endswith(ON_SERVER)} == {*range(1, migrations.NEWEST + 1)} - {2}


def test_the_dump_is_of_the_schema_its_name_says(kept: str, url: str, tmp_path: Path) -> None:
    """Else a later test would prove nothing."""
    if kept.endswith(ON_SERVER):
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    else:
        row = rows(tmp_path / "mailflow.db", "SELECT value FROM meta WHERE key = 'schema'")[0]
    assert row == (str(schema(kept)),)


def test_its_logs_fold_and_its_mail_is_all_there(db: Database) -> None:
    """verify and doctor find in the new tables what they would have found in the old."""
    assert db.value("SELECT value FROM meta WHERE key = 'schema'") == str(migrations.NEWEST)
    assert list(verify(db)) == []
    at = from_text(db.value("SELECT max(recorded_at) FROM inbox"))
    assert lost(db, at, 0.0) == []


def test_it_tells_the_same_as_the_old_program_told(kept: str, db: Database) -> None:
    """Every ticket with its events, messages and letters; every mail; every count. What is new may be added."""
    old = expected(kept)
    shown = [archive.show(db, n) for n in tickets.all_numbers(db)]
    assert contains(shown, old["tickets"])
    assert contains(inbox.listing(db, ("waiting", "parked", "done")), old["inbox"])
    assert (inbox.counts(db), outbox.counts(db)) == (old["inbox_counts"], old["outbox"])
    for mail in old["inbox"]:
        assert len(inbox.raw(db, mail["id"])) == mail["size"]


def test_two_processes_that_upgrade_it_at_once_do_it_once(kept: str, url: str, tmp_path: Path) -> None:
    """Whoever comes second finds the work done; nothing is lost or doubled."""
    script = (
        "from mailflow.store.engine import migrations; from mailflow.store.desk import tickets\n"
        "say((db.value(\"SELECT value FROM meta WHERE key = 'schema'\"), tickets.all_numbers(db)))\n"
    )
    told = {ended(child) for child in [process(script, tmp_path) for _ in range(3)]}
    numbers = [shown["ticket"]["n"] for shown in expected(kept)["tickets"]]
    assert told == {f"{(str(migrations.NEWEST), numbers)}\n"}


def test_the_desk_goes_on_working(kept: str, url: str, tmp_path: Path) -> None:
    """What waited is decided and sent; an operator claims a ticket by replying to a letter of the old program; a new
    request gets the next number."""
    with Office(tmp_path) as desk:
        desk.write_rules({"database": url})
        desk._tokens = itertools.count(5000)  # the first of them are in the old letters
        desk._uids = itertools.count(5000)
        desk.clock.set(later(days=8))
        desk.start()
        db = desk.parts.db
        before = tickets.all_numbers(db)
        desk.mail("Rina", subject="Baru sekali", body="Bagaimana cara mendaftar?")
        desk.look()
        assert inbox.counts(db)["waiting"] == 0
        now = tickets.all_numbers(db)
        assert len(now) > len(before)
        assert now == list(range(1, len(now) + 1))
        free = min(n for n in now if (ticket := desk.ticket(n)) is not None and ticket.status is Status.NEW)
        desk.put(reply(db, free), "mailbox1")
        desk.look()
        claimed = desk.ticket(free)
        assert claimed is not None
        assert claimed.owner == "Budi"
        assert any(letter.kind == "claim-receipt" and letter.n == free for letter in desk.world)
        desk.pass_time(desk.clock.now() + timedelta(days=2))
        desk.due_now()
        desk.look()
        assert outbox.waiting(db) == 0
        assert list(verify(db)) == []


def reply(db: Database, n: int) -> bytes:
    """Budi replies to what customer or operators got when the ticket was opened."""
    sql = "SELECT message_id FROM letter WHERE ticket_n = ? AND kind IN ('announcement', 'acknowledgement') ORDER BY id"
    asked = db.value(sql, (n,))
    return (
        "From: Budi <budi@desk.example>\r\nTo: operator@lists.desk.example\r\nSubject: Re: itu\r\n"
        f"Message-ID: <mine-{n}@desk.example>\r\nIn-Reply-To: {asked}\r\nReferences: {asked}\r\n\r\n\r\n"
    ).encode()


def test_the_first_tables_are_still_made_as_they_were(kept: str, url: str, tmp_path: Path, request: Any) -> None:
    """A released migration is never edited: an empty desk taken to the dump's schema has the dump's tables."""
    steps = [each for each in migrations.MIGRATIONS[: schema(kept)] if not callable(each)]
    made = [[one for one in each if isinstance(one, str)] for each in steps]  # the others change rows, no tables
    if schema(kept) >= 16:
        made.append(list(m0016_words.WORDS[not kept.endswith(ON_SERVER)]))
    if kept.endswith(ON_SERVER):
        fresh = str(request.getfixturevalue("postgres").new_desk())
        with psycopg.connect(fresh, autocommit=True) as connection:
            for statement in itertools.chain(*made):
                connection.execute(statement.format(**PostgresEngine.types).encode())
        assert on_server(fresh) == on_server(url)
        return
    types = {
        "id": "INTEGER PRIMARY KEY",
        "blob": "BLOB",
        "real": "REAL",
        "integer": "INTEGER",
        "clustered": "WITHOUT ROWID",
    }
    connection = sqlite3.connect(tmp_path / "made.db", isolation_level=None)
    for statement in itertools.chain(*made):
        connection.execute(statement.format(**types))
    connection.close()
    sql = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    old, new = (
        {name: re.sub(r"\s+", " ", words) for name, words in rows(tmp_path / file, sql)}
        for file in ("mailflow.db", "made.db")
    )
    assert new == old


def on_server(url: str) -> set[tuple[Any, ...]]:
    """Columns, indexes and constraints of a schema."""
    with psycopg.connect(url) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name, data_type, is_nullable, column_default IS NULL, is_identity "
            "FROM information_schema.columns WHERE table_schema = current_schema()"
        ).fetchall()
        indexes = connection.execute(
            "SELECT tablename, replace(indexdef, schemaname || '.', '') FROM pg_indexes "
            "WHERE schemaname = current_schema()"
        ).fetchall()
        constraints = connection.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = current_schema()::regnamespace"
        ).fetchall()
    return {*columns, *indexes, *constraints}


def rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def contains(found: Any, wanted: Any) -> bool:
    """`found` says all that `wanted` says; an object may say more."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in found and contains(found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(contains, found, wanted))
    return bool(found == wanted)
