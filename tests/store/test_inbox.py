"""The inbox: each mail once, oldest first, in one pair of hands, ending with an outcome."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.errors import CannotDo, Conflict
from mailflow.store.desk import numbers
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.health import workers
from mailflow.store.mail import arrivals, fences, inbox
from tests.store.desk import START, Mail, ended, later, process, request

NOW = 1_000_000.0  # machine time


def uids(db: Database, worker: str, now: float = NOW, **more: Any) -> list[str]:
    """Take, and name what was taken."""
    ids = [row.id for row in inbox.take(db, worker, now, **more)]
    return [db.value("SELECT uid FROM inbox WHERE id = ?", (i,)) for i in ids]


def test_a_mail_is_put_once(db: Database) -> None:
    """A second fetch of the same uid stores nothing and says so."""
    assert len(arrivals.put(db, [Mail("1"), Mail("2")], START)) == 2
    assert len(arrivals.put(db, [Mail("2"), Mail("3"), Mail("3")], START)) == 1
    assert inbox.counts(db) == {"waiting": 3, "parked": 0, "done": 0}


def test_the_same_uid_elsewhere_is_another_mail(db: Database) -> None:
    """Mailbox and uidvalidity belong to the name."""
    mail = Mail("1")
    others = [mail, replace(mail, mailbox="maildir:in"), replace(mail, uidvalidity="8")]
    assert len(arrivals.put(db, others, START)) == 3


def test_known_names_what_is_stored(db: Database) -> None:
    """Also when more is asked than one statement can name."""
    arrivals.put(db, [Mail(str(uid)) for uid in range(0, 1200, 2)], START)
    asked = [str(uid) for uid in range(1200)]
    assert arrivals.known(db, Mail("").mailbox, "7", asked) == set(asked[::2])
    assert arrivals.known(db, Mail("").mailbox, "8", asked) == set()


def test_highest_is_a_number_not_a_word(db: Database) -> None:
    """10 is higher than 9, nothing lowers it, and another uidvalidity begins anew."""
    box = Mail("").mailbox
    assert arrivals.highest(db, box, "7") is None
    arrivals.put(db, [Mail("9"), Mail("10")], START)
    arrivals.put(db, [Mail("4")], START)
    assert arrivals.highest(db, box, "7") == "10"
    assert arrivals.highest(db, box, "8") is None
    arrivals.put(db, [Mail("3", uidvalidity="8")], START)
    assert arrivals.highest(db, box, "8") == "3"


def test_uids_that_are_no_numbers_have_no_highest(db: Database) -> None:
    """A Maildir's unique names."""
    arrivals.put(db, [Mail("1699.M1P2.host", mailbox="maildir:in", uidvalidity="")], START)
    assert arrivals.highest(db, "maildir:in", "") is None


def test_a_mail_comes_back_as_it_arrived(db: Database) -> None:
    """Bytes, moments and envelope are those of the arrival."""
    mail = Mail("1", later(seconds=3), b"\xff\x00\r\n" * 999, envelope_from="", envelope_to=("a@x", "b@x"), oversize=5)
    (inbox_id,) = arrivals.put(db, [mail], later(hours=1))
    (row,) = inbox.take(db, "w", NOW)
    assert (row.id, row.raw, row.arrived_at, row.recorded_at) == (inbox_id, mail.raw, mail.arrived_at, later(hours=1))
    assert (row.envelope_from, row.envelope_to, row.oversize, row.size) == ("", ("a@x", "b@x"), 5, len(mail.raw))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 5))
def test_the_oldest_arrival_comes_first(ages: list[int], limit: int) -> None:
    """Whatever the order of storing, mails are taken by arrival, then by recording; and each exactly once."""
    db = open_database("sqlite:///:memory:", now=START)
    arrivals.put(db, [Mail(str(i), later(hours=age)) for i, age in enumerate(ages)], START)
    taken = []
    while rows := inbox.take(db, "w", NOW, limit):
        taken += [row.order for row in rows]
        with db.transaction():
            for row in rows:
                inbox.finish(db, row.id, "automatic", START)
    db.close()
    assert taken == sorted(taken)
    assert len(taken) == len(ages)


def test_a_batch_is_bounded_by_bytes_but_never_empty(db: Database) -> None:
    """One huge mail is taken alone, it does not stop the queue."""
    arrivals.put(db, [Mail(uid, raw=b"x" * 600) for uid in "123"], START)
    assert uids(db, "w", max_bytes=100) == ["1"]
    assert uids(db, "w", max_bytes=1200) == ["1", "2"]


def test_what_a_living_worker_holds_is_not_taken_twice(db: Database) -> None:
    """And is given to himself again: he asks only when he has nothing in hand."""
    one, two = workers.register(db, NOW), workers.register(db, NOW)
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    assert uids(db, one, limit=1) == ["1"]
    assert uids(db, two) == ["2"]
    assert uids(db, one) == ["1"]


@pytest.mark.parametrize(("seconds", "free"), [(0, False), (20, False), (20.1, True), (-21, True)])
def test_what_a_dead_worker_held_is_free(db: Database, seconds: float, free: bool) -> None:
    """Dead is who has not beaten for 20 seconds, or who did so in the future of a clock set back."""
    dead = workers.register(db, NOW)
    arrivals.put(db, [Mail("1")], START)
    uids(db, dead)
    assert uids(db, "another", NOW + seconds) == (["1"] if free else [])


def test_who_died_leaves_mails_that_are_taken_one_by_one(db: Database) -> None:
    """One of them may have killed him: the next death says which. Those he did not hold come together as ever."""
    dead, next_dead = workers.register(db, NOW), workers.register(db, NOW + 25)
    arrivals.put(db, [Mail("1"), Mail("2"), Mail("3"), Mail("4")], START)
    assert uids(db, dead, limit=2) == ["1", "2"]
    (first,) = inbox.take(db, next_dead, NOW + 25)
    assert (first.deaths, first.orphaned) == (1, True)
    alive = workers.register(db, NOW + 50)
    (again,) = inbox.take(db, alive, NOW + 50)
    assert (again.id, again.deaths, again.orphaned) == (first.id, 2, True)
    assert inbox.listing(db)[0]["reason"] == f"{inbox.ORPHANED}: 2"
    with db.transaction():
        inbox.finish(db, first.id, "automatic", START)
    (second,) = inbox.take(db, alive, NOW + 50)
    assert (second.deaths, second.orphaned) == (1, True)
    with db.transaction():
        inbox.finish(db, second.id, "automatic", START)
    assert [(row.deaths, row.orphaned) for row in inbox.take(db, alive, NOW + 50)] == [(0, False)] * 2


def test_a_suspect_is_alone_in_hand(db: Database) -> None:
    """Who takes the mail of a dead worker lets go of what he held behind it, so that its next death is not counted."""
    dead, worker = workers.register(db, NOW), workers.register(db, NOW)
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    (first,) = inbox.take(db, dead, NOW, limit=1)
    (second,) = inbox.take(db, worker, NOW)
    workers.beat(db, [worker], NOW + 25)
    assert uids(db, worker, NOW + 25, held=[second.id]) == ["1"]
    last = workers.register(db, NOW + 50)
    (again,) = inbox.take(db, last, NOW + 50)
    assert (again.id, again.deaths) == (first.id, 2)
    with db.transaction():
        inbox.park(db, first.id, "it kills")
    (second,) = inbox.take(db, last, NOW + 50)
    assert (second.deaths, second.orphaned) == (0, False)


def test_a_retry_forgets_deaths(db: Database) -> None:
    """A person has mended what killed."""
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    uids(db, workers.register(db, NOW))
    (row,) = inbox.take(db, "another", NOW + 25)
    with db.transaction():
        inbox.park(db, row.id, "it kills")
        inbox.retry(db, row.id)
    assert inbox.take(db, "another", NOW + 25)[0].deaths == 0


def test_a_clean_stop_frees_at_once(db: Database) -> None:
    """Nobody waits for the heartbeat of one who said good-bye."""
    worker = workers.register(db, NOW)
    arrivals.put(db, [Mail("1")], START)
    uids(db, worker)
    workers.forget(db, [worker])
    assert not workers.is_alive(db, worker, NOW)
    assert uids(db, "another") == ["1"]


def test_a_beat_keeps_a_worker_alive(db: Database) -> None:
    """For another 20 seconds, also one that others had forgotten."""
    worker = workers.register(db, NOW)
    workers.beat(db, [worker], NOW + 15)
    assert workers.is_alive(db, worker, NOW + 30)
    workers.register(db, NOW + 4000)  # forgets the long dead
    workers.beat(db, [worker], NOW + 4001)
    assert workers.is_alive(db, worker, NOW + 4002)


def test_an_idle_take_is_no_news(db: Database) -> None:
    """Looking and finding nothing writes nothing: idle loops do not wake each other."""
    db.changed()
    thread = threading.Thread(target=lambda: inbox.take(db, "w", NOW))
    thread.start()
    thread.join()
    assert not db.changed()


def test_earlier_mail_in_other_hands_is_waited_for(db: Database) -> None:
    """The first to arrive wins although another daemon read it; the holder of the oldest waits for nobody."""
    one, two = workers.register(db, NOW), workers.register(db, NOW)
    arrivals.put(db, [Mail("late", later(minutes=9)), Mail("first"), Mail("second", later(minutes=5))], START)
    (first,) = inbox.take(db, one, NOW, limit=1)
    second, late = inbox.take(db, two, NOW)
    assert first.order < second.order < late.order
    assert fences.fence(db, two, NOW, [second, late]) == fences.Fence(first.order, free=False)
    assert fences.fence(db, one, NOW, [first]) is None
    with db.transaction():
        inbox.finish(db, first.id, "automatic", START)
    assert fences.fence(db, two, NOW, [second, late]) is None


@pytest.mark.parametrize("end", ["killed", "stopped", "put off"])
def test_an_earlier_mail_nobody_holds_any_more_comes_first(db: Database, end: str) -> None:
    """Whose holder has died or stopped is taken before anything later is settled; whose time is not yet come is not."""
    one, two = workers.register(db, NOW), workers.register(db, NOW)
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    (first,) = inbox.take(db, one, NOW, limit=1)
    (second,) = inbox.take(db, two, NOW)
    if end == "killed":
        workers.beat(db, [two], NOW + 25)
    elif end == "stopped":
        workers.forget(db, [one])
    else:
        with db.transaction():
            inbox.postpone(db, first.id, NOW + 90, "no such template")
    ahead = fences.Fence(first.order, free=True)
    assert fences.fence(db, two, NOW + 25, [second]) == (None if end == "put off" else ahead)
    assert inbox.take(db, two, NOW + 25, held=[second.id])[0].id == (second.id if end == "put off" else first.id)


def test_what_came_in_later_holds_nobody_up(db: Database) -> None:
    """An old mail of a mailbox that is read only now: those in hand were here before it."""
    worker = workers.register(db, NOW)
    arrivals.put(db, [Mail("1", later(minutes=5))], START)
    (mine,) = inbox.take(db, worker, NOW)
    arrivals.put(db, [Mail("2")], START)
    assert fences.fence(db, worker, NOW, [mine]) is None


def test_who_takes_an_earlier_mail_lets_go_of_what_does_not_fit(db: Database) -> None:
    """Nobody holds more than a batch; what he names and is not given again is anybody's."""
    worker = workers.register(db, NOW)
    arrivals.put(db, [Mail("2", later(minutes=5)), Mail("3", later(minutes=6))], START)
    two, three = inbox.take(db, worker, NOW)
    arrivals.put(db, [Mail("1")], START)
    assert uids(db, worker, limit=2, held=[two.id, three.id]) == ["1", "2"]
    assert uids(db, "another") == ["3"]


def test_the_same_moment_is_ordered_by_recording(db: Database) -> None:
    """Two mails of one second: the one stored first is first."""
    one, two = workers.register(db, NOW), workers.register(db, NOW)
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    (first,) = inbox.take(db, one, NOW, limit=1)
    (second,) = inbox.take(db, two, NOW)
    assert fences.fence(db, two, NOW, [second]) == fences.Fence(first.order, free=False)


def test_a_postponed_mail_waits_its_time(db: Database) -> None:
    """It is let go, one try is counted, others go on meanwhile."""
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    row, _ = inbox.take(db, "w", NOW)
    with db.transaction():
        inbox.postpone(db, row.id, NOW + 60, "no such template")
    assert uids(db, "w", NOW + 59) == ["2"]
    again, _ = inbox.take(db, "w", NOW + 60)
    assert (again.id, again.tries) == (row.id, 1)
    assert inbox.listing(db)[0]["reason"] == "no such template"


def test_an_end_has_outcome_ticket_and_reason(db: Database) -> None:
    """And is never taken again."""
    ticket = request(db)
    (inbox_id,) = arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        inbox.finish(
            db, inbox_id, "request", START, ticket.n, reason="begins a conversation", message_id="<1@x>", digest="d1"
        )
    assert uids(db, "w") == []
    (row,) = inbox.listing(db, ["done"])
    assert (row["outcome"], row["ticket"], row["reason"]) == ("request", ticket.n, "begins a conversation")
    assert inbox.counts(db) == {"waiting": 0, "parked": 0, "done": 1, "done:request": 1}


def test_parked_mail_is_listed_and_can_be_retried(db: Database) -> None:
    """With its traceback; the queue goes on; a retry begins from nothing."""
    first, _ = arrivals.put(db, [Mail("1"), Mail("2")], START)
    with db.transaction():
        inbox.park(db, first, "Traceback …\nKeyError: 'x'")
    assert uids(db, "w") == ["2"]
    (parked,) = inbox.listing(db, ["parked"])
    assert parked["reason"].endswith("'x'")
    with db.transaction():
        inbox.retry(db, first)
    assert uids(db, "w") == ["1", "2"]


def test_a_quarantined_mail_is_let_out_for_good(db: Database) -> None:
    """Who let it out is remembered, so that it is not caught again."""
    (inbox_id,) = arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        inbox.finish(db, inbox_id, "quarantined", START)
    assert [row["id"] for row in inbox.listing(db, outcome="quarantined")] == [inbox_id]
    with db.transaction():
        inbox.release(db, inbox_id, "Budi")
    (row,) = inbox.take(db, "w", NOW)
    assert row.released_by == "Budi"


def test_dropping_is_an_outcome_too(db: Database) -> None:
    """With the reason a person gave; the bytes stay."""
    (inbox_id,) = arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        inbox.drop(db, inbox_id, "advertising", START)
    assert inbox.counts(db)["done:dropped"] == 1
    assert inbox.raw(db, inbox_id) == Mail("1").raw


def test_what_has_ended_is_neither_retried_nor_dropped(db: Database) -> None:
    """A mail filed on a ticket would be filed twice."""
    (inbox_id,) = arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        inbox.finish(db, inbox_id, "request", START)
        with pytest.raises(CannotDo, match=r"done \(request\)"):
            inbox.retry(db, inbox_id)
        with pytest.raises(CannotDo, match="cannot be dropped"):
            inbox.drop(db, inbox_id, "", START)
        with pytest.raises(CannotDo, match="no mail 99"):
            inbox.retry(db, 99)


def test_what_another_has_ended_is_not_done_again(db: Database) -> None:
    """A daemon that slept longer than its heartbeat counts wakes with mails in hand that were settled meanwhile:
    whatever it decides in that transaction is undone."""
    sleeper, other = workers.register(db, NOW), workers.register(db, NOW + 60)
    arrivals.put(db, [Mail("1")], START)
    (mine,) = inbox.take(db, sleeper, NOW)
    (same,) = inbox.take(db, other, NOW + 60)
    with db.transaction():
        inbox.finish(db, same.id, "request", START)
    with pytest.raises(Conflict, match="mail 1 has ended"), db.transaction():
        numbers.next_number(db)
        inbox.finish(db, mine.id, "request", START)
    with db.transaction():
        assert numbers.next_number(db) == 1


def test_who_takes_work_is_alive(db: Database) -> None:
    """`run --once` has no thread that beats for it."""
    worker = workers.register(db, NOW)
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    inbox.take(db, worker, NOW + 15)
    assert workers.is_alive(db, worker, NOW + 30)


def test_a_late_failure_does_not_reopen_an_end(db: Database) -> None:
    """A worker that lost its lease cannot postpone or park what another has finished."""
    (inbox_id,) = arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        inbox.finish(db, inbox_id, "request", START)
        inbox.postpone(db, inbox_id, NOW, "late")
        inbox.park(db, inbox_id, "late")
    assert inbox.counts(db)["done:request"] == 1


def test_threads_take_every_mail_once(db: Database) -> None:
    """Four workers, two hundred mails: each in exactly one pair of hands."""
    arrivals.put(db, [Mail(str(i), START + timedelta(seconds=i % 7)) for i in range(200)], START)
    taken: list[int] = []

    def work() -> None:
        worker = workers.register(db, NOW)
        while rows := inbox.take(db, worker, NOW, limit=7):
            taken.extend(row.id for row in rows)
            with db.transaction():
                for row in rows:
                    inbox.finish(db, row.id, "automatic", START)
        db.close_thread()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 201))


def test_a_later_turn_lets_others_go_first(db: Database) -> None:
    """Whenever they arrived, and only a worker with nothing else to do takes it before."""
    flood = [Mail(f"f{i}", later(seconds=i), not_before=NOW + 60) for i in range(40)]
    arrivals.put(db, [*flood, Mail("o", later(seconds=99))], START)
    assert uids(db, "w") == ["o"]
    with db.transaction():
        inbox.finish(db, 41, "request", START)
    rows = inbox.take(db, "w", NOW)
    assert [row.id for row in rows] == list(range(1, 33))
    assert all(row.later for row in rows)
    assert not inbox.due_now(db, NOW)


def test_a_turn_that_has_come_is_in_order_of_arrival(db: Database) -> None:
    """So nothing starves while others go on writing."""
    arrivals.put(db, [Mail("f", START, not_before=NOW + 60), Mail("o", later(seconds=9))], START)
    assert uids(db, "w", NOW + 60) == ["f", "o"]


def test_a_postponed_mail_is_not_taken_early(db: Database) -> None:
    """Idle or not: it waits for another mail, or for an error to pass."""
    (inbox_id,) = arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        inbox.postpone(db, inbox_id, NOW + 5, "not here yet")
    assert uids(db, "w") == []


def test_what_lets_others_go_first_is_freed_for_them(db: Database) -> None:
    """A worker that holds mails of a flood gives them back when somebody else's is due."""
    worker = workers.register(db, NOW)
    arrivals.put(db, [Mail(f"f{i}", not_before=NOW + 60) for i in range(3)], START)
    held = [row.id for row in inbox.take(db, worker, NOW)]
    arrivals.put(db, [Mail("o", later(seconds=9))], START)
    assert uids(db, worker, held=held) == ["o"]
    assert uids(db, "another") == ["f0", "f1", "f2"]


def test_processes_take_every_mail_once(filed: Database, tmp_path: Path) -> None:
    """The same between daemons that share a home."""
    arrivals.put(filed, [Mail(str(i)) for i in range(120)], START)
    script = (
        "from mailflow.store.mail import inbox; from mailflow.store.health import workers\n"
        "worker = workers.register(db, 1.0)\n"
        "while rows := inbox.take(db, worker, 1.0, limit=5):\n"
        "    with db.transaction():\n"
        "        for row in rows: inbox.finish(db, row.id, 'automatic', START); say(row.id)\n"
    )
    children = [process(script, tmp_path) for _ in range(3)]
    taken = [int(i) for child in children for i in ended(child).split()]
    assert sorted(taken) == list(range(1, 121))
