"""A mailbox on a shared database: one reads, the others stand by, and who loses it stops."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailflow.errors import StandBy, TryLater
from mailflow.flow.intake import mailbox_lease
from mailflow.flow.intake.mailbox_lease import LeaseRenewer, MailboxLease
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.health import leases

BOX = "imap://desk@mail.example/INBOX"


@pytest.fixture
def db() -> Iterator[Database]:
    database = open_database("sqlite:///:memory:")
    yield database
    database.close()


def test_one_reads_and_the_other_stands_by(db: Database) -> None:
    """And is told who reads; another mailbox is free."""
    mine, theirs = MailboxLease(LeaseRenewer(db), BOX), MailboxLease(LeaseRenewer(db), BOX)
    mine.take()
    mine.take()
    mine.check()
    with pytest.raises(StandBy, match=r"another daemon reads it \(pid \d+ on"):
        theirs.take()
    other = MailboxLease(LeaseRenewer(db), "maildir:var/in")
    other.take()
    mine.free()
    theirs.take()
    theirs.free()
    other.free()


def test_it_is_renewed_as_long_as_its_holder_lives(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a thread of its own: one fetch may take longer than a lease."""
    monkeypatch.setattr(mailbox_lease, "RENEW_SECONDS", 0.01)
    mine = MailboxLease(LeaseRenewer(db), BOX)
    mine.take()
    first = db.value("SELECT ends FROM lease")
    while db.value("SELECT ends FROM lease") == first:
        pass
    mine.check()
    mine.free()
    assert db.value("SELECT count(*) FROM lease") == 0


def test_a_lease_that_was_lost_stops_the_reading(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another has it: the next renewal finds out, and no batch is read after that."""
    monkeypatch.setattr(mailbox_lease, "RENEW_SECONDS", 0.01)
    mine = MailboxLease(LeaseRenewer(db), BOX)
    mine.take()
    with db.transaction():
        db.execute("UPDATE lease SET holder = 'elsewhere:1:x'")
    while True:
        try:
            mine.check()
        except StandBy as lost:
            assert "lost" in str(lost)
            break
    mine.free()
    assert db.value("SELECT holder FROM lease") == "elsewhere:1:x"


def test_who_cannot_reach_the_database_loses_it_by_his_own_clock(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off from the database, he must not read on while another may have begun."""
    moments = iter([100.0, 101.0, 200.0, 200.0])
    monkeypatch.setattr(mailbox_lease, "monotonic", lambda: next(moments))
    monkeypatch.setattr(mailbox_lease, "RENEW_SECONDS", 60.0)
    keeper = LeaseRenewer(db)
    mine = MailboxLease(keeper, BOX)
    mine.take()  # asks the clock twice: does it hold already, and when it asked
    with pytest.raises(StandBy, match="lost"):
        mine.check()
    monkeypatch.setattr(mailbox_lease, "monotonic", lambda: 200.0)

    def away(*_: object) -> str:
        raise TryLater("out of reach")

    monkeypatch.setattr(leases, "take", away)
    with pytest.raises(TryLater, match="out of reach"):
        mine.take()
    mine.free()
