"""Bytes go when their time is over; rows, outcomes, texts and figures stay, and every proof stays green."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailflow.core.figures import figures as figures_of
from mailflow.core.occasions import CommandGiven
from mailflow.errors import CannotDo
from mailflow.flow.admin import rebuild
from mailflow.flow.admin.verify import verify
from mailflow.flow.admin.verify_chain import verify_chain
from mailflow.flow.schedule import retention
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.store.admin import retention as store_retention
from mailflow.store.admin import space
from mailflow.store.desk import tickets
from mailflow.store.engine.opening import open_database
from mailflow.store.mail import inbox, outbox
from mailflow.store.read import archive, reports
from tests.flow.conftest import Office


@pytest.fixture
def old(desk: Office) -> Office:
    """1 Ani's closed ticket, 2 Joko's open one, a vacation notice, spam; all of it 100 days old."""
    desk.mail("Ani")
    desk.mail("Joko", subject="KRS", body="Kapan dibuka?")
    desk.look()
    desk.mail("Rina", subject="Undian", **{"X-Spam-Flag": "YES"})
    desk.mail("Rina", subject="Cuti", **{"Auto-Submitted": "auto-replied"})
    desk.look()
    ticket = tickets.load(desk.parts.db, 1)
    assert ticket is not None
    with desk.parts.db.transaction():
        handle(desk.parts, ticket, CommandGiven("close", "Dewi", force=True), Cause("command-given"))
    desk.look()
    desk.clock.advance(timedelta(days=100))
    return desk


def kept(desk: Office) -> list[int]:
    return [row[0] for row in desk.parts.db.execute("SELECT inbox_id FROM inbox_raw ORDER BY inbox_id")]


def rule(desk: Office, **kinds: Any) -> None:
    desk.write_rules({"retention": kinds})


def everything(desk: Office) -> Any:
    """What people are shown: every ticket with its story, and the figures."""
    db, until = desk.parts.db, desk.clock.now()
    shown = [archive.show(db, n) for n in desk.numbers()]
    return shown, figures_of(reports.period(db, reports.Wanted(until - timedelta(days=365), until, until)))


def test_each_kind_has_its_own_time(old: Office) -> None:
    """Spam, automatic mail, other mail; mail of an open ticket stays until it is closed."""
    assert kept(old) == [1, 2, 3, 4]
    rule(old, raw="2y", automatic="90d", spam="30d")
    assert [retention.due(old.parts, kind) for kind in retention.KINDS] == [0, 1, 1, 0]
    assert retention.carry_out(old.parts, "spam") == 1
    assert kept(old) == [1, 2, 4]
    rule(old, raw="99d", automatic="never")
    assert [retention.carry_out(old.parts, kind) for kind in retention.KINDS] == [1, 0, 0, 0]
    assert kept(old) == [2, 4]
    assert store_retention.expired(old.parts.db) == (2, 0)


def test_everything_people_see_and_every_proof_stays(old: Office) -> None:
    """doctor, verify and rebuild are content, list and report say the same."""
    before = everything(old)
    rule(old, raw="1d", automatic="1d", spam="1d", letters="1d")
    assert retention.carry_out_if_due(old.parts) > 4
    assert everything(old) == before
    assert [*verify(old.parts.db), *verify_chain(old.parts.db)] == []
    assert [fault for fault in old.faults() if "waited" not in fault] == []
    found = rebuild.verify(old.parts)
    assert found.ok
    assert found.expired == {1}


def test_the_daemon_does_it_once_a_day(old: Office) -> None:
    """A second look on the same day costs one question."""
    rule(old, spam="30d", raw="101d")
    assert retention.carry_out_if_due(old.parts) == 1
    assert retention.carry_out_if_due(old.parts) == 0
    old.clock.advance(timedelta(days=1, hours=1))
    assert retention.carry_out_if_due(old.parts) == 1


def test_small_pieces_and_a_stop_in_between(old: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left today goes on with the next look."""
    monkeypatch.setattr(retention, "_AT_ONCE", 1)
    monkeypatch.setattr(retention, "_PER_LOOK", 1)
    rule(old, raw="1d", letters="1d")
    assert retention.carry_out_if_due(old.parts, stop=lambda: True) == 0
    counts = [retention.carry_out_if_due(old.parts) for _ in range(6)]
    assert sum(counts) == sum(store_retention.expired(old.parts.db))
    assert max(counts) <= 2
    assert counts[-1] == 0


def test_without_rules_nothing_goes(old: Office) -> None:
    """The default keeps everything."""
    assert retention.carry_out_if_due(old.parts) == 0
    assert kept(old) == [1, 2, 3, 4]


def test_what_is_gone_is_said_to_be_gone(old: Office) -> None:
    """Not "there is no such mail"; and it is neither decided nor sent again."""
    rule(old, spam="1d", letters="1d")
    for kind in retention.KINDS:
        retention.carry_out(old.parts, kind)
    db = old.parts.db
    [gone] = [row["id"] for row in inbox.listing(db, outcome="quarantined")]
    letter = int(db.value("SELECT min(id) FROM letter WHERE expired_at IS NOT NULL"))
    for act in (lambda: inbox.raw(db, gone), lambda: outbox.data(db, letter)):
        with pytest.raises(CannotDo, match="no longer kept"):
            act()
    with db.transaction(), pytest.raises(CannotDo, match="no longer kept"):
        inbox.release(db, gone, "Dewi")


def test_a_failed_letter_is_kept_whatever_its_age(old: Office) -> None:
    """Somebody may still want to send it."""
    old.sql("UPDATE letter SET state = 'failed' WHERE ticket_n = 1")
    rule(old, letters="1d")
    assert retention.carry_out(old.parts, "letters") == 0


def letters_of(db: Any, megabytes: int) -> None:
    """So many megabytes of bytes that have expired, in a file that has not shrunk."""
    with db.transaction():
        db.execute("CREATE TABLE load (data BLOB)")
        db.many("INSERT INTO load (data) VALUES (?)", [(bytes(2**20),)] * megabytes)
    with db.transaction():
        db.execute("DELETE FROM load")


def test_the_disk_comes_back(tmp_path: Path) -> None:
    """A piece at a time, and what is left is not worth a transaction."""
    db = open_database(f"sqlite:///{tmp_path}/desk.db")
    letters_of(db, 40)
    assert db.engine.unused()[0] > 39 * 2**20
    pieces = 0
    while space.give_back(db):
        pieces += 1
    assert 4 <= pieces <= 6
    assert db.engine.unused()[0] <= space.LITTLE + space.PIECE
    assert not space.rewrite(db)
    db.close()
    assert (tmp_path / "desk.db").stat().st_size < 3 * 2**20


def test_a_file_of_an_older_mailflow_is_rewritten_once(tmp_path: Path) -> None:
    """It cannot shrink piece by piece before; large ones are left to the command."""
    file = tmp_path / "desk.db"
    old = sqlite3.connect(file)
    old.execute("PRAGMA auto_vacuum = NONE")
    old.execute("CREATE TABLE before (x)")
    old.close()
    db = open_database(f"sqlite:///{file}")
    letters_of(db, 40)
    assert not space.give_back(db)
    assert not space.rewrite(db, most=0)
    assert space.rewrite(db, space.SMALL)
    assert file.stat().st_size < 2 * 2**20
    letters_of_again = db.engine.unused()
    assert letters_of_again[0] == 0
    with db.transaction():
        db.many("INSERT INTO load (data) VALUES (?)", [(bytes(2**20),)] * 20)
        db.execute("DELETE FROM load")
    assert space.give_back(db)
    db.close()


def test_the_daemon_gives_the_disk_back_after_the_day_s_retention(old: Office) -> None:
    """Once a day, when nothing is left to expire."""
    with old.parts.db.transaction():
        old.parts.db.execute("CREATE TABLE load (data BLOB)")
        old.parts.db.many("INSERT INTO load (data) VALUES (?)", [(bytes(2**20),)] * 20)
        old.parts.db.execute("DROP TABLE load")
    rule(old, raw="2y", spam="30d")
    retention.carry_out_if_due(old.parts)
    assert old.parts.db.engine.unused()[0] <= space.LITTLE + space.PIECE
