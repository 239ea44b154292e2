"""Answers that wait for their moment: the daemon, `run --once`, and two who look at the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailflow import app
from mailflow.core.held import HELD
from mailflow.flow.schedule import answers
from mailflow.store.mail import waiting
from tests.flow.conftest import Office
from tests.flow.test_daemon import running

MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked(desk: Office) -> Office:
    """Ani has asked, Budi has the announcement; answers wait a minute."""
    desk.write_rules({"announce": "operators", "desk": {"list": None}, "undo_within": "60s"})
    desk.mail("ani", to="desk")
    desk.look()
    return desk


def answer(desk: Office) -> None:
    desk.mail("budi", body="Sudah kami isi ulang, mohon dicek.", reply_to="announcement")


def answered(desk: Office) -> int:
    desk._collect()
    return desk.kinds().count("answer")


def test_the_daemon_lets_it_leave_at_its_moment(asked: Office) -> None:
    """Time alone sends it, without any mail; not before."""
    answer(asked)
    asked.look()
    with running(asked):
        before = len(asked.sink.letters)
        asked.clock.advance(MINUTE)
        asked.sink.wait_for(before + 1, 30)
    assert answered(asked) == 1
    assert waiting.next_due(asked.parts.db) is None


def test_with_once_it_leaves_with_the_next_run(asked: Office) -> None:
    """Cron's next run ends the wait, however soon it comes."""
    answer(asked)
    assert app.once(asked.parts) == []
    assert answered(asked) == 0
    assert app.once(asked.parts) == []
    assert answered(asked) == 1
    assert app.once(asked.parts) == []
    assert answered(asked) == 1


def test_with_once_it_is_taken_back_by_what_the_next_run_reads(asked: Office) -> None:
    """`/batal` between two runs is read before anything leaves."""
    answer(asked)
    app.once(asked.parts)
    assert answered(asked) == 0
    asked.mail("budi", body="/batal", reply_to="claim-receipt")
    app.once(asked.parts)
    app.once(asked.parts)
    assert answered(asked) == 0
    assert waiting.tickets(asked.parts.db) == []


def test_with_once_what_is_for_later_waits_for_its_moment(asked: Office) -> None:
    """`/kirim besok` is no wait that a run ends."""
    asked.mail("budi", body="/kirim besok\nPulsa masuk hari ini.", reply_to="announcement")
    for _ in range(3):
        app.once(asked.parts)
    assert answered(asked) == 0
    asked.clock.advance(timedelta(days=1))
    app.once(asked.parts)
    assert answered(asked) == 1


def test_a_customers_mail_that_the_next_run_reads_holds_it(asked: Office) -> None:
    """She wrote before the run that would have sent it."""
    answer(asked)
    app.once(asked.parts)
    asked.mail("ani", subject="Re: [#1] Pulsa", body="Sudah masuk sebagian.", to="desk")
    app.once(asked.parts)
    app.once(asked.parts)
    assert (answered(asked), asked.kinds().count(HELD)) == (0, 1)


def test_two_who_look_at_its_moment_send_it_once(asked: Office) -> None:
    """It leaves by an event of its ticket: the second finds nothing."""
    answer(asked)
    asked.look()
    asked.clock.advance(MINUTE)
    assert [answers.send_due(asked.parts) for _ in range(2)] == [1, 0]
    asked.look()
    assert answered(asked) == 1


def test_it_waits_a_little_for_a_mailbox_that_is_behind(asked: Office) -> None:
    """A customer's mail may be in there; after five minutes it leaves all the same."""
    answer(asked)
    asked.look()
    asked.clock.advance(MINUTE)
    assert answers.send_due(asked.parts, behind=True) == 0
    asked.clock.advance(answers.PATIENCE)
    assert answers.send_due(asked.parts, behind=True) == 1


def test_a_letter_its_ticket_knows_nothing_of_does_not_wait_for_ever(asked: Office) -> None:
    """Whatever has happened to the ticket's state, the letter leaves."""
    answer(asked)
    asked.look()
    asked.sql("UPDATE letter SET about = 99 WHERE due_at IS NOT NULL")
    asked.clock.advance(MINUTE)
    assert answers.send_due(asked.parts) == 1
    assert waiting.next_due(asked.parts.db) is None
