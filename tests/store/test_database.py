"""Transactions: all or nothing, one at a time, in the order asked; and the errors of SQLite in our words.

Those of PostgreSQL are in test_postgres.py.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailflow.errors import CannotDo, ConfigError, TryLater
from mailflow.store.desk import meta, tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.fifo_lock import FifoLock
from mailflow.store.engine.opening import open_database
from mailflow.store.engine.sqlite import _in_our_words
from tests.store.desk import ended, on_sqlite, process, request


def put(db: Database, key: str) -> None:
    with db.transaction():
        meta.put(db, key, "x")


def test_what_raises_leaves_nothing(db: Database) -> None:
    """A transaction that fails is as if it had not been."""
    with pytest.raises(KeyError), db.transaction():
        meta.put(db, "a", "1")
        raise KeyError
    assert meta.get(db, "a") is None


def test_a_savepoint_undoes_only_its_own(db: Database) -> None:
    """One poison mail of a batch takes only itself back; inner savepoints nest."""
    with db.transaction():
        meta.put(db, "a", "1")
        with pytest.raises(KeyError), db.savepoint():
            meta.put(db, "b", "1")
            with db.savepoint():
                meta.put(db, "c", "1")
            raise KeyError
        with db.savepoint():
            meta.put(db, "d", "1")
    assert [meta.get(db, key) for key in "abcd"] == ["1", None, None, "1"]


def test_transactions_do_not_nest(db: Database) -> None:
    """Nesting would commit what the outer one may still take back."""
    with db.transaction(), pytest.raises(RuntimeError, match="nest"), db.transaction():
        pass
    put(db, "a")  # and the lock is free again


def test_a_savepoint_alone_is_a_mistake(db: Database) -> None:
    """Outside a transaction it would be one, unnoticed."""
    with pytest.raises(RuntimeError, match="inside a transaction"), db.savepoint():
        pass


def test_changing_outside_a_transaction_is_a_mistake(db: Database) -> None:
    """Every write is visible in flow as one `with`."""
    with pytest.raises(RuntimeError, match="outside a transaction"):
        db.execute("DELETE FROM meta")
    with pytest.raises(RuntimeError, match="outside a transaction"):
        db.many("DELETE FROM meta WHERE key = ?", [("a",)])


def test_reading_sees_one_moment(db: Database) -> None:
    """Between two SELECTs of `reading` another thread's commit stays unseen."""
    with db.reading():
        before = meta.get(db, "a")
        other = threading.Thread(target=put, args=(db, "a"))
        other.start()
        other.join()
        assert meta.get(db, "a") == before is None
    assert meta.get(db, "a") == "x"


def test_the_lock_is_handed_over_in_the_order_asked() -> None:
    """Each newcomer waits behind all who wait already."""
    lock, order = FifoLock(), []
    lock.acquire()
    threads = []
    for name in "abcdef":
        threads.append(threading.Thread(target=lambda name=name: (lock.acquire(), order.append(name), lock.release())))
        threads[-1].start()
        while lock.waiting < len(threads):
            pass
    lock.release()
    for thread in threads:
        thread.join()
    assert order == list("abcdef")


def test_a_busy_thread_does_not_starve_another(db: Database) -> None:
    """While one thread commits in a loop, another's single transaction comes next, not sometime."""
    asked, done = threading.Event(), threading.Event()

    def listener() -> None:
        asked.set()
        put(db, "mail")
        done.set()

    other, after_it_queued = threading.Thread(target=listener), 0
    while not done.is_set():
        with db.transaction():
            meta.put(db, "busy", "x")
            if not asked.is_set():
                other.start()
                asked.wait()
            while not db._turn.waiting and not done.is_set():
                pass  # until the listener stands in line (or is through)
        after_it_queued += 1
    other.join()
    assert after_it_queued <= 2


def test_threads_write_without_loss(db: Database) -> None:
    """Read-then-write from eight threads at once: no update is lost, none fails."""
    put(db, "n")

    def count() -> None:
        for _ in range(25):
            with db.transaction():
                value = meta.get(db, "n")
                meta.put(db, "n", str(int(value or 0) + 1 if value != "x" else 1))
        db.close_thread()

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert meta.get(db, "n") == "200"


def test_processes_write_without_loss(filed: Database, tmp_path: Path) -> None:
    """The same between processes, which only SQLite's own lock separates."""
    script = (
        "from mailflow.store.desk import numbers\n"
        "for _ in range(40):\n    with db.transaction(): say(numbers.next_number(db))\n"
    )
    children = [process(script, tmp_path) for _ in range(3)]
    given = [int(n) for child in children for n in ended(child).split()]
    assert sorted(given) == list(range(1, 121))


def test_a_busy_process_does_not_starve_another(filed: Database, tmp_path: Path) -> None:
    """SQLite has no queue: without ours, a daemon with a backlog kept others out until they gave up after ten
    seconds."""
    script = (
        "import time\nfrom mailflow.store.desk import meta\nsay('busy')\n"
        "while not meta.get(db, 'stop'):\n"
        "    with db.transaction():\n"
        "        meta.put(db, 'turns', str(int(meta.get(db, 'turns') or 0) + 1))\n"
        "        time.sleep(0.02)\n"  # the work of a batch
    )
    child = process(script, tmp_path)
    assert child.stdout is not None
    assert child.stdout.readline() == "busy\n"
    for _ in range(5):
        before = int(meta.get(filed, "turns") or 0)
        with filed.transaction():
            assert int(meta.get(filed, "turns") or 0) - before < 20  # starved for ten seconds it would be hundreds
            meta.put(filed, "mail", "x")
    put(filed, "stop")
    ended(child)


def test_connections_of_ended_threads_are_closed(db: Database) -> None:
    """Short-lived threads that forget `close_thread` leak no file handles."""
    for _ in range(20):
        thread = threading.Thread(target=lambda: meta.get(db, "a"))
        thread.start()
        thread.join()
    assert db.engine.connections() <= 2


# -- noticing others --------------------------------------------------------------------------------------------------


def test_another_threads_commit_is_news_once(db: Database) -> None:
    """`changed` is true after somebody else's commit, then false; a first question is always news."""
    assert db.changed()
    assert not db.changed()
    other = threading.Thread(target=put, args=(db, "a"))
    other.start()
    other.join()
    assert db.changed()
    assert not db.changed()


def test_own_commits_and_empty_transactions_are_no_news(db: Database) -> None:
    """Otherwise two idle loops would wake each other for ever."""
    db.changed()
    put(db, "a")

    def look() -> None:
        with db.transaction():
            db.execute("SELECT 1")

    other = threading.Thread(target=look)
    other.start()
    other.join()
    assert not db.changed()


def test_a_commit_ends_the_wait(db: Database) -> None:
    """A waiting loop runs when another thread has committed, long before its time is over."""
    db.changed()
    other = threading.Thread(target=put, args=(db, "a"))
    other.start()
    assert db.wait_for_commit(60)
    other.join()


def test_a_commit_of_another_process_ends_the_wait(filed: Database, tmp_path: Path) -> None:
    """Two daemons on one home hear of each other."""
    filed.changed()
    child = process("from mailflow.store.desk import meta\nwith db.transaction(): meta.put(db, 'a', 'x')\n", tmp_path)
    assert filed.wait_for_commit(60)
    ended(child)


def test_a_commit_before_the_wait_is_not_missed(db: Database) -> None:
    """Between looking and waiting something may have come."""
    db.changed()
    other = threading.Thread(target=put, args=(db, "a"))
    other.start()
    other.join()
    assert db.wait_for_commit(0)
    assert not db.wait_for_commit(0)


def test_wake_ends_every_wait(db: Database) -> None:
    """At a stop nobody sleeps on."""
    waits: list[bool] = []
    ready = threading.Barrier(2)

    def loop() -> None:
        db.changed()
        ready.wait()
        waits.append(db.wait_for_commit(60))

    other = threading.Thread(target=loop)
    other.start()
    ready.wait()
    while other.is_alive():
        db.wake()  # again, in case it came before the wait began
    other.join()
    assert waits == [False]


# -- errors in our words ----------------------------------------------------------------------------------------------


def test_an_unknown_kind_of_database_is_a_configuration_error() -> None:
    """The word that is wrong is named, and one that is right."""
    with pytest.raises(ConfigError, match=r"mysql: .*use sqlite:///"):
        open_database("mysql://root@localhost/desk")


def test_a_path_may_be_absolute(tmp_path: Path) -> None:
    """Four slashes; `home` then does not matter."""
    db = open_database(f"sqlite:///{tmp_path}/desk.db", Path("/nowhere"))
    assert db.place == f"{tmp_path}/desk.db"
    db.close()


def test_a_missing_folder_is_a_configuration_error(tmp_path: Path) -> None:
    """SQLite would say "unable to open database file"; we name the folder."""
    with pytest.raises(ConfigError, match="there is no folder"):
        open_database("sqlite:///none/desk.db", tmp_path)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """A wrong path must not harm somebody's letter."""
    (tmp_path / "desk.db").write_text("Dear sir, this is a letter and no database. " * 50)
    with pytest.raises(CannotDo, match="is not a database"):
        open_database("sqlite:///desk.db", tmp_path)
    assert (tmp_path / "desk.db").read_text().startswith("Dear sir")


@on_sqlite
def test_damage_deep_in_a_table_is_named(filed: Database, tmp_path: Path) -> None:
    """SQLite tells of it only when it comes to the row."""
    for _ in range(100):
        request(filed, subject="x" * 400)
    filed.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    size, root = (
        filed.value("PRAGMA page_size"),
        filed.value("SELECT rootpage FROM sqlite_master WHERE name = 'ticket'"),
    )
    filed.close_thread()
    data = bytearray((tmp_path / "desk.db").read_bytes())
    last = int.from_bytes(data[(root - 1) * size + 8 :][:4], "big")  # the right-most child of the table's root
    data[(last - 1) * size : (last - 1) * size + 16] = b"\x99" * 16
    (tmp_path / "desk.db").write_bytes(data)
    with pytest.raises(CannotDo, match="damaged"):
        tickets.listing(filed)


@on_sqlite
def test_a_full_disk_is_temporary(db: Database) -> None:
    """The transaction is gone as a whole and the same works once there is room."""
    pages = db.value("PRAGMA page_count")
    db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(TryLater, match="full"), db.transaction():
        meta.put(db, "small", "x")
        with db.savepoint():
            meta.put(db, "big", "x" * 100_000)
    assert meta.get(db, "small") is None
    db.execute(f"PRAGMA max_page_count = {pages + 100}")
    put(db, "small")


@on_sqlite
def test_a_database_another_process_writes_is_temporary(filed: Database, tmp_path: Path) -> None:
    """Busy for too long: TryLater, with the file's name."""
    child = process("with db.transaction():\n    say('writing'); sys.stdin.readline()\n", tmp_path)
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    filed.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(TryLater, match=r"desk\.db is busy"):
        put(filed, "a")
    child.communicate("\n", timeout=60)
    filed.execute("PRAGMA busy_timeout = 10000")
    put(filed, "a")


def test_a_file_that_may_not_be_written_names_the_remedy(tmp_path: Path) -> None:
    """The most frequent mistake of a new installation."""
    (tmp_path / "desk.db").touch(0o400)
    as_root = os.getuid() == 0
    if as_root:
        os.setreuid(65534, 0)  # may everything still, but asks as somebody who may not
    try:
        with pytest.raises(CannotDo, match="give the user"):
            open_database("sqlite:///desk.db", tmp_path)
    finally:
        if as_root:
            os.setreuid(0, 0)


@on_sqlite
def test_a_read_only_database_is_temporary(filed: Database) -> None:
    """An admin can mend it while mailflow runs."""
    filed.execute("PRAGMA query_only = 1")
    with pytest.raises(TryLater, match="read-only"):
        put(filed, "a")


@on_sqlite
def test_only_its_owner_may_read_the_file(filed: Database, tmp_path: Path) -> None:
    """It holds everybody's mail and the desk's secret."""
    assert (tmp_path / "desk.db").stat().st_mode & 0o077 == 0


@on_sqlite
def test_commits_are_durable(filed: Database) -> None:
    """After a power cut every committed mail is there: WAL with synchronous=FULL, foreign keys on."""
    assert filed.value("PRAGMA journal_mode") == "wal"
    assert filed.value("PRAGMA synchronous") == 2
    assert filed.value("PRAGMA foreign_keys") == 1


@pytest.mark.parametrize(("free", "words"), [(0, "is full; free some space there"), (2**30, "reports an error")])
def test_a_disk_error_on_a_full_disk_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, words: str
) -> None:
    """SQLite cannot make the file its readers share and calls that an I/O error (SQLITE_IOERR_SHMSIZE)."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert words in str(_in_our_words(error, str(tmp_path / "mailflow.db")))
