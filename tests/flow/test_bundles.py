"""Reminders that one letter lists: none is lost when a daemon stops in the middle, and none is told twice."""

from __future__ import annotations

from datetime import timedelta

from mailflow.flow.admin import rebuild
from mailflow.flow.schedule import reminders
from mailflow.store.mail import outbox
from tests.flow.conftest import Office

MANY = 45  # more than a transaction rings


def due_at_once(desk: Office) -> None:
    """A day has passed over so many requests that nobody took."""
    for number in range(MANY):
        desk.mail(f"pelanggan{number}@mail.example", f"Pulsa {number}")
    desk.look()
    desk.world.clear()
    desk.clock.set(desk.clock.now() + timedelta(hours=24))


def reminded(desk: Office) -> list[tuple[str, str]]:
    """(kind, reader) of every letter of a ladder there ever was."""
    found = outbox.listing(desk.parts.db, ("waiting", "sent"))
    return sorted((one["kind"], one["to"][0]) for one in found if one["kind"].startswith("reminder-"))


ONCE = [("reminder-bundle", "budi@desk.example"), ("reminder-bundle", "sari@desk.example")]


def test_one_letter_lists_what_several_transactions_rang(desk: Office) -> None:
    """Every ticket, once; and the log decided again says the same."""
    due_at_once(desk)
    reminders.ring(desk.parts)
    reminders.ring(desk.parts)
    assert reminded(desk) == ONCE
    last = outbox.listing(desk.parts.db, ("waiting",))[-1]["id"]
    text = outbox.data(desk.parts.db, last).decode()
    assert all(f"[#{n}] Pulsa" in text for n in range(1, MANY + 1))
    assert rebuild.verify(desk.parts).ok


def test_what_was_put_aside_outlives_a_daemon_that_stops(desk: Office) -> None:
    """It ended after the first transaction; the next one tells all."""
    due_at_once(desk)
    asked = iter([False, True, True])
    reminders.ring(desk.parts, lambda: next(asked))
    assert reminded(desk) == []
    reminders.ring(desk.parts)
    assert reminded(desk) == ONCE
    assert f"Subject: iDuHelp: {MANY} tiket menunggu Anda".encode() in outbox.data(
        desk.parts.db, outbox.listing(desk.parts.db, ("waiting",))[-1]["id"]
    )


def test_a_rest_that_is_few_is_written_singly(desk: Office) -> None:
    """Of those still due after a stop there are no more than one gets singly."""
    due_at_once(desk)
    desk.sql("UPDATE ticket SET wake_at = '2027-01-01T00:00:00.000000Z' WHERE n > 25")
    asked = iter([False, True, True])
    reminders.ring(desk.parts, lambda: next(asked))
    reminders.ring(desk.parts)
    kinds = [kind for kind, _ in reminded(desk)]
    assert kinds == ["reminder-bundle"] * 2 + ["reminder-claim"] * 10
