"""`mailflow upgrade` on desks of every earlier schema: backed up, migrated, and the way back."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from pathlib import Path
from typing import Any

import pytest

from mailflow.clock import machine_now
from mailflow.config.init import RULES_SCHEMA
from mailflow.store.engine import migrations
from tests.cli.desk import Desk, typed
from tests.store.test_upgrades import DUMPS, ON_SERVER, dump, expected, schema

OLD = [name for name in DUMPS if not name.endswith(ON_SERVER)]
EARLIER = [name for name in OLD if schema(name) < migrations.NEWEST]


@pytest.fixture
def desk(asked: Desk) -> Desk:
    """A home whose database is put there by `aged`."""
    return asked


def aged(desk: Desk, kept: str) -> list[int]:
    """The desk's database becomes that of an old program; returns its tickets."""
    for file in desk.home.glob("mailflow.db*"):
        file.unlink()
    connection = sqlite3.connect(desk.home / "mailflow.db")
    connection.executescript(dump(kept))
    connection.close()
    return [shown["ticket"]["n"] for shown in expected(kept)["tickets"]]


def tables(file: Path) -> int:
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
    connection.close()
    return int(found)


@pytest.mark.parametrize("kept", EARLIER)
def test_every_earlier_desk_is_upgraded(kept: str, desk: Desk, tmp_path: Path) -> None:
    """--check changes nothing and says what is to do; the backup is of the old tables; all tickets are there."""
    numbers = aged(desk, kept)
    ahead = desk.json("upgrade", "--check", status=1)
    assert (ahead["tables"], ahead["wanted"], ahead["needed"]) == (schema(kept), migrations.NEWEST, True)
    assert tables(desk.home / "mailflow.db") == schema(kept)
    done = desk.type("upgrade", "--json").json
    assert (done["before"], done["tables"]) == (schema(kept), migrations.NEWEST)
    assert tables(desk.home / "mailflow.db") == migrations.NEWEST
    assert [one["n"] for one in desk.json("list", "--all")["tickets"]] == sorted(numbers)
    with tarfile.open(done["backup"]) as tar:
        (tmp_path / "old.db").write_bytes(tar.extractfile("mailflow.db").read())  # type: ignore[union-attr]
    assert tables(tmp_path / "old.db") == schema(kept)
    assert desk.json("upgrade", "--check")["needed"] is False


def test_the_way_back_is_said_and_works(desk: Desk) -> None:
    """The line it prints restores the desk of before."""
    numbers = aged(desk, EARLIER[-1])
    said = desk.type("upgrade")
    [file] = (desk.home / ".mailflow").glob("before-tables-*.tar.gz")
    assert f"restore {file} --home {desk.home} --force" in said.err
    assert file.stat().st_mode & 0o077 == 0
    assert typed("restore", str(file), "--home", str(desk.home), "--force").status == 0
    assert [one["n"] for one in desk.json("list", "--all")["tickets"]] == sorted(numbers)


def test_a_running_desk_is_not_upgraded(desk: Desk) -> None:
    """Its daemon would find other tables under its feet."""
    aged(desk, EARLIER[-1])
    connection = sqlite3.connect(desk.home / "mailflow.db")
    connection.execute("INSERT INTO worker (id, host, pid, heartbeat) VALUES ('h:1:x', 'h', 1, ?)", [machine_now()])
    connection.commit()
    connection.close()
    assert "systemctl stop mailflow" in desk.type("upgrade", status=1).err
    assert tables(desk.home / "mailflow.db") == schema(EARLIER[-1])


def test_wrong_rules_stop_it_before_anything_is_changed(desk: Desk) -> None:
    """A key that this version refuses is told with its line; the tables stay."""
    aged(desk, EARLIER[-1])
    desk.edit("claim: any-reply", "claim: any-repyl")
    assert "any-reply" in desk.type("upgrade", status=2).err
    assert tables(desk.home / "mailflow.db") == schema(EARLIER[-1])


def test_a_desk_of_this_version_needs_nothing(desk: Desk) -> None:
    """But an old copy of the schema for editors is renewed; a newer desk is refused."""
    (desk.home / RULES_SCHEMA).write_text("{}", encoding="utf-8")
    done: Any = desk.json("upgrade")
    assert (done["backup"], done["renewed"]) == (None, True)
    assert json.loads((desk.home / RULES_SCHEMA).read_text(encoding="utf-8"))["properties"]
    connection = sqlite3.connect(desk.home / "mailflow.db")
    connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    assert "newer mailflow" in desk.type("upgrade", "--check", status=1).err


def test_a_desk_that_has_not_begun_has_nothing_to_upgrade(tmp_path: Path) -> None:
    """Said in words, and no database is made."""
    assert typed("init", str(tmp_path / "desk")).status == 0
    assert typed("upgrade", "--home", str(tmp_path / "desk")).status == 1
    assert not (tmp_path / "desk" / "mailflow.db").exists()
