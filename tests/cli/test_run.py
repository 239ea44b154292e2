"""run: one round for cron, and a daemon that stops when told to."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from mailflow import app
from mailflow.cli import run
from mailflow.clock import machine_now
from mailflow.errors import TryLater
from mailflow.flow.parts import Parts
from mailflow.store.engine.opening import open_database
from mailflow.store.health import health
from tests.cli.desk import Desk, process

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00 (INFO|WARNING|ERROR) \S")


def test_once_takes_in_rings_and_sends(desk: Desk) -> None:
    """What waits is taken in, and its letters go out in the same round; the log is on stderr."""
    desk.mail("ani", "Pulsa", "belum masuk")
    said = desk.type("run", "--once")
    assert said.out == ""
    assert all(LINE.match(line) for line in said.err.strip().split("\n"))
    assert len(list((desk.home / "var" / "out" / "new").iterdir())) == 3
    assert desk.json("outbox") == {"letters": []}


def test_once_as_json_and_quiet(desk: Desk) -> None:
    """stdout is one document; --quiet leaves stderr empty when all is well; --json is for --once."""
    desk.mail("ani", "Pulsa", "belum masuk")
    said = desk.type("run", "--once", "--json", "--quiet")
    assert said.err == ""
    assert said.json["ok"] is True
    assert said.json["inbox"]["done:request"] == 1
    desk.type("run", "--json", status=2)


def test_log_lines_as_json(desk: Desk) -> None:
    """One object a line, for machines that read logs."""
    desk.mail("ani", "Pulsa", "belum masuk")
    for line in desk.type("run", "--once", "--log-format", "json").err.strip().split("\n"):
        assert {"at", "level", "message"} <= set(json.loads(line))


def test_a_daemon_waits_for_a_database_that_is_locked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It says so once, tries again, and goes on; one round for cron does not wait."""
    desk.type("list")
    tries = iter([TryLater("the database is busy"), TryLater("the database is busy"), None])
    opened = app.open_parts

    def open_parts(*args: Any, **options: Any) -> Parts:
        if (why := next(tries)) is not None:
            raise why
        return opened(*args, **options)

    monkeypatch.setattr(app, "open_parts", open_parts)
    monkeypatch.setattr(run, "WAIT_SECONDS", 0)
    monkeypatch.setattr(run, "home", lambda: desk.home)
    with pytest.raises(TryLater):
        run._opened(once=True, mute=False)
    parts = run._opened(once=False, mute=False)
    parts.db.close()
    assert capfd.readouterr().err.count("waiting: the database is busy") == 1


def test_once_fails_when_a_server_is_out_of_reach(desk: Desk) -> None:
    """Exit status 1 and its name; what could be done is done, and the letters wait."""
    desk.edit("  maildir: var/out", "  smtp: smtp+insecure://127.0.0.1:1  #")
    desk.mail("ani", "Pulsa", "belum masuk")
    said = desk.type("run", "--once", "--quiet", status=1)
    assert "127.0.0.1" in said.err
    assert "left: 0 mails waiting, 0 parked, 3 letters waiting" in said.out
    assert {letter["state"] for letter in desk.json("outbox")["letters"]} == {"waiting"}
    desk.edit("mailboxes:\n", "mailboxes:\n  - imap: imap+insecure://desk@127.0.0.1:1/INBOX\n    password: x\n")
    assert "mailflow: " in desk.type("run", "--once", "--quiet", status=1).err


def test_a_port_another_program_has(desk: Desk) -> None:
    """No mail comes in: exit status 1, a fault for the doctor. A daemon of this desk has it by right."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        desk.edit("  - maildir: var/in ", f"  - lmtp: 127.0.0.1:{taken.getsockname()[1]} #")
        for words in (["run", "--once"], ["check", "--connect"], ["doctor"]):
            said = desk.type(*words, status=1)
            assert "another program listens there already; end it, or choose another port" in said.err + said.out
    child = process("--home", str(desk.home), "run", stderr=subprocess.PIPE)
    try:
        assert child.stderr is not None
        assert any(b"listening on" in line for line in child.stderr)  # ends when it does
        assert "another daemon reads it" in desk.type("doctor").out
        assert "standing by" in desk.type("run", "--once").err
    finally:
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=20)


def test_once_does_not_start_with_faults(desk: Desk) -> None:
    """Wrong configuration: exit status 2, nothing is taken in."""
    desk.edit("claim: any-reply", "claim: any-repyl")
    desk.mail("ani", "Pulsa", "belum masuk")
    assert desk.type("run", "--once", status=2).out == ""
    assert not (desk.home / "mailflow.db").exists()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_daemon_works_until_it_is_told_to_stop(desk: Desk, stop: signal.Signals) -> None:
    """Mail that arrives while it runs is answered; then a signal ends it within ten seconds, status 0, no trace."""
    child = process("run", "--home", str(desk.home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        desk.mail("ani", f"Pulsa {stop.name}", f"belum masuk {stop.name}")
        _wait_for_files(desk.home / "var" / "out" / "new", 3)
        assert desk.json("close", "1", "--force")["daemon"] is True
    finally:
        began = time.monotonic()
        child.send_signal(stop)
        child.send_signal(stop)  # impatience changes nothing
        printed, log = child.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert (child.returncode, printed) == (0, b"")
    assert b"Traceback" not in log
    assert log.decode().strip().endswith("stopped")
    db = open_database("sqlite:///mailflow.db", desk.home)
    assert health.living(db, machine_now()) == []
    db.close()


def _wait_for_files(folder: Path, count: int, seconds: float = 30.0) -> None:
    """Files of another process: a folder cannot be waited for but by asking again."""
    end = time.monotonic() + seconds
    while not folder.exists() or len(list(folder.iterdir())) < count:
        assert time.monotonic() < end, f"{count} files did not come"
        time.sleep(0.05)
