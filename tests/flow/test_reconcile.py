"""Mailbox and inbox, compared mail by mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from mailflow import app
from mailflow.clock import machine_now
from mailflow.core.arrival import Arrival
from mailflow.errors import TryLater
from mailflow.flow.admin import doctor
from mailflow.flow.admin.doctor import Patient
from mailflow.flow.intake.reconcile import Reconciled, reconcile
from mailflow.mail.sources import BATCH_MAILS
from mailflow.store.health import workers
from mailflow.store.mail import arrivals, mailboxes
from tests.flow.conftest import Office

NAME = "maildir:var/in"


def looked(desk: Office) -> Reconciled:
    return reconcile(desk.parts.db, app.mailboxes(desk.parts)[0].source)


def told(desk: Office, **more: object) -> dict[str, str]:
    """Findings about mail: {sentence: level}."""
    patient = Patient(
        desk.parts.db, desk.home, desk.clock.now(), machine_now(), desk.parts, tuple(app.mailboxes(desk.parts))
    )
    return {one.what: one.level for one in doctor.examine(patient) if one.check == "mail"}


def read_at(desk: Office, moment: datetime) -> None:
    with desk.parts.db.transaction():
        mailboxes.read_to_end(desk.parts.db, NAME, moment)


def test_every_mail_that_lies_there_is_accounted_for(desk: Office) -> None:
    """Decided, waiting and parked ones are told apart."""
    desk.mail("Ani")
    desk.mail("desk", to="desk")
    desk.look()
    desk.mail("Joko")
    for mailbox in desk._mailboxes:
        arrivals.put(desk.parts.db, next(iter(mailbox.source.fetch()), []), desk.clock.now())
    assert looked(desk) == Reconciled(NAME, present=3, ended=1, waiting=1, parked=1)
    assert "3 mails in maildir:var/in: 1 has its outcome, 1 waits, 1 is parked" in told(desk)


def test_what_came_after_the_last_look_is_not_lost(desk: Office) -> None:
    """Nobody has looked since: it is named, with how long it has waited, and no fault."""
    desk.mail("Ani")
    desk.look()
    read_at(desk, desk.clock.now())
    desk.clock.advance(timedelta(minutes=10))
    uid = desk.mail("Joko")
    found = looked(desk)
    assert (found.unread, found.lost, found.oldest) == ((uid,), (), desk.clock.now())
    [words] = [what for what in told(desk) if "not been taken in yet" in what]
    assert uid in words
    assert told(desk)[words] == "note"


def test_what_was_there_when_the_mailbox_was_read_is_lost(desk: Office) -> None:
    """A mail whose row somebody deleted, or that a fault of ours passed over: named by its uid."""
    uid = desk.mail("Ani")
    desk.look()
    read_at(desk, desk.clock.now() + timedelta(minutes=10))
    desk.sql("PRAGMA defer_foreign_keys = ON")
    for table in ("message", "inbox_raw"):
        desk.sql(f"DELETE FROM {table}")
    desk.sql("DELETE FROM inbox")
    assert looked(desk).lost == (uid,)
    [words] = [what for what, level in told(desk).items() if level == "fault" and "no outcome" in what]
    assert uid in words


def test_an_hour_unread_while_a_daemon_runs_is_a_fault(desk: Office) -> None:
    """It should have been taken in within seconds."""
    desk.mail("Ani")
    desk.clock.advance(timedelta(hours=2))
    desk.sql("DELETE FROM worker")
    assert set(told(desk).values()) == {"note"}
    workers.register(desk.parts.db, machine_now())
    assert "fault" in told(desk).values()


@dataclass
class Box:
    """A mailbox with numbers for names, that refuses some mails, or everything."""

    listed: list[str]
    given: list[str]
    at: datetime
    name: str = "imap://desk@mail.example/INBOX"
    down: bool = False
    closed: int = field(default=0)

    def uids(self) -> Iterator[tuple[str, str]]:
        if self.down:
            raise TryLater("no route")
        return (("7", uid) for uid in self.listed)

    def fetch(self) -> Iterator[list[Arrival]]:
        arrivals = [Arrival(self.name, "7", uid, self.at, b"x") for uid in self.given]
        yield from (arrivals[start : start + BATCH_MAILS] for start in range(0, len(arrivals), BATCH_MAILS))

    def close(self) -> None:
        self.closed += 1


def stored(desk: Office, box: Box, uids: list[str]) -> None:
    arrivals.put(desk.parts.db, [Arrival(box.name, "7", uid, box.at, b"x") for uid in uids], box.at)
    with desk.parts.db.transaction():
        mailboxes.read_to_end(desk.parts.db, box.name, box.at + timedelta(hours=1))


def test_an_old_mail_moved_into_the_folder_is_new(desk: Office) -> None:
    """It keeps its arrival but gets the next uid; a lower uid that is missing was passed over."""
    box = Box(["1", "2", "3", "9"], ["2", "9"], desk.clock.now())
    stored(desk, box, ["1", "3"])
    found = reconcile(desk.parts.db, box)  # type: ignore[arg-type]
    assert (found.lost, found.unread) == (("2",), ("9",))
    assert box.closed == 1


def test_a_mail_the_server_does_not_give_is_named(desk: Office) -> None:
    """Listed, asked for, not given: nobody but the server's admin can help."""
    box = Box(["1", "2"], [], desk.clock.now())
    stored(desk, box, ["1"])
    assert reconcile(desk.parts.db, box).refused == ("2",)  # type: ignore[arg-type]


def test_a_backlog_is_counted_whole_but_only_a_batch_of_it_read(desk: Office) -> None:
    """Thousands of unread mails are no thousand questions."""
    uids = [str(number) for number in range(1, 1001)]
    box = Box(uids, uids, desk.clock.now())
    found = reconcile(desk.parts.db, box)  # type: ignore[arg-type]
    assert (found.present, len(found.unread), found.lost, found.refused) == (1000, 1000, (), ())


def test_a_mailbox_out_of_reach_is_told_by_whoever_asks_servers(desk: Office) -> None:
    """Reconciling raises, and lets go."""
    box = Box([], [], desk.clock.now(), down=True)
    with pytest.raises(TryLater):
        reconcile(desk.parts.db, box)  # type: ignore[arg-type]
    assert box.closed == 1
