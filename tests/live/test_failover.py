"""A leader that is killed, frozen, cut off from its standby or replaced while a daemon works: nothing that was
confirmed is lost, nothing is decided on the side that led before, and each change is said once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.failover import __main__ as campaign
from mailflow.errors import TryLater
from mailflow.store.admin import failovers
from mailflow.store.desk import meta, tickets
from mailflow.store.engine import terms
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.engine.seen import FILE
from mailflow.store.mail import outbox
from tests.cluster import Cluster
from tests.conservation import conservation
from tests.live.ward import Ward, hurry
from tests.store.desk import START, request

pytestmark = [pytest.mark.live, pytest.mark.timeout(120)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / FILE.parent).mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with Cluster(2) as made:
        yield made


@pytest.fixture
def ward(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Ward]:
    hurry(monkeypatch)
    caplog.set_level("INFO", logger="mailflow")
    return lambda database: Ward(tmp_path / "home", database, lambda: caplog.get_records("call"))


def put(db: Database, key: str, seconds: float = 20.0) -> None:
    """As a daemon does: again until it is done."""
    until = time.monotonic() + seconds
    while True:
        try:
            with db.transaction():
                meta.put(db, key, "x")
        except TryLater:
            assert time.monotonic() < until
            time.sleep(0.3)
        else:
            return


def refused(db: Database, key: str) -> str:
    """The words of the one failure."""
    with pytest.raises(TryLater) as why, db.transaction():
        meta.put(db, key, "x")
    return str(why.value)


def test_a_daemon_goes_on_with_the_new_leader(ward: Callable[[str], Ward], cluster: Cluster) -> None:
    """The leader is killed under a working daemon: one line tells of the new one, the doctor names it, and every
    customer has one acknowledgement."""
    with ward(cluster.url()) as desk:
        desk.ask(1)
        desk.answered(1)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        desk.ask(2)
        cluster.leader.kill()
        cluster.promote(cluster.nodes[1])
        desk.ask(3)
        desk.comes_through(1, 2, 3)
        led = f"has another leader: 127.0.0.1:{cluster.leader.port}, timeline 2, term 2"
        assert [line for line in desk.said() if led in line] == [line for line in desk.said() if "leader" in line]
        desk.seen_by_the_doctor(f"failed over: 127.0.0.1:{cluster.leader.port} leads since", "note")


def test_a_frozen_leader_decides_nothing_more(home: Path, cluster: Cluster) -> None:
    """SIGSTOP of the whole server: a statement ends by our own clock. Thawed, it says read-write and stands first in
    the address; what knows of the new leader works there all the same, also after a start."""
    old = cluster.leader
    db = open_database(cluster.url(first=old), home)
    put(db, "before")
    old.freeze()
    assert "frozen, or cut off" in refused(db, "meanwhile")
    cluster.promote(cluster.nodes[1])
    put(db, "after")
    old.thaw()
    db.close_thread()
    put(db, "later")
    db.close()
    assert old.run("SELECT pg_is_in_recovery()") == [(False,)]
    again = open_database(cluster.url(first=old), home)
    put(again, "again")
    again.close()
    kept = {key for (key,) in cluster.leader.run("SELECT key FROM meta")}
    assert {"before", "after", "later", "again"} <= kept
    assert not {"later", "again"} & {key for (key,) in old.run("SELECT key FROM meta")}


def test_a_process_that_knows_nothing_finds_the_new_leader(cluster: Cluster) -> None:
    """The old leader runs on and stands first: it says read-write, and gives out the advisory lock."""
    old = cluster.leader
    cluster.promote(cluster.nodes[1])
    db = open_database(cluster.url(first=old))
    put(db, "decided")
    db.close()
    assert cluster.leader.run("SELECT 1 FROM meta WHERE key = 'decided'") == [(1,)]
    assert old.run("SELECT to_regclass('meta') IS NULL") == [(True,)]


def test_a_commit_on_the_old_side_leads_to_the_new_one(cluster: Cluster) -> None:
    """A daemon that holds on to the old leader hears of no promotion: its commit waits for a standby that follows
    nobody, is never called done, and then every server is asked who was promoted last."""
    old = cluster.leader
    db = open_database(cluster.url(first=old))
    cluster.promote(cluster.nodes[1])
    assert "waits for a standby" in refused(db, "decided")
    put(db, "decided")
    db.close()
    assert cluster.leader.run("SELECT 1 FROM meta WHERE key = 'decided'") == [(1,)]


def test_what_is_under_way_when_another_leads_is_not_committed(home: Path, cluster: Cluster) -> None:
    """One thread learns of the promotion while another is inside its transaction on the old leader."""
    old = cluster.leader
    db = open_database(cluster.url(first=old), home)
    inside, go = threading.Event(), threading.Event()
    words: list[str] = []

    def decide() -> None:
        try:
            with db.transaction():
                meta.put(db, "old side", "x")
                inside.set()
                go.wait(30)
        except TryLater as why:
            words.append(str(why))
        db.close_thread()

    thread = threading.Thread(target=decide)
    thread.start()
    inside.wait(20)
    cluster.promote(cluster.nodes[1])
    db.close_thread()
    db.engine._leader.election_due = True  # type: ignore[attr-defined]  # as after a lost connection
    with db.transaction(exclusive=False):
        meta.put(db, "new side", "x")
    go.set()
    thread.join(30)
    db.close()
    assert len(words) == 1
    assert "another leader since" in words[0]
    assert old.run("SELECT 1 FROM meta WHERE key = 'old side'") == []


def test_a_commit_does_not_wait_for_ever_for_a_standby(home: Path, cluster: Cluster) -> None:
    """The only standby is lost: our own clock ends the wait, the next commits are refused at once instead of waiting
    beside it, and when the standby is back everything goes on."""
    db = open_database(cluster.url(), home)
    standby = cluster.nodes[1]
    standby.kill()
    began = time.monotonic()
    assert "waits for a standby" in refused(db, "one")
    assert time.monotonic() - began < 10
    began = time.monotonic()
    assert "waits for a standby" in refused(db, "two")
    assert time.monotonic() - began < 2
    cluster.follow(standby)
    put(db, "three")
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    assert cluster.leader.run(waiting) == [(0,)]
    db.close()


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_commit_whose_wait_was_ended_counts_as_not_done(home: Path, cluster: Cluster, how: str) -> None:
    """The server then says COMMIT with a warning, though no standby has it."""
    db = open_database(cluster.url(), home)
    cluster.nodes[1].kill()
    waits = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"

    def end() -> None:
        until = time.monotonic() + 20
        while not cluster.leader.run(waits) and time.monotonic() < until:
            time.sleep(0.05)
        cluster.leader.run(f"SELECT {how}(pid) FROM ({waits}) AS waiting")

    other = threading.Thread(target=end)
    other.start()
    words = refused(db, "one")
    other.join()
    db.close()
    assert ("not confirmed" if how == "pg_cancel_backend" else "the connection to") in words


def test_a_server_that_has_become_read_only_is_left(home: Path, cluster: Cluster) -> None:
    """Its connections stay open (25006); the address leads to another one by now."""
    db = open_database(cluster.url(), home)
    put(db, "before")
    old = cluster.leader
    old.stop()
    cluster.promote(cluster.nodes[1])
    cluster.follow(old)
    direct = open_database(f"{old.url}?options=-csearch_path%3Dpublic&target_session_attrs=any")
    assert "read-only" in refused(direct, "here")
    direct.close()
    put(db, "after")
    db.close()
    assert cluster.leader.run("SELECT 1 FROM meta WHERE key = 'after'") == [(1,)]


def test_what_an_asynchronous_standby_did_not_have_is_said(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Numbers of tickets go on after those given out; the log says once how much is gone, and the doctor, too."""
    with Cluster(2, synchronous=False) as cluster:
        db = open_database(cluster.url(), home, START)
        kept = request(db).n
        follows(cluster)
        assert "no commit waits for a standby" in said_by_the_doctor(db)
        cluster.nodes[1].kill()  # frozen, it would have everything in its socket
        lost = [request(db).n for _ in range(3)]
        cluster.leader.kill()
        cluster.follow(cluster.nodes[1])
        cluster.promote(cluster.nodes[1])
        put(db, "after")
        loss = terms.loss(db)
        assert loss is not None
        assert (loss.commits, loss.first, loss.last) == (3, lost[0], lost[-1])
        assert tickets.all_numbers(db) == [kept]
        assert request(db).n == lost[-1] + 1
        put(db, "later")
        db.close()
        again = open_database(cluster.url(), home)
        put(again, "again")
        assert "3 commits that had been confirmed are gone; so are the tickets with n from 2 to 4" in (
            said_by_the_doctor(again)
        )
        assert conservation(again, START, 0.0) == []
        again.close()
    assert len([line for line in caplog.messages if "went back" in line]) == 1


def test_under_load_nothing_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    """`make failover`, short: killed once and frozen once, two daemons at work."""
    found = campaign.main(2, ("kill", "freeze"))
    assert not any(found["wrong"].values()), (found, capsys.readouterr().out)
    assert found["mails"] > 10


def test_a_restart_does_not_forget_what_was_seen(home: Path) -> None:
    """The memory lies in the home: what was lost while no daemon ran is found, too, and so is a copy from elsewhere
    with the same numbers and other contents."""
    with Cluster(1) as cluster:
        cluster.leader.run("CREATE SCHEMA one; CREATE SCHEMA two")
        db = open_database(cluster.url("one"), home, START)
        request(db), request(db)
        db.close()
        other = open_database(cluster.url("two"), None, START)
        request(other), request(other), request(other)
        other.close()
        cluster.leader.run("ALTER SCHEMA one RENAME TO aside; ALTER SCHEMA two RENAME TO one")
        db = open_database(cluster.url("one"), home, START)
        put(db, "look")
        loss = terms.loss(db)
        db.close()
    assert loss is not None
    assert (loss.commits, loss.last < loss.first) == (1, True)


def said_by_the_doctor(db: Database) -> str:
    return "\n".join(words for _, words in failovers.findings(db, datetime.now(UTC)))


def follows(cluster: Cluster) -> None:
    """Wait until the standby has everything."""
    sql = "SELECT pg_current_wal_lsn() = replay_lsn FROM pg_stat_replication"
    until = time.monotonic() + 20
    while cluster.leader.run(sql) != [(True,)]:
        assert time.monotonic() < until
        time.sleep(0.05)
