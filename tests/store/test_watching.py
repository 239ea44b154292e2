"""What a desk notes of itself, on both databases."""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.finished import Finished
from mailflow.core.message import Address
from mailflow.store.desk.record import OutboxEntry
from mailflow.store.engine.database import Database
from mailflow.store.health import probes, watching, workers
from mailflow.store.health.watching import SLOT, Noted
from mailflow.store.mail import outbox
from mailflow.store.read import figures
from tests.store.desk import START

NOW = 1_800_000_000.0


def letter(number: int) -> OutboxEntry:
    finished = Finished(f"<0.probe{number}@desk.example>", "desk@desk.example", ("desk@desk.example",), b"x")
    return OutboxEntry(probes.KIND, finished, (Address("desk@desk.example"),))


def test_loops_are_noted_with_their_ages(db: Database) -> None:
    """A step three seconds ago is three seconds old, whoever looks; a daemon that is gone is forgotten by the next."""
    mine, dead = workers.register(db, NOW), "host:1:dead"
    watching.note_loops(db, dead, [Noted(dead, "ring", 1.0, 120.0, "", 0.0)], NOW)
    loops = [Noted(mine, "process", 3.0, 120.0, "", 0.0), Noted(mine, "ring", 200.0, 120.0, "disk full", 60.0)]
    for _ in range(2):
        watching.note_loops(db, mine, loops, NOW)
    process, ring = watching.loops(db, NOW)
    assert [(loop.daemon, loop.name, loop.trouble) for loop in (process, ring)] == [
        (mine, "process", ""),
        (mine, "ring", "disk full"),
    ]
    assert (round(process.age), round(ring.age), round(process.down_for), round(ring.down_for)) == (3, 200, 0, 60)
    assert (process.hangs, ring.hangs) == (False, True)
    watching.forget_loops(db, mine)
    assert watching.loops(db, NOW) == []


def test_an_outage_is_told_by_one_and_ended_by_one(db: Database) -> None:
    """However many daemons meet it."""
    for moment in (NOW, NOW + 5):
        watching.begin_outage(db, "sending", "refused", moment)
    assert [watching.claim_telling(db, "sending", NOW + 900) for _ in range(2)] == [True, False]
    assert watching.claim_telling(db, "never heard of", NOW) is False
    ended = watching.end_outage(db, "sending")
    assert ended == watching.Outage("sending", "refused", NOW, NOW + 900)
    assert watching.end_outage(db, "sending") is None


def test_a_slot_is_noted_once(db: Database) -> None:
    """Being alive twice is being alive."""
    for moment in (0.0, 10.0, SLOT * 2.0):
        watching.pulse(db, NOW + moment)
    first = int(NOW // SLOT)
    assert watching.pulses(db, first, first + 5) == {first, first + 2}
    assert watching.first_pulse(db) == first


def test_probes_are_sent_once_by_all_daemons_together(db: Database) -> None:
    """The second to ask comes too late, until the next is due or the clock was set back."""
    assert probes.is_due(db, 300.0, NOW)
    assert probes.send(db, letter(1), 300.0, START, NOW)
    assert not probes.send(db, letter(2), 300.0, START, NOW + 299)
    assert probes.send(db, letter(2), 300.0, START, NOW + 300)
    assert outbox.counts(db) == {"dropped": 1, "waiting": 1}
    assert probes.is_due(db, 300.0, NOW - 7200)
    assert probes.note_returned(db, NOW) == 0
    probes.forget_old(db, START + timedelta(days=8), NOW + 500 * 86400)
    assert outbox.counts(db) == {"waiting": 1}
    assert probes.newest(db) is None


def test_what_waits_for_a_moment_that_is_far_off_is_due(db: Database) -> None:
    """Written down by a clock that went wrong."""
    probes.send(db, letter(1), 300.0, START, NOW)
    with db.transaction():
        db.execute("UPDATE letter SET not_before = ?", (NOW + 100,))
    watching.hurry(db, NOW + 86_400)
    assert outbox.next_due(db, NOW) == NOW + 100
    watching.hurry(db, NOW)
    assert outbox.next_due(db, NOW) == NOW


def test_figures_of_an_empty_desk(db: Database) -> None:
    """Every state is there, with nothing in it."""
    mails, letters, status, breaches = figures.counts(db)
    assert (mails, set(letters.values()), status, breaches) == ({"waiting": 0, "parked": 0}, {0}, {}, 0)
