"""A broadcast is killed in mid-queue, again and again: every customer has one letter, and nobody two."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from mailflow import app
from mailflow.flow.admin import broadcasting, register
from mailflow.store.desk import broadcasts
from tests.live.killable import Daemons
from tests.postgres import Postgres
from tests.servers import SmtpSink

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

CUSTOMERS = 40
WRITING, SENDING = "flow.schedule.broadcasts.write in ThreadPoolExecutor", "flow.deliver._hand_over in deliver"
POINTS = (
    f"before commit {WRITING} 1",
    f"after commit {WRITING} 1",
    f"before commit {SENDING} 4",  # the server has that letter, and nobody knows
    f"before commit {WRITING} 2",
    f"after commit {SENDING} 2",
)


@pytest.fixture(scope="module")
def daemons() -> Iterator[Daemons]:
    with Daemons() as forked:
        yield forked


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> Path:
    rules = {
        "desk": {"name": "iDuHelp", "address": "iduhelp@desk.example", "timezone": "Asia/Jakarta"},
        "admin": "admin@desk.example",
        "mailboxes": [{"maildir": "var/in"}],
        "operators": [{"name": "Budi", "address": "budi@desk.example"}],
        "announce": "operators",
        "digest": "off",
        "broadcast": {"per_minute": 300},
    }
    if request.param == "postgresql":
        rules["database"] = postgres.new_desk()
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    folder = tmp_path / "templates" / "canned"
    folder.mkdir(parents=True)
    (folder / "promo.id.txt").write_text("Subject: Promo\n\nPotongan 10%.\n", encoding="utf-8")
    return tmp_path


def begun(home: Path, sink: SmtpSink) -> None:
    rules = yaml.safe_load((home / "rules.yaml").read_text(encoding="utf-8"))
    (home / "rules.yaml").write_text(yaml.safe_dump(rules | {"outgoing": {"smtp": sink.url}}), encoding="utf-8")
    parts = app.open_parts(home)
    for number in range(CUSTOMERS):
        register.enter(parts, {"addresses": f"a{number}@mail.example", "group": "vip"})
    broadcasting.start(parts, "promo", "vip", "Dewi", again=False)
    parts.db.close()


def until(what: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "that took too long"
        time.sleep(0.2)


def test_nobody_gets_two(home: Path, daemons: Daemons, tmp_path: Path) -> None:
    """Killed before and after the commits that write and that send; only what lay in the server's hands may come twice,
    as the same letter."""
    with SmtpSink() as sink:
        begun(home, sink)
        for point in POINTS:
            life = daemons.start(home, tmp_path / "log", kill=point)
            assert life.ended(90), f"it was not killed {point}"
        life = daemons.start(home, tmp_path / "log")
        until(lambda: len({letter.rcpts for letter in sink.letters}) == CUSTOMERS)
        life.kill()
        found = [(letter.rcpts, re.search(rb"Message-ID: (\S+)", letter.data)) for letter in sink.letters]
        ids = {(who, found[1]) for who, found in found if found is not None}
        assert len(ids) == CUSTOMERS
        assert len(found) <= CUSTOMERS + len(POINTS)
    parts = app.open_parts(home)
    assert broadcasts.progress(parts.db, 1).written == CUSTOMERS
    assert broadcasts.listing(parts.db)[0].state == broadcasts.DONE
    parts.db.close()
