"""What a home remembers of its database, and the addresses of several servers; without a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from mailflow.store.engine.postgres_clock import ClockedConnection
from mailflow.store.engine.postgres_leader import Leader
from mailflow.store.engine.postgres_url import ServerAddress
from mailflow.store.engine.seen import FILE, HEAD, LOST, NEXT_N, TERM, SeenCommits
from mailflow.store.engine.terms import LostCommits, Reigned, loss_of, term_of

URL = "postgresql://desk:secret@one,two:5433/desk"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / FILE.parent).mkdir()
    return tmp_path


def test_what_was_seen_only_grows(home: Path) -> None:
    """Of two processes of a home the one that has seen more counts; nothing secret is in the file."""
    one, two = SeenCommits(home, URL), SeenCommits(home, URL)
    one.note({HEAD: "7 aa", NEXT_N: "3", TERM: "1 2 3 4 host:1"})
    two.note({HEAD: "5 bb", NEXT_N: "4", TERM: "1 2 3 4 host:1"})
    assert SeenCommits(home, URL).facts == {HEAD: "7 aa", NEXT_N: "4", TERM: "1 2 3 4 host:1"}
    assert "secret" not in (home / FILE).read_text()


def test_what_is_known_to_be_lost_is_not_missed_again(home: Path) -> None:
    """The memory goes back with the database."""
    seen = SeenCommits(home, URL)
    seen.note({HEAD: "7 aa", TERM: "1 2 3 4 host:1"})
    seen.note({HEAD: "5 bb", LOST: "1 2 3 4"})
    assert SeenCommits(home, URL).facts[HEAD] == "5 bb"


def test_a_home_with_another_database_remembers_nothing_of_it(home: Path) -> None:
    """Nor does a file that cannot be read, or a home without a folder of ours."""
    SeenCommits(home, URL).note({TERM: "1 2 3 4 host:1"})
    assert SeenCommits(home, "postgresql://one/other").facts == {}
    (home / FILE).write_text("{")
    assert SeenCommits(home, URL).facts == {}
    SeenCommits(home / "missing", URL).note({TERM: "1 2 3 4 host:1"})
    assert not (home / "missing").exists()


def test_values_are_kept_as_text() -> None:
    """As meta holds them."""
    term = Reigned(3, 7713963962171921113, 2, 1796047213.0, "127.0.0.1:5433")
    assert term_of(str(term)) == term
    lost = "1796047213 3 17 19"
    loss = loss_of(lost)
    assert isinstance(loss, LostCommits)
    assert (str(loss), loss.commits, loss.first, loss.last) == (lost, 3, 17, 19)
    assert (term_of(None), loss_of(None)) == (None, None)


def test_of_several_servers_each_is_asked() -> None:
    """One port counts for all; what the admin says of the session is left as it is."""
    several = ServerAddress("postgresql://desk@one:5432,two:5433/desk?target_session_attrs=primary")
    found = [conninfo_to_dict(server) for server in several._servers]
    assert [(one["host"], one["port"]) for one in found] == [("one", "5432"), ("two", "5433")]
    assert {one["target_session_attrs"] for one in found} == {"primary"}
    assert several.place == "postgresql://desk@one:5432,two:5433/desk"
    shared = [conninfo_to_dict(server) for server in ServerAddress("host=one,two port=6543")._servers]
    assert [(one["host"], one["port"]) for one in shared] == [("one", "6543"), ("two", "6543")]
    assert {one["target_session_attrs"] for one in shared} == {"read-write"}
    assert not ServerAddress("postgresql://one/desk").several


@pytest.mark.parametrize(
    ("system", "timeline", "old"),
    [(1, 1, True), (1, 2, False), (1, 3, False), (2, 1, False), (0, 1, False), (1, 0, False)],
    ids=["before", "same", "later", "another cluster", "cluster not known", "timeline not known"],
)
def test_which_leader_is_old(system: int, timeline: int, old: bool) -> None:
    """Only one of the same cluster with a smaller timeline."""
    connection = ClockedConnection.__new__(ClockedConnection)
    connection.system, connection.timeline = system, timeline
    assert Leader(1, 2).is_old(connection) is old
