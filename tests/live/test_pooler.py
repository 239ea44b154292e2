"""PgBouncer before PostgreSQL: refused in one sentence where it does not keep sessions, never starving in silence."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import psycopg
import pytest

from mailflow.config.init import make_home
from mailflow.errors import CannotDo, ConfigError, TryLater
from mailflow.store.engine import postgres_pooler
from mailflow.store.engine.opening import open_database
from tests.cli.desk import Desk, process
from tests.flow.conftest import Office
from tests.flow.test_daemon import running
from tests.pgbouncer import PgBouncer, program
from tests.postgres import Postgres

pytestmark = [pytest.mark.live, pytest.mark.timeout(180)]
REFUSED = "is behind a pooler that gives our session away after each transaction"


@pytest.fixture
def pooler(postgres: Postgres) -> Iterator[Callable[..., PgBouncer]]:
    """A function (mode, size of the pool) → a running PgBouncer before an empty database."""
    if program() is None:
        pytest.fail("PgBouncer is not installed")
    begun: list[PgBouncer] = []

    def begin(mode: str, pool: int = 20) -> PgBouncer:
        begun.append(PgBouncer(postgres, mode, pool).__enter__())
        return begun[-1]

    yield begin
    for one in begun:
        one.__exit__()


def desk_of(home: Path, url: str) -> Desk:
    """As `init` makes it, on that database."""
    make_home(home)
    desk = Desk(home)
    desk.edit("# database: sqlite:///mailflow.db", f"database: {url}\n#")
    return desk


@pytest.mark.parametrize("mode", ["transaction", "statement"])
@pytest.mark.parametrize("pool", [1, 20])
def test_sessions_that_are_given_away(pooler: Callable[..., PgBouncer], mode: str, pool: int) -> None:
    """Found at the start, whatever the size of the pool, and soon; nothing is made in the database."""
    began = monotonic()
    url = pooler(mode, pool).url
    with pytest.raises(CannotDo, match=REFUSED):
        open_database(url)
    assert monotonic() - began < 15


def test_sessions_that_are_given_away_while_others_work(pooler: Callable[..., PgBouncer]) -> None:
    """Other clients hold some of the pool, and leave it while we look."""
    url = pooler("transaction").url
    others = [psycopg.connect(url) for _ in range(3)]
    for other in others:
        other.execute("SELECT 1")  # a transaction is open: a connection of the server is held
    with pytest.raises(CannotDo, match=REFUSED):
        open_database(url)
    for other in others:
        other.close()


def test_another_s_prepared_statement(pooler: Callable[..., PgBouncer], monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the pooler not recognised, the first collision of statements is said in the same sentence."""
    monkeypatch.setattr(postgres_pooler, "is_pooled", lambda connection: False)
    url = pooler("transaction", 1).url
    first, second = open_database(url), open_database(url)
    with pytest.raises(CannotDo, match=REFUSED):
        for number in range(200):  # each connection counts its statements by itself
            (first, second)[number % 20 >= 10].value(f"SELECT {number // 20} + ?", (1,))
    first.close()
    second.close()


def test_a_daemon_works_behind_session_pooling(pooler: Callable[..., PgBouncer], tmp_path: Path) -> None:
    """With as many connections as we say it needs, and not more than that."""
    url = pooler("session", postgres_pooler.NEEDED).url
    with Office(tmp_path, url) as desk:
        desk.write_rules({"web": "127.0.0.1:0"})
        desk.start()
        desk.parts.db.close_thread()
        with running(desk):
            desk.mail("ani")
            [letter] = desk.sink.wait_for(1, 60)
            assert desk.parts.db.engine.connections() + 1 <= postgres_pooler.NEEDED
    assert letter.rcpts == ("ani@mail.example",)


def test_a_pool_that_is_too_small(pooler: Callable[..., PgBouncer], tmp_path: Path) -> None:
    """`run` and `check --connect` say in a sentence how many a daemon needs."""
    url = pooler("session", 4).url
    desk = desk_of(tmp_path / "desk", url)
    open_database(url).close()
    words = f"gives us 4 connections at once, a daemon needs {postgres_pooler.NEEDED}: raise its default_pool_size"
    child = process("--home", str(desk.home), "run", stderr=subprocess.PIPE)
    _, said = child.communicate(timeout=120)
    assert child.returncode == 1
    assert words in said.decode()
    assert "Traceback" not in said.decode()
    assert words in desk.type("check", "--connect", status=1).err


def test_a_pool_with_nothing_left(pooler: Callable[..., PgBouncer]) -> None:
    """Let in and not answered: TryLater within seconds, not after the pooler's two minutes."""
    url = pooler("session", 1).url
    with psycopg.connect(url) as holder:
        holder.execute("SELECT 1")
        began = monotonic()
        with pytest.raises(TryLater, match="does not answer"):
            open_database(url)
        assert monotonic() - began < 15


def test_check_says_it_beside_the_other_servers(pooler: Callable[..., PgBouncer], tmp_path: Path) -> None:
    """The mailboxes are tried all the same."""
    desk = desk_of(tmp_path / "desk", pooler("transaction").url)
    found = desk.json("check", "--connect", status=1)["probes"]
    assert (found[0]["name"], found[0]["ok"]) == ("database", False)
    assert REFUSED in found[0]["words"]
    assert len(found) == 3
    assert all(probe["ok"] for probe in found[1:])


def test_options_in_the_address(pooler: Callable[..., PgBouncer]) -> None:
    """PgBouncer refuses them; the remedy is named."""
    with pytest.raises(ConfigError, match="take options= out of the address"):
        open_database(f"{pooler('session').url}?options=-csearch_path%3Dpublic")
