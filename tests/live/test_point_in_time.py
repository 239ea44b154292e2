"""A PostgreSQL database restored to a moment, from a base backup and the archive of its log, as docs/postgresql.md
says: the desk is there as it was then, and says what came after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.store.admin import failovers
from mailflow.store.desk import tickets
from mailflow.store.engine import terms
from mailflow.store.engine.opening import open_database
from mailflow.store.engine.seen import FILE
from tests.conservation import conservation
from tests.postgres import Postgres
from tests.store.desk import START, request

pytestmark = pytest.mark.live


@pytest.fixture
def server() -> Iterator[Postgres]:
    with Postgres() as made:
        made.do("mkdir", str(made.base / "archive"))
        made.stop()
        keep = f'test ! -f "{made.base}/archive/%f" && cp "%p" "{made.base}/archive/%f"'
        made.set(archive_mode="on", archive_command=keep, fsync="on")
        made.start()
        yield made


def test_a_desk_goes_back_to_a_moment(server: Postgres, tmp_path: Path) -> None:
    """What was decided after it is gone, numbers go on behind those given out, and the doctor says so."""
    (tmp_path / FILE.parent).mkdir()
    url = server.new_desk()
    db = open_database(url, tmp_path, START)
    kept = [request(db).n]
    server.do("pg_basebackup", "-D", str(server.base / "backup"), "-d", server.url(), "--wal-method=none")
    kept += [request(db).n, request(db).n]
    [[moment]] = server.run("SELECT now()::text")
    gone = request(db).n
    db.close()
    server.run("SELECT pg_switch_wal()")
    archived = "SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) FROM pg_stat_archiver"
    while server.run(archived) != [(True,)]:
        pass

    server.stop()
    data = server.base / "data"
    data.rename(server.base / "aside")
    (server.base / "backup").rename(data)
    (data / "recovery.signal").touch()
    server.set(
        restore_command=f'cp "{server.base}/archive/%f" "%p"',
        recovery_target_time=str(moment),
        recovery_target_action="promote",
    )
    server.start()
    while server.run("SELECT pg_is_in_recovery()") != [(False,)]:
        pass

    db = open_database(url, tmp_path)
    assert tickets.all_numbers(db) == kept
    assert request(db).n == gone + 1
    loss = terms.loss(db)
    assert loss is not None
    assert (loss.commits, loss.first, loss.last) == (1, gone, gone)
    assert conservation(db, START, 0.0) == []
    assert any("timeline 2, term 2" in words for _, words in failovers.findings(db, datetime.now(UTC)))
    db.close()
