"""A copy of the database is of one moment, whole, and nobody works on it."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from mailflow.errors import CannotDo
from mailflow.store.admin import backup
from mailflow.store.desk import meta, tickets
from mailflow.store.engine import migrations
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.health import workers
from mailflow.store.mail import arrivals, inbox, outbox
from tests.conservation import conservation
from tests.store.desk import START, Mail, letter, on_sqlite, request

pytestmark = on_sqlite


def copy_of(db: Database, folder: Path) -> Database:
    """A copy, opened like any desk."""
    backup.snapshot(db, folder / "copy.db")
    return open_database("sqlite:///copy.db", folder, START)


def test_the_copy_is_the_desk(filed: Database, tmp_path: Path) -> None:
    """Tickets, mails, letters, secret and beginning, and it is its owner's alone."""
    request(filed, [letter("<1@desk.example>")])
    arrivals.put(filed, [Mail("1"), Mail("2")], START)
    holds = backup.snapshot(filed, tmp_path / "a.db")
    assert (holds.tickets, holds.mails, holds.letters, holds.waiting) == (1, 2, 1, 1)
    assert holds.schema == migrations.NEWEST
    assert stat.S_IMODE((tmp_path / "a.db").stat().st_mode) == 0o600
    copied = open_database("sqlite:///a.db", tmp_path)
    assert tickets.load(copied, 1) == tickets.load(filed, 1)
    assert inbox.raw(copied, 2) == Mail("2").raw
    assert (meta.secret(copied), meta.since(copied)) == (meta.secret(filed), START)
    copied.close()


def test_copies_made_while_others_write_are_each_of_one_moment(filed: Database, tmp_path: Path) -> None:
    """A ticket and its letter, a mail and its bytes come together or not at all, and what was committed is in it."""
    over = threading.Event()

    def write() -> None:
        count = 0
        while not over.is_set():
            count += 1
            request(filed, [letter(f"<{count}@desk.example>")])
            arrivals.put(filed, [Mail(f"{count}-{i}") for i in range(20)], START)
        filed.close_thread()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(6):
            before = len(tickets.all_numbers(filed))
            holds = backup.snapshot(filed, tmp_path / f"{number}.db")
            assert holds.tickets >= before
            assert holds.letters == holds.tickets
            assert holds.mails % 20 == 0
            copied = open_database(f"sqlite:///{number}.db", tmp_path)
            assert conservation(copied, START, 0.0) == []
            copied.close()
    finally:
        over.set()
        writer.join()


def test_nobody_works_on_a_copy(filed: Database, tmp_path: Path) -> None:
    """What a living daemon of the original holds is free at once, its mailbox too."""
    worker = workers.register(filed, 1000.0)
    arrivals.put(filed, [Mail("1")], START)
    request(filed, [letter("<1@desk.example>")])
    inbox.take(filed, worker, 1000.0)
    outbox.take(filed, worker, 1000.0)
    assert backup.has_living_daemon(tmp_path / "desk.db", 1000.0)
    copied = copy_of(filed, tmp_path)
    with copied.transaction():
        backup.forget_workers(copied)
    other = workers.register(copied, 1000.0)
    assert len(inbox.take(copied, other, 1000.0)) == 1
    assert len(outbox.take(copied, other, 1000.0)) == 1
    assert not backup.has_living_daemon(tmp_path / "copy.db", 5000.0)
    copied.close()


def test_a_damaged_copy_is_told(filed: Database, tmp_path: Path) -> None:
    """Pages that are overwritten, a file that is no database, one of a newer mailflow."""
    arrivals.put(filed, [Mail(str(i), raw=bytes([i]) * 5000) for i in range(50)], START)
    file = tmp_path / "a.db"
    backup.snapshot(filed, file)
    data = bytearray(file.read_bytes())
    data[20_000:60_000] = b"\xff" * 40_000
    (tmp_path / "torn.db").write_bytes(data)
    (tmp_path / "none.db").write_bytes(b"no database at all" * 100)
    connection = sqlite3.connect(file)
    connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    for name, words in (("torn.db", "damaged|cannot be read"), ("none.db", "cannot be read"), ("a.db", "newer")):
        with pytest.raises(CannotDo, match=words):
            backup.inspect(tmp_path / name)


def test_a_copy_that_cannot_be_written_leaves_nothing(filed: Database, tmp_path: Path) -> None:
    """No half a file that looks like a backup."""
    with pytest.raises(CannotDo, match="could not be written"):
        backup.snapshot(filed, tmp_path / "missing" / "a.db")
    (tmp_path / "there.db").write_bytes(b"mine")
    with pytest.raises(CannotDo, match="could not be written"):
        backup.snapshot(filed, tmp_path / "there.db")
