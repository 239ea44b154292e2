"""A daemon is killed again and again while mail comes in and the receiver fails now and then: every event is told, in
the order of the log, the repeated ones under their old ids."""

from __future__ import annotations

import itertools
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from standardwebhooks import Webhook as Verifier

from tests.live.killable import Daemons
from tests.postgres import Postgres
from tests.receiver import Receiver, Told

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MAILS, KILLS = 40, 10


@pytest.fixture(scope="module")
def daemons() -> Iterator[Daemons]:
    with Daemons() as forked:
        yield forked


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> str:
    return str(postgres.new_desk()) if request.param == "postgresql" else f"sqlite:///{tmp_path}/mailflow.db"


def written(home: Path, database: str, url: str) -> None:
    rules = {
        "desk": {"name": "iDuHelp", "address": "iduhelp@desk.example"},
        "mailboxes": [{"maildir": "var/in", "poll": "1s"}],
        "outgoing": {"maildir": "var/out"},
        "operators": [{"name": "Budi", "address": "budi@desk.example"}],
        "digest": "off",
        "database": database,
        "webhooks": [{"name": "all", "url": url, "secret": SECRET, "allow": "127.0.0.0/8"}],
    }
    (home / "rules.yaml").write_text(yaml.safe_dump(rules), encoding="utf-8")


def mail(home: Path, number: int) -> None:
    folder = home / "var" / "in"
    for name in ("tmp", "new", "cur"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    head = f"From: a{number}@mail.example\r\nTo: iduhelp@desk.example\r\nSubject: Soal {number}\r\n"
    (folder / "tmp" / f"1.{number}.x").write_bytes(f"{head}Message-ID: <{number}@x>\r\n\r\nTolong.\r\n".encode())
    (folder / "tmp" / f"1.{number}.x").rename(folder / "new" / f"1.{number}.x")


def events(database: str) -> list[tuple[int, int]]:
    """(n, seq) in the order of the log."""
    sql = "SELECT ticket_n, seq FROM event ORDER BY id"
    if database.startswith("sqlite"):
        with sqlite3.connect(database.removeprefix("sqlite:///")) as db:
            return db.execute(sql).fetchall()
    import psycopg

    with psycopg.connect(database) as server:
        return server.execute(sql).fetchall()


def until(what: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "that took too long"
        time.sleep(0.2)


def moody(dice: random.Random) -> Callable[[Told], tuple[int, dict[str, str]]]:
    """Every tenth request fails; it asks for no long pause."""
    count = itertools.count()
    return lambda told: (500 if next(count) % 10 == 7 and dice.random() < 0.7 else 200, {})


def test_every_event_is_told(database: str, daemons: Daemons, tmp_path: Path) -> None:
    """Whenever it is killed."""
    dice = random.Random(16)
    home = tmp_path / "desk"
    home.mkdir()
    with Receiver(moody(dice)) as receiver:
        written(home, database, receiver.url)
        life = daemons.start(home, tmp_path / "log")
        mail(home, 0)  # a first event, so that the webhook has surely begun before the second mail
        until(lambda: (home / "var/out/new").is_dir() and any((home / "var/out/new").iterdir()))
        time.sleep(6)  # an idle loop looks every five seconds
        for number in range(1, MAILS + 1):
            mail(home, number)
            if number % (MAILS // KILLS) == 0:
                time.sleep(dice.random() * 2)
                life.kill()
                life = daemons.start(home, tmp_path / "log")
        until(lambda: len({n for n, _ in events(database)}) == MAILS + 1)
        log = events(database)
        wanted = [one for one in log if one[0] > 1]
        until(lambda: set(wanted) <= {_which(one) for one in receiver.told})
        life.kill()
    assert len(wanted) >= MAILS
    firsts = list(dict.fromkeys(_which(one) for one in receiver.told))
    assert [one for one in firsts if one[0] > 1] == wanted
    assert len({(_which(one), one.id) for one in receiver.told}) == len(firsts)
    for one in receiver.told:
        Verifier(SECRET).verify(one.body.decode(), one.headers)


def _which(told: Told) -> tuple[int, int]:
    data = told.json["data"]
    return data["ticket"]["n"], data["event"]["seq"]
