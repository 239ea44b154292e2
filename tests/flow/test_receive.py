"""T1: stored before the mailbox is told; one reader for a mailbox; trouble is said once."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.core.arrival import Arrival
from mailflow.errors import StandBy, TryLater
from mailflow.flow.intake.receive import MailboxLock, Receiver, read_to_end
from mailflow.store.mail import arrivals, inbox
from tests.flow.conftest import Office
from tests.scripts.desk import START


def test_a_mail_that_could_not_be_stored_stays_in_the_mailbox(desk: Office) -> None:
    """`after: delete` happens to what is in the database, never before."""
    desk.write_rules({"mailboxes": [{"maildir": "var/in", "after": "delete"}]})
    desk.start()
    desk.sql("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    uid = desk.mail("ani")
    file = desk.home / "var" / "in" / "new" / uid
    source = desk._mailboxes[0].source
    with pytest.raises(Exception, match="disk full"):
        read_to_end(desk.parts, source)
    assert file.exists()
    desk.sql("DROP TRIGGER full")
    source.close()
    assert read_to_end(desk.parts, source) == 1
    assert not file.exists()


def test_what_was_stored_and_not_told_is_not_stored_twice(desk: Office) -> None:
    """A process that dies between the two finds the mail again, and knows it."""
    desk.mail("ani")
    source = desk._mailboxes[0].source
    for batch in source.fetch():
        arrivals.put(desk.parts.db, batch, desk.clock.now())
    desk.start()  # another process: it remembers nothing but the database
    assert read_to_end(desk.parts, desk._mailboxes[0].source) == 0
    assert inbox.counts(desk.parts.db)["waiting"] == 1


def test_a_mailbox_has_one_reader(tmp_path: Path) -> None:
    """The second stands by until the first lets go."""
    one, two = (MailboxLock(tmp_path, "imap://desk@mail.example/INBOX") for _ in range(2))
    one.take()
    one.take()
    with pytest.raises(StandBy, match="another daemon reads it"):
        two.take()
    one.free()
    two.take()
    two.free()


def test_two_mailboxes_have_two_locks(tmp_path: Path) -> None:
    """Daemons share the mailboxes of a desk."""
    locks = [MailboxLock(tmp_path, name) for name in ("maildir:var/in", "maildir:var/in2")]
    for lock in locks:
        lock.take()
    for name in ("maildir:var/in", "maildir:var/in2"):
        with pytest.raises(StandBy):
            MailboxLock(tmp_path, name).take()
    for lock in locks:
        lock.free()


def test_the_lock_of_a_killed_reader_is_free(tmp_path: Path) -> None:
    """The kernel frees it: no lease has to run out, no file has to be removed."""
    words = (
        "import sys\nfrom pathlib import Path\nfrom mailflow.flow.intake.receive import MailboxLock\n"
        "lock = MailboxLock(Path(sys.argv[1]), 'box')\nlock.take()\nprint('mine', flush=True)\nsys.stdin.read()\n"
    )
    command = [sys.executable, "-c", words, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "mine\n"
        with pytest.raises(StandBy):
            MailboxLock(tmp_path, "box").take()
        reader.kill()
        reader.wait(10)
    lock = MailboxLock(tmp_path, "box")
    lock.take()
    lock.free()


class Flaky:
    """A mailbox that cannot be reached the first times, then has one mail, and tells when it is asked to wait."""

    name = "imap://flaky"

    def __init__(self, failures: int) -> None:
        self.failures, self.waits = failures, threading.Event()
        self._stop = threading.Event()

    def fetch(self) -> Iterator[list[Arrival]]:
        if self.failures:
            self.failures -= 1
            raise TryLater("imap://flaky: connection refused")
        yield [Arrival(self.name, "1", "1", START, b"From: ani@mail.example\r\n\r\nhalo\r\n")]

    def done(self, batch: list[Arrival]) -> None: ...

    def wait(self, seconds: float) -> bool:
        self.waits.set()
        return self._stop.wait(30)

    def stop(self) -> None:
        self._stop.set()

    def probe(self) -> str:
        return self.name

    def close(self) -> None: ...


def test_trouble_is_said_once_and_so_is_its_end(desk: Office, caplog: pytest.LogCaptureFixture) -> None:
    """A server that is down for a night does not fill the log; nothing rings before it was read."""
    caplog.set_level(logging.INFO, logger="mailflow")
    source = Flaky(failures=2)
    receiver = Receiver(desk.parts, source, None, 60.0)
    changes: list[bool] = []
    thread = threading.Thread(target=receiver.run, args=(lambda: changes.append(receiver.caught_up),))
    thread.start()
    assert source.waits.wait(30)
    assert receiver.caught_up
    receiver.stop()
    thread.join(10)
    said = [r.getMessage() for r in caplog.records if r.name == "mailflow" and "imap://flaky" in r.getMessage()]
    assert [words.split(":")[0] for words in said] == [
        "not reading imap",
        "received 1 from imap",
        "reading imap",
    ]
    assert changes == [True]


def test_who_stands_by_says_so_once_and_takes_over(
    desk: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A mailbox another daemon reads is that daemon's to catch up with: this one may ring."""
    caplog.set_level(logging.INFO, logger="mailflow")
    other = MailboxLock(tmp_path / "locks", "imap://flaky")
    other.take()
    source = Flaky(failures=0)
    receiver = Receiver(desk.parts, source, MailboxLock(tmp_path / "locks", "imap://flaky"), 60.0)
    stands_by = threading.Event()
    thread = threading.Thread(target=receiver.run, args=(stands_by.set,))
    thread.start()
    assert stands_by.wait(10)
    assert receiver.caught_up
    other.free()
    assert source.waits.wait(30)
    receiver.stop()
    thread.join(10)
    assert sum("standing by" in record.getMessage() for record in caplog.records) == 1
