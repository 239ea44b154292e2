"""A mail in whose reading the process dies or hangs: singled out, set aside with words a person understands; every
other mail is unharmed. The processes are real, and so is their end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailflow.cli import cli
from mailflow.clock import machine_now
from mailflow.flow.intake.receive import read_to_end
from mailflow.flow.schedule.digest import digest_facts
from mailflow.store.health import workers
from mailflow.store.mail import inbox
from tests.conservation import conservation
from tests.flow.conftest import Office

_WORKER = """
import os, signal, sys, time
from pathlib import Path
from mailflow import app
from mailflow.clock import SettableClock, machine_now, machine_time
from mailflow.flow.settle import reading, worker as process
from mailflow.store.health import workers
from tests.scripts.desk import START

home, slept, end = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
understand = reading.understand

def deadly(raw, ours, **known):
    if b"Subject: Racun" in raw:
        print("in the middle of it", flush=True)
        signal.pause() if end == "hangs" else os.kill(os.getpid(), signal.SIGSEGV)
    return understand(raw, ours, **known)

reading.understand = deadly
with machine_time(lambda: time.time() + slept):
    parts = app.open_parts(home, SettableClock(START), need_secrets=True, environ={})
    process.drain(parts, workers.register(parts.db, machine_now()))
"""


def works(home: Path, slept: float, end: str) -> int:
    """A worker in a process of its own, `slept` seconds later; its exit status."""
    command = [sys.executable, "-c", _WORKER, str(home), str(slept), end]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        if child.stdout.readline():  # it has begun to read the mail
            child.send_signal(signal.SIGKILL if end == "hangs" else signal.SIGCONT)
        return child.wait(60)


@pytest.mark.parametrize("end", ["dies", "hangs"])
def test_a_mail_that_kills_is_found_out(desk: Office, end: str) -> None:
    """Of five deaths the first may be another's fault; after the others the rest go first. Then it is parked."""
    for subject in ("Satu", "Racun", "Dua"):
        desk.mail("ani", subject, f"Tentang {subject}.")
    read_to_end(desk.parts, desk._mailboxes[0].source)
    ends, told = [], set()
    for later in range(9):
        ends.append(works(desk.home, 120.0 * later, end) == 0)
        told |= {f for f in conservation(desk.parts.db, desk.now(), machine_now()) if "again and again" in f}
        assert [row["state"] for row in desk.rows()][::2] == [
            ("waiting", "done")[later > 0],
            ("waiting", "done")[later > 1],
        ]
    assert ends == [False, False, True, False, True, False, True, False, True]
    words = "mailflow ended again and again while it read mail 2 ({} times); see `mailflow inbox`"
    assert told == {words.format(deaths) for deaths in (2, 3, 4)}
    deadly = desk.rows()[1]
    assert deadly["state"] == "parked"
    assert deadly["reason"].startswith(f"{inbox.ORPHANED}: 5 times; it is not read any more. `mailflow inbox show 2`")
    assert desk.numbers() == [1, 2]


def test_innocents_are_not_set_aside(desk: Office) -> None:
    """Three kills while a batch is in hand: each mail is read alone afterwards, none is put off for good."""
    for number in range(3):
        desk.mail("ani", f"Pertanyaan {number}", f"Nomor {number}")
    read_to_end(desk.parts, desk._mailboxes[0].source)
    for slept in (100.0, 60.0, 20.1):
        workers.register(desk.parts.db, machine_now() - slept)
        assert inbox.take(desk.parts.db, "dead", machine_now() - slept)
    desk.due_now()
    desk.look()
    assert [row["outcome"] for row in desk.rows()] == ["request"] * 3


def test_nobody_else_reads_it(desk: Office) -> None:
    """The digest and `mailflow inbox` name it without its sender and subject."""
    desk.mail("ani", "Racun")
    read_to_end(desk.parts, desk._mailboxes[0].source)
    desk.sql("UPDATE inbox SET deaths = 5")
    with desk.parts.db.transaction():
        inbox.park(desk.parts.db, 1, "it kills")
    (mail,) = digest_facts(desk.parts)["parked"]
    assert (mail["sender"], mail["subject"], mail["reason"]) == ("", "", "it kills")
    told = CliRunner().invoke(cli, ["--home", str(desk.home), "inbox", "--json"], prog_name="mailflow")
    (listed,) = json.loads(told.stdout)["mails"]
    assert (listed["subject"], listed["deaths"], listed["reason"]) == ("", 5, "it kills")
