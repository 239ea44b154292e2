"""The self-probe goes out and comes back, is no ticket and causes no letter; uptime counts what was missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest

from mailflow.flow.health.probe import Prober
from mailflow.flow.health.uptime import days, share
from mailflow.mail import identity
from mailflow.store.desk import tickets
from mailflow.store.health import probes, watching
from mailflow.store.health.watching import SLOT
from mailflow.store.mail import inbox, outbox
from tests.flow.conftest import Office

JAKARTA = ZoneInfo("Asia/Jakarta")
MIDNIGHT = datetime(2026, 11, 16, 17, tzinfo=UTC).timestamp()  # 17 November in Jakarta


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Machine time as the prober sees it."""
    now = [MIDNIGHT]
    monkeypatch.setattr("mailflow.flow.health.probe.machine_now", lambda: now[0])
    yield now


def test_a_probe_goes_round(desk: Office, machine: list[float]) -> None:
    """Out by SMTP, back into the mailbox: an echo with both moments noted."""
    desk.write_rules({"probe": True})
    prober = Prober(desk.parts)
    prober.look()
    prober.look()
    desk.look()
    [letter] = desk.sink.wait_for(1)
    assert letter.rcpts == ("iduhelp@desk.example",)
    message = message_from_bytes(letter.data)
    assert identity.verify(desk.parts.secret, message["Message-ID"]) == 0
    assert message["Auto-Submitted"] == "auto-generated"
    desk.put(letter.data, "mailbox2")
    desk.look()
    machine[0] += 20
    prober.look()
    newest = probes.newest(desk.parts.db)
    assert newest is not None
    assert (newest.sent_at, newest.returned_at) == (MIDNIGHT, MIDNIGHT + 20)
    assert inbox.counts(desk.parts.db)["done:echo"] == 1
    assert tickets.all_numbers(desk.parts.db) == []
    assert len(desk.sink.letters) == 1
    machine[0] += 300
    prober.look()
    assert outbox.waiting(desk.parts.db) == 1


def test_probes_do_not_pile_up(desk: Office, machine: list[float]) -> None:
    """While the way out is dead each new one replaces the last; an old one's letter is forgotten after a week."""
    desk.write_rules({"probe": "5m"})
    prober = Prober(desk.parts)
    for _ in range(5):
        prober.look()
        machine[0] += 300
    assert outbox.counts(desk.parts.db) == {"waiting": 1, "dropped": 4}
    assert len(probes.between(desk.parts.db, 0, machine[0])) == 5
    desk.sql("UPDATE letter SET created_at = '2026-01-01T00:00:00.000000Z' WHERE state = 'dropped'")
    machine[0] += 86400
    prober.look()
    assert outbox.counts(desk.parts.db) == {"waiting": 1, "dropped": 1}
    assert desk.faults() == []


def test_without_probe_nothing_is_sent(desk: Office, machine: list[float]) -> None:
    """Off by default."""
    Prober(desk.parts).look()
    assert outbox.counts(desk.parts.db) == {}


def test_a_stranger_cannot_make_a_probe(desk: Office) -> None:
    """Its Message-ID is signed."""
    assert identity.verify(desk.parts.secret, "<0.probeabc.aaaaaaaaaaaaaaaa@desk.example>") is None


def alive(desk: Office, *slots: int) -> None:
    first = int(MIDNIGHT // SLOT)
    for slot in slots:
        watching.pulse(desk.parts.db, float((first + slot) * SLOT))


def probed(desk: Office, slot: int, took: float | None) -> None:
    at = MIDNIGHT + slot * SLOT + 5
    back = None if took is None else at + took
    desk.sql("INSERT INTO probe VALUES (?, ?, 300.0, ?)", f"<{slot}@x>", at, back)


def test_heartbeats_alone(desk: Office) -> None:
    """288 checks a day; a gap is missed; the running slot and what was before the first beat do not count."""
    alive(desk, 12, 13, 16)
    [day] = days(desk.parts.db, JAKARTA, MIDNIGHT + 17 * SLOT + 10, 3)
    assert (day.checks, day.missed, day.by, day.percent) == (5, 2, "heartbeats", 60.0)
    alive(desk, *range(288))
    [whole] = days(desk.parts.db, JAKARTA, MIDNIGHT + 86399 + SLOT, 2)[:1]
    assert (whole.checks, whole.missed, whole.percent) == (288, 0, 100.0)


def test_probes_that_were_lost_or_late_are_missed(desk: Office) -> None:
    """Alive is not enough when mail does not go round."""
    alive(desk, *range(10))
    for slot in range(10):
        probed(desk, slot, {3: None, 6: 121.0}.get(slot, 9.0))
    [day] = days(desk.parts.db, JAKARTA, MIDNIGHT + 10 * SLOT, 1)
    assert (day.checks, day.missed, day.by, day.slowest) == (10, 2, "probes", 121.0)
    [patient] = days(desk.parts.db, JAKARTA, MIDNIGHT + 10 * SLOT, 1, limit=200.0)
    assert patient.missed == 1


def test_a_daemon_that_is_down_sends_no_probes_and_is_missed_all_the_same(desk: Office) -> None:
    """Its last probe came back well; that helps nobody afterwards."""
    alive(desk, 0, 1, 8, 9)
    for slot in (0, 1, 8, 9):
        probed(desk, slot, 5.0)
    [day] = days(desk.parts.db, JAKARTA, MIDNIGHT + 10 * SLOT, 1)
    assert (day.checks, day.missed) == (10, 6)


def test_probes_switched_off_in_the_middle(desk: Office) -> None:
    """From then on the heartbeats count, and the table says so."""
    alive(desk, *range(20))
    for slot in range(10):
        probed(desk, slot, 5.0)
    [day] = days(desk.parts.db, JAKARTA, MIDNIGHT + 20 * SLOT, 1)
    assert (day.missed, day.by) == (0, "probes and heartbeats")


def test_a_hundred_percent_is_a_promise() -> None:
    """One missed check of a million is not rounded away."""
    assert share(1_000_000, 1) == 99.99
    assert share(288, 0) == 100.0
