"""kill -9 while an answer waits to leave (`undo_within`): the real process, on both databases. Nothing is lost, the
answer is sent once, and what was taken back stays so."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from bench.desk import Sink, customer, daemon, free_port, hand_over, mail, make_desk, wait_for, written
from mailflow.clock import SystemClock, machine_now
from mailflow.config.loader import load
from mailflow.store.desk import tickets
from mailflow.store.engine.opening import open_database
from tests.conservation import conservation
from tests.postgres import Postgres

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

ANSWER = "Pulsanya sudah kami isi ulang, mohon dicek lagi."
PATIENCE = 90.0  # seconds: a bound for machines under load, no measure


class Desk:
    """A home whose answers wait some seconds, its daemon, and the world outside."""

    def __init__(self, home: Path, sink: Sink, database: str) -> None:
        self.home, self.sink, self.port = home, sink, free_port()
        self._lives = 0
        make_desk(
            home,
            f'[{{lmtp: "127.0.0.1:{self.port}"}}]',
            f'{{smtp: "smtp+insecure://127.0.0.1:{sink.port}"}}',
            database=database,
            answers="undo_within: 6s",
        )

    @contextmanager
    def life(self) -> Iterator[subprocess.Popen[bytes]]:
        self._lives += 1
        with daemon(self.home, self.home / f"{self._lives}.log") as process:
            wait_for(self.port)
            yield process

    def operator(self, text: str, number: int, subject: str = "Re: Pulsa 1") -> None:
        raw = mail("Op0 <op0@desk.example>", subject, text, f"<o{number}@desk.example>", answers="<q1@mail.example>")
        hand_over(self.port, "op0@desk.example", raw)

    def asks(self, i: int) -> None:
        """Another customer asks and is acknowledged: all that was due before has been done."""
        raw = mail(written(customer(i)), f"Pulsa {i}", f"Belum masuk {i}.", f"<q{i}@mail.example>")
        hand_over(self.port, customer(i), raw)
        self.sink.wait_for(customer(i).encode(), PATIENCE)

    def answers(self) -> int:
        return sum(ANSWER.encode() in data and to == (customer(1),) for _, to, data in self.sink.letters)

    def until_answered(self) -> None:
        """The receipt has the same words, so it is the customer's letter that counts."""
        until = monotonic() + PATIENCE
        while not self.answers():
            assert monotonic() < until, "the answer does not leave"
            sleep(0.01)

    def checked(self) -> tuple[str, bool]:
        """(status of the first ticket, whether an answer waits); every mail and letter is accounted for."""
        db = open_database(load(self.home, need_secrets=False).database, self.home)
        try:
            assert conservation(db, SystemClock().now(), machine_now()) == []
            ticket = tickets.load(db, 1)
            assert ticket is not None
            return ticket.status.value, bool(ticket.unsent)
        finally:
            db.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    url = ""
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.new_desk()
    with Sink() as sink:
        yield Desk(tmp_path / "home", sink, url)


def killed(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(timeout=20)


def test_killed_while_it_waits_it_is_sent_once(desk: Desk) -> None:
    """Killed as soon as its author has the receipt, again before its moment, and again when it has left."""
    with desk.life() as first:
        desk.asks(1)
        desk.operator(ANSWER, 1)
        desk.sink.wait_for(b"offline nomor 1,", PATIENCE)
        assert desk.answers() == 0
        killed(first)
    assert desk.checked() == ("waiting", True)
    with desk.life() as second:
        killed(second)
    with desk.life() as third:
        desk.until_answered()
        desk.asks(
            2
        )  # the answer is recorded as sent: before that, a server that took it may get it again (RFC 5321 §4.5.5)
        killed(third)
    with desk.life():
        desk.asks(3)
    assert desk.answers() == 1
    assert desk.checked() == ("waiting", False)


def test_taken_back_between_two_kills_it_is_not_sent(desk: Desk) -> None:
    """Its author changes his mind while nothing runs."""
    with desk.life() as first:
        desk.asks(1)
        desk.operator(ANSWER, 1)
        desk.sink.wait_for(b"offline nomor 1,", PATIENCE)
        desk.operator("/batal", 2)
        killed(first)
    with desk.life() as second:
        desk.sink.wait_for(b"ditarik kembali", PATIENCE)
        killed(second)
    with desk.life():
        desk.asks(2)
    assert desk.answers() == 0
    assert desk.checked() == ("open", False)
