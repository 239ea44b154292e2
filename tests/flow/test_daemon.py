"""The daemon: all loops together, started and stopped as `mailflow run` does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

import pytest

from mailflow import app
from mailflow.clock import machine_now
from mailflow.core.message import Message, OurAddresses
from mailflow.core.occasions import CommandGiven
from mailflow.flow.daemon import Daemon
from mailflow.flow.settle import reading as parsing
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.mail.understand import understand
from mailflow.store.desk import tickets
from mailflow.store.health import health
from mailflow.store.mail import inbox, outbox
from tests.flow.conftest import Office

STOPS_WITHIN = 10.0  # seconds, interfaces.md


def until(desk: Office, so: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for commits until it is so."""
    end = monotonic() + seconds
    while not so():
        assert monotonic() < end, "it did not become so"
        desk.parts.db.wait_for_commit(1.0)


@contextmanager
def running(desk: Office) -> Iterator[Daemon]:
    """A daemon at work; at the end it must stop in time, whatever it was doing."""
    daemon = app.daemon(desk.parts)
    daemon.start()
    try:
        yield daemon
    finally:
        begun = monotonic()
        daemon.stop()
        took = monotonic() - begun
    assert took < STOPS_WITHIN


def test_mail_comes_in_and_letters_go_out_and_it_stops_in_time(desk: Office) -> None:
    """The whole way through all threads."""
    with running(desk):
        desk.mail("ani")
        [letter] = desk.sink.wait_for(1, 30)
    assert letter.rcpts == ("ani@mail.example",)


def test_a_commit_wakes_it(desk: Office) -> None:
    """A command typed in another process sends its letter at once, not at the next look."""
    desk.mail("ani")
    desk.look()
    with running(desk):
        carry_out(desk.parts, "1", CommandGiven("close", "Dewi", force=True))
        acknowledgement, closing = desk.sink.wait_for(2, 30)
    assert acknowledgement.rcpts == closing.rcpts == ("ani@mail.example",)


def test_it_stops_in_time_although_a_server_does_not_answer(desk: Office) -> None:
    """What it had in hand is free for others at once, and comes again with the same Message-ID."""
    desk.sink.hang_next()
    with running(desk):
        desk.mail("ani")
        until(desk, lambda: desk.parts.db.value("SELECT count(*) FROM letter WHERE worker IS NOT NULL") == 1)
    assert desk.parts.db.value("SELECT count(*) FROM letter WHERE worker IS NOT NULL") == 0
    desk.sink.release()
    for thread in threading.enumerate():  # in the process it would end here
        if thread.name == "deliver":
            thread.join(30)


def test_nothing_rings_before_the_mailboxes_were_read(desk: Office) -> None:
    """The answer lay in the mailbox while mailflow was down: its owner is not reminded, no breach is counted."""
    desk.mail("ani")
    desk.look()
    desk.mail("budi", body="", reply_to="acknowledgement", to="list")
    desk.look()
    desk.clock.advance(timedelta(hours=20))
    desk.mail("budi", body="Silakan periksa.", reply_to="claim-receipt")
    desk.clock.advance(timedelta(hours=40))
    app.daemon(desk.parts).tick()  # not started: no mailbox has been read yet
    assert outbox.waiting(desk.parts.db) == 0
    with running(desk):
        until(desk, lambda: desk.parts.db.value("SELECT status FROM ticket") == "waiting")
    desk.look(ring=False)
    assert "reminder-answer" not in desk.kinds()
    assert desk.parts.db.value("SELECT breaches FROM ticket") == 0


def test_an_alarm_rings_without_any_mail(desk: Office) -> None:
    """Time alone makes the operators hear of a ticket nobody claims."""
    desk.mail("ani")
    desk.look()
    with running(desk):
        desk.clock.advance(timedelta(hours=24))
        acknowledgement, *reminders = desk.sink.wait_for(3, 30)
    assert acknowledgement.rcpts == ("ani@mail.example",)
    assert {to for letter in reminders for to in letter.rcpts} == {"budi@desk.example", "sari@desk.example"}


def test_once_takes_in_rings_and_sends(desk: Office) -> None:
    """`mailflow run --once`, for cron."""
    desk.mail("ani")
    assert app.once(desk.parts) == []
    desk.clock.advance(timedelta(hours=24))
    assert app.once(desk.parts) == []
    assert len(desk.sink.letters) == 3


def test_once_tells_what_it_could_not_do_and_rings_nothing_then(desk: Office) -> None:
    """A mailbox out of reach may hold the answer a reminder would ask for."""
    desk.mail("ani")
    assert app.once(desk.parts) == []
    desk.clock.advance(timedelta(hours=24))
    folder = desk.home / "var" / "in2"
    for part in ("tmp", "new", "cur"):
        (folder / part).rmdir()
    folder.rmdir()
    folder.write_text("no folder", encoding="utf-8")
    [trouble] = app.once(desk.parts)
    assert "var/in2" in trouble
    assert len(desk.sink.letters) == 1


def test_once_tells_of_a_server_that_is_down(desk: Office) -> None:
    """Its exit status is cron's only way to hear of it."""
    desk.mail("ani")
    desk.sink.stop()
    assert len(app.once(desk.parts)) == 1
    assert outbox.waiting(desk.parts.db) == 1
    desk.sink.start()


def test_a_reply_parked_before_its_request_is_decided_when_it_comes(desk: Office) -> None:
    """With cron the reply may come in one run and its request, through a slower mailbox, in the next."""
    desk.mail("budi", "Re: Pulsa", "", **{"in-reply-to": "<late@mail.example>"})
    assert app.once(desk.parts) == []
    assert inbox.counts(desk.parts.db)["parked"] == 1
    desk.mail("ani", **{"message-id": "<late@mail.example>"})
    assert app.once(desk.parts) == []
    assert inbox.counts(desk.parts.db)["parked"] == 0
    ticket = tickets.load(desk.parts.db, 1)
    assert ticket is not None and ticket.owner == "Budi"


def test_a_stop_while_it_hangs_on_a_mail_lets_go_of_letters_only(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail stays in the hands of one who is dead by then: a restart that hangs on it again is counted."""
    hangs, over = threading.Event(), threading.Event()

    def hanging(raw: bytes, ours: OurAddresses, **known: bool) -> Message:
        hangs.set()
        over.wait(60)
        return understand(raw, ours, **known)

    monkeypatch.setattr(parsing, "understand", hanging)
    desk.mail("ani")
    others = {worker.id for worker in health.living(desk.parts.db, machine_now())}
    daemon = app.daemon(desk.parts)
    daemon.start()
    assert hangs.wait(30)
    (process_loop,) = [thread for thread in threading.enumerate() if thread.name == "process"]
    assert not daemon.stop()
    left = {worker.id for worker in health.living(desk.parts.db, machine_now())} - others
    assert left == {desk.parts.db.value("SELECT worker FROM inbox")}
    over.set()
    process_loop.join(30)
    assert not process_loop.is_alive()
