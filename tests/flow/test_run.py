"""`mailflow run` as a process of its own: signals, kills, and what is left afterwards."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from mailflow.clock import SystemClock, machine_now
from mailflow.store.mail import inbox, outbox
from tests.flow.conftest import Office

ROOT = Path(__file__).parents[2]


@contextmanager
def running(desk: Office) -> Iterator[subprocess.Popen[str]]:
    """The daemon, once it says that it runs; killed if the test did not end it. What is written from now on is written
    by its clock: on the desk's own day reminders would be weeks overdue."""
    desk.clock.set(SystemClock().now())
    command = [sys.executable, str(ROOT / "cli.py"), "--home", str(desk.home), "run"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if "running" in line:
                break
        assert process.poll() is None, "".join(said)
        try:
            yield process
        finally:
            process.kill()


def test_sigterm_ends_it_cleanly_and_soon(desk: Office) -> None:
    """Exit status 0 within ten seconds; everything it had is done or free."""
    with running(desk) as process:
        desk.mail("ani")
        desk.sink.wait_for(1, 30)
        begun = monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert monotonic() - begun < 10
    assert desk.parts.db.value("SELECT count(*) FROM worker WHERE pid = ?", (process.pid,)) == 0


def test_a_killed_one_loses_nothing_and_says_nothing_twice(desk: Office) -> None:
    """kill -9 while the server has not answered yet: who comes next sends the letter, once."""
    desk.sink.hang_next()
    with running(desk) as process:
        desk.mail("ani")
        while desk.parts.db.value("SELECT count(*) FROM letter WHERE worker IS NOT NULL") == 0:
            assert process.poll() is None
            desk.parts.db.wait_for_commit(1.0)
        process.kill()
        process.wait(10)
    desk.sink.release()
    desk.sql("UPDATE worker SET heartbeat = ?", machine_now() - 30)  # its last heartbeat is 30 s ago
    desk.look()
    assert desk.kinds() == ["acknowledgement"]
    assert inbox.counts(desk.parts.db)["waiting"] == 0
    assert outbox.counts(desk.parts.db) == {"sent": 1}
    assert desk.faults() == []


def test_two_share_a_home(desk: Office) -> None:
    """The second stands by for the mailbox; one letter leaves, not two."""
    with running(desk) as one, running(desk) as two:
        desk.mail("ani")
        desk.sink.wait_for(1, 30)
        for process in (one, two):
            process.send_signal(signal.SIGTERM)
        assert [process.wait(10) for process in (one, two)] == [0, 0]
    assert len(desk.sink.letters) == 1
