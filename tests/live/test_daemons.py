"""Several daemons, each a process of its own, on one database: who dies is replaced, who is cut off comes back."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, time

import pytest

from bench import race
from bench.desk import customer, daemon, mail, make_desk, written
from mailflow.clock import SystemClock, machine_now
from mailflow.store.desk import tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.mail import inbox, outbox
from tests.conservation import conservation
from tests.live.dovecot import Dovecot
from tests.postgres import Postgres

pytestmark = [pytest.mark.live, pytest.mark.timeout(180)]

PATIENCE = 60  # seconds: a bound for machines under load, no measure; the measured time is printed
FREE = 30.0  # what it held is free


class Desk:
    """A home with one Maildir, and its database seen from outside."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        make_desk(home, "[{maildir: var/in, since: all, poll: 1s}]", "{maildir: var/out}", database=url)
        (home / "var/in/tmp").mkdir(parents=True, exist_ok=True)
        for part in ("new", "cur"):
            (home / "var/in" / part).mkdir(exist_ok=True)
        self.db: Database = open_database(url)
        self._sent = 0

    def ask(self, count: int = 1) -> None:
        for _ in range(count):
            self._sent += 1
            i = self._sent
            data = mail(written(customer(i)), f"Pulsa {i}", f"Belum masuk {i}.", f"<q{i}@mail.example>")
            name = f"{int(time())}.M{i:06}.test"
            (self.home / "var/in/tmp" / name).write_bytes(data)
            (self.home / "var/in/tmp" / name).rename(self.home / "var/in/new" / name)

    def until(self, what: Callable[[], bool], seconds: float) -> float:
        """Look after every commit until it is so; how long it took."""
        began = monotonic()
        while not what():
            assert monotonic() - began < seconds, f"not within {seconds} s"
            self.db.wait_for_commit(0.2)
        return monotonic() - began

    def settled(self) -> bool:
        """Every mail has become a ticket, every letter has left."""
        counts = inbox.counts(self.db)
        return counts.get("done:request", 0) == self._sent and outbox.counts(self.db) == {"sent": 2 * self._sent}

    def reader(self) -> int | None:
        """The pid of the daemon that reads the mailbox now."""
        row = self.db.execute("SELECT holder FROM lease WHERE ends > extract(epoch FROM now())").fetchone()
        return None if row is None else int(row[0].split(":")[1])

    def faults(self) -> list[str]:
        return conservation(self.db, SystemClock().now(), machine_now())

    def letters(self) -> int:
        return len(list((self.home / "var/out/new").iterdir()))


@pytest.fixture
def desk(tmp_path: Path, postgres: Postgres) -> Iterator[Desk]:
    made = Desk(tmp_path / "home", postgres.new_desk())
    yield made
    made.db.close()


def test_of_twenty_claims_at_once_one_wins(postgres: Postgres) -> None:
    """Two daemons, listeners and a mailbox, twenty operators: one receipt, nineteen are told who has it."""
    assert race.main(3, postgres.new_desk())["wrong"] == []


def test_of_twenty_claims_at_once_one_wins_on_sqlite(dovecot: Dovecot) -> None:
    """The same with two daemons on one file, and the mailbox in Dovecot; both daemons had claims to decide."""
    found = race.main(3)
    assert (found["mailbox"], found["wrong"]) == ("imap", [])
    assert all(found["decided_by_each"])


def test_of_twenty_answers_at_once_one_is_sent(postgres: Postgres) -> None:
    """The same with answers: one reaches the customer, nineteen are held, none is lost. Fifty times: `make race`."""
    assert race.main(3, postgres.new_desk(), answers=True)["wrong"] == []


def test_of_twenty_answers_at_once_one_is_sent_on_sqlite(dovecot: Dovecot) -> None:
    """Two daemons on one file."""
    found = race.main(3, answers=True)
    assert (found["mailbox"], found["wrong"]) == ("imap", [])


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_the_others_take_over(desk: Desk, tmp_path: Path, end: signal.Signals) -> None:
    """One of three ends or hangs in the middle of a backlog: another reads its mailbox on in some ten seconds, what it
    held is done, nothing is lost, and nothing is there twice."""
    logs = [tmp_path / f"{name}.log" for name in ("one", "two", "three")]
    with ExitStack() as running:
        pids = [running.enter_context(daemon(desk.home, log)).pid for log in logs]
        desk.until(lambda: all("running:" in log.read_text() for log in logs), 30)
        desk.ask(60)
        desk.until(lambda: desk.reader() is not None and desk.db.value("SELECT count(*) FROM inbox") > 20, 60)
        dead = desk.reader()
        assert dead in pids
        os.kill(dead, end)
        running.callback(os.kill, dead, signal.SIGCONT)  # to nobody's harm when it is gone, for it is not waited for
        desk.ask(10)
        took = desk.until(lambda: desk.reader() not in (None, dead), PATIENCE)
        took += desk.until(lambda: desk.db.value("SELECT count(*) FROM inbox") == 70, PATIENCE)
        print(f"{end.name}: the mailbox was read on after {took:.1f} s")  # pytest -s shows it
        desk.until(desk.settled, FREE + 30)
    assert tickets.all_numbers(desk.db) == list(range(1, 71))
    assert desk.faults() == []
    assert desk.letters() >= 140


def test_daemons_survive_the_death_of_their_connections(desk: Desk, tmp_path: Path, postgres: Postgres) -> None:
    """The server is restarted, or somebody ends every backend, again and again while mail comes in."""
    logs = [tmp_path / "one.log", tmp_path / "two.log"]
    with daemon(desk.home, logs[0]), daemon(desk.home, logs[1]):
        desk.until(lambda: all("running:" in log.read_text() for log in logs), 30)
        for count in (20, 40, 60, 80):
            desk.ask(20)
            desk.until(lambda count=count: desk.db.value("SELECT count(*) FROM inbox") >= count - 15, 60)  # type: ignore[misc]
            postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mailflow'")
        desk.until(desk.settled, 90)
    assert tickets.all_numbers(desk.db) == list(range(1, 81))
    assert desk.faults() == []
