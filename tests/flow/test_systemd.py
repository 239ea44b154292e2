"""systemd: ready when all loops run, signs of life only while none hangs; the clock of the scheduler may be set."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow import app
from mailflow.clock import SystemClock
from mailflow.config import service_manager
from mailflow.flow.health.systemd import Notifier, Watchdog
from mailflow.flow.loop_health import Loop, Loops
from mailflow.store.health import watching
from tests.flow.conftest import Office
from tests.flow.test_daemon import running, until


class Manager:
    """The other end of NOTIFY_SOCKET."""

    def __init__(self, address: str) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.sock.bind("\0" + address[1:] if address.startswith("@") else address)
        self.sock.settimeout(0.0)

    def heard(self) -> list[str]:
        lines: list[str] = []
        while True:
            try:
                lines += self.sock.recv(4096).decode().split("\n")
            except BlockingIOError:
                return lines


@pytest.fixture(params=["file", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "notify") if request.param == "file" else f"@mailflow-test-{os.getpid()}"


@pytest.fixture
def manager(address: str) -> Iterator[Manager]:
    manager = Manager(address)
    yield manager
    manager.sock.close()


class Watched:
    """Two loops by a clock of ours, and the warden that looks at them."""

    def __init__(self, address: str | None, watchdog: float | None = 0.0) -> None:
        self.time = self.machine = 1000.0
        self.loops = Loops()
        self.read, self.process = (self.loops.add(Loop(name, now=lambda: self.time)) for name in ("read", "process"))
        self.jumps: list[float] = []
        notifier = Notifier(address, watchdog)
        self.warden = Watchdog(self.loops, notifier, lambda: "all is well", self.jumps.append, lambda: self.machine)


def test_ready_is_said_once_and_only_when_every_loop_runs(address: str, manager: Manager) -> None:
    """Type=notify: systemd starts what depends on us only then."""
    watched = Watched(address)
    watched.read.step()
    watched.warden.look()
    assert "READY=1" not in manager.heard()
    watched.process.step()
    for _ in range(2):
        watched.warden.look()
    heard = manager.heard()
    assert heard.count("READY=1") == 1
    assert "STATUS=all is well" in heard
    watched.warden.stop()
    assert "STOPPING=1" in manager.heard()


def test_a_loop_that_hangs_lets_the_watchdog_fire(
    address: str, manager: Manager, caplog: pytest.LogCaptureFixture
) -> None:
    """No sign of life until it goes on; named in the status, said once in the log."""
    caplog.set_level(logging.INFO, logger="mailflow")
    watched = Watched(address)
    for loop in watched.loops.all:
        loop.step(60.0)
    watched.warden.look()
    assert "WATCHDOG=1" in manager.heard()
    watched.time += 30
    watched.read.step(60.0)
    watched.time += 40
    for _ in range(3):
        watched.warden.look()
    heard = manager.heard()
    assert "WATCHDOG=1" not in heard
    assert "STATUS=hangs: process" in heard
    watched.process.step()
    watched.warden.look()
    assert "WATCHDOG=1" in manager.heard()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["process hangs: nothing for 70 s", "process goes on"]


def test_nobody_listens(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without systemd, or with a socket that is gone, nothing happens, and nothing is said."""
    for address in (None, str(tmp_path / "nobody")):
        watched = Watched(address)
        watched.read.step()
        watched.warden.look()
    assert caplog.records == []


def test_a_clock_that_is_set_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    """By its distance to the one nobody can set."""
    watched = Watched(None)
    watched.machine += 30  # corrected
    watched.warden.look()
    watched.machine -= 7200
    watched.warden.look()
    assert [round(jump, -2) for jump in watched.jumps] == [-7200]


def test_what_systemd_says_is_read_from_the_environment() -> None:
    """The watchdog of another process is not ours."""
    ours = {"NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}
    assert service_manager(ours) == ("@x", 60.0)
    assert service_manager({**ours, "WATCHDOG_PID": "1"}) == ("@x", None)
    assert service_manager({}) == (None, None)


def test_one_cause_of_several_loops_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """And its end when the last of them works again."""
    caplog.set_level(logging.INFO, logger="mailflow")
    watched = Watched(None)
    for _ in range(3):
        for loop in watched.loops.all:
            watched.loops.down(loop, "the disk is full")
    watched.loops.up(watched.read)
    watched.loops.up(watched.process)
    watched.loops.up(watched.process)
    said = [record.getMessage() for record in caplog.records]
    assert said == ["read: the disk is full; trying again", "process works again, no longer: the disk is full"]


def test_one_cause_with_several_words_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """A server that goes away is "shutting down" to one loop and "refused" to the next; it is over with the last."""
    caplog.set_level("INFO", logger="mailflow")
    watched = Watched(None)
    watched.loops.down(watched.read, "the database cannot be reached: shutting down", about="the database")
    watched.loops.down(watched.process, "the database cannot be reached: refused", about="the database")
    watched.loops.up(watched.read)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    watched.loops.up(watched.process)
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]


def test_the_daemon_notes_its_loops_and_forgets_them_at_the_end(desk: Office) -> None:
    """All of them have taken a step; a clean stop leaves nothing behind."""
    with running(desk) as daemon:
        until(desk, lambda: len(watching.loops(desk.parts.db, 0.0)) >= 8)
        until(desk, lambda: daemon.loops.begun)
        names = {loop.name for loop in daemon.watch.noted()}
        assert names >= {"process", "deliver", "ring", "edits", "heartbeat", "watch", "sending", "read maildir:var/in"}
        assert daemon.watch.status() == "running: reads 2 mailboxes"
    assert watching.loops(desk.parts.db, 0.0) == []


def test_the_jobs_go_on_after_the_clock_was_set_back(desk: Office) -> None:
    """APScheduler counts by the clock: an hour back would be an hour without reminders."""
    desk.mail("ani")
    desk.look()
    with running(desk) as daemon:
        for job in daemon._scheduler.get_jobs():
            job.modify(next_run_time=SystemClock().now() + timedelta(hours=1))
        daemon._clock_jumped(-3600.0)
        desk.clock.advance(timedelta(hours=24))
        acknowledgement, *reminders = desk.sink.wait_for(3, 30)
    assert acknowledgement.rcpts == ("ani@mail.example",)
    assert "budi@desk.example" in {to for letter in reminders for to in letter.rcpts}


def test_app_hands_the_environment_on(desk: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`mailflow run` under systemd says that it is ready."""
    manager = Manager(str(tmp_path / "socket"))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "socket"))
    daemon = app.daemon(desk.parts)
    heard: list[str] = []
    daemon.start()
    try:
        until(desk, lambda: "READY=1" in heard or heard.extend(manager.heard()))
    finally:
        daemon.stop()
    assert "READY=1" in heard
    manager.sock.close()
