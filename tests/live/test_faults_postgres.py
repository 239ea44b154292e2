"""What only a database on a server can do to a running daemon: end connections, be restarted, become a standby, fill
its disk. As in test_faults.py: it keeps running, loses nothing, recovers alone, says each change once, and `doctor`
sees it."""

from __future__ import annotations

import os
import pwd
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from mailflow import app
from mailflow.errors import TryLater
from mailflow.store.mail import outbox
from tests.live.ward import Ward, hurry
from tests.postgres import Postgres

pytestmark = pytest.mark.live


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture(scope="module")
def own() -> Iterator[Postgres]:
    """A server these tests may stop, turn into a standby, and fill up."""
    with Postgres() as server:
        yield server


@pytest.fixture
def ward(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Callable[[str], Ward]:
    caplog.set_level("INFO", logger="mailflow")
    return lambda database: Ward(tmp_path / "home", database, lambda: caplog.get_records("call"))


def begun(desk: Ward) -> None:
    """One request has been answered, nothing waits."""
    desk.ask(1)
    desk.answered(1)
    desk.until(lambda: outbox.waiting(desk.parts.db) == 0)


def test_connections_the_server_ends(ward: Callable[[str], Ward], own: Postgres) -> None:
    """All at once and again, while mail is taken in: they are made anew, and what was under way is done again. Nothing
    lasts long enough for the doctor to see."""
    with ward(own.new_desk()) as desk:
        begun(desk)
        for number in (2, 3, 4):
            desk.ask(number)
            own.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mailflow'")
        desk.comes_through(1, 2, 3, 4)


@pytest.mark.parametrize("socket", [True, False], ids=["by socket", "by TCP"])
def test_a_server_that_is_stopped_and_started(ward: Callable[[str], Ward], own: Postgres, socket: bool) -> None:
    """Mail stays on its server meanwhile; the doctor cannot even begin, and says so."""
    with ward(own.new_desk(socket=socket)) as desk:
        begun(desk)
        own.stop()
        desk.ask(2)
        desk.until(lambda: "cannot be reached" in desk.daemon.watch.status())
        with pytest.raises(TryLater, match="cannot be reached"):
            app.open_parts(desk.home, environ={})
        own.start()
        desk.ask(3)
        desk.comes_through(1, 2, 3)
        desk.said_once("")


def test_a_server_that_has_become_a_standby(ward: Callable[[str], Ward], own: Postgres) -> None:
    """Read-only, as behind an address that leads to the wrong one of two; until somebody promotes it."""
    with ward(own.new_desk()) as desk:
        begun(desk)
        own.stop()
        (own.base / "data" / "standby.signal").touch()
        own.start()
        desk.ask(2)
        desk.until(lambda: "read-only" in desk.daemon.watch.status())
        desk.seen_by_the_doctor("read-only")
        own.run("SELECT pg_promote()")
        desk.ask(3)
        desk.comes_through(1, 2, 3)
        desk.said_once("")


FULL = "the disk of postgresql:"
LETTERS = "".join(f"{secrets.token_hex(36)}\r\n" for _ in range(2000))  # 150 kB nobody can pack into old pages


@pytest.mark.parametrize("mounts", [True, False], ids=["a small disk", "a server that says so"])
def test_a_full_disk(ward: Callable[[str], Ward], own: Postgres, mounts: bool) -> None:
    """The desk's tables cannot grow: mail stays on its server until there is room again."""
    url = own.new_desk()
    with (small_disk if mounts else says_so)(own, url) as (database, full), ward(database) as desk:
        begun(desk)
        full(True)
        desk.ask(2, LETTERS)
        desk.until(lambda: FULL in desk.daemon.watch.status())
        desk.seen_by_the_doctor(FULL)
        full(False)
        desk.ask(3)
        desk.comes_through(1, 2, 3)
        desk.said_once(FULL)


Disk = Iterator[tuple[str, Callable[[bool], None]]]


@contextmanager
def small_disk(server: Postgres, url: str) -> Disk:
    """A tablespace on a file system of 8 MB, and what fills it or makes room again. Who may not mount one gets the
    next best thing."""
    place = server.base / "small"
    place.mkdir()
    owner = pwd.getpwnam("nobody")
    if not _mount(place, f"size=8m,mode=700,uid={owner.pw_uid},gid={owner.pw_gid}"):
        with says_so(server, url) as instead:
            yield instead
        return
    try:
        (place / "space").mkdir()
        os.chown(place / "space", owner.pw_uid, owner.pw_gid)
        server.run(f"CREATE TABLESPACE small LOCATION '{place / 'space'}'")
        yield f"{url}%20-cdefault_tablespace%3Dsmall", lambda now: _fill(place / "filler", now)
        server.run(f"DROP SCHEMA {_schema(url)} CASCADE")
        server.run("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _mount(place: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    return os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0


def _fill(file: Path, full: bool) -> None:
    if not full:
        file.unlink()
        return
    with file.open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))


@contextmanager
def says_so(server: Postgres, url: str) -> Disk:
    """A trigger refuses as a server does whose disk is full."""
    schema = _schema(url)
    body = "BEGIN RAISE disk_full USING MESSAGE = 'could not extend file'; END"

    def full(now: bool) -> None:
        if now:
            server.run(f"CREATE FUNCTION {schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
            for table in ("inbox", "event", "letter"):
                server.run(
                    f"CREATE TRIGGER full_disk BEFORE INSERT ON {schema}.{table} EXECUTE FUNCTION {schema}.refuse()"
                )
        else:
            server.run(f"DROP FUNCTION {schema}.refuse() CASCADE")

    yield url, full


def _schema(url: str) -> str:
    return url.rpartition("%3D")[2]
