"""A flood lets everybody else go first, keeps its own order, and ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from mailflow.clock import machine_now
from mailflow.core.arrival import Arrival
from mailflow.core.message import OurAddresses
from mailflow.flow.settle import worker
from mailflow.flow.turns import Turns
from mailflow.store.health import workers
from mailflow.store.mail import inbox
from tests.flow.conftest import Office

NOW, START = 1_000.0, datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
OURS = OurAddresses(desk=("iduhelp@desk.example",), authserv=("mx.desk.example",))
PASSED = "Authentication-Results: mx.desk.example; dmarc=pass header.from=mail.example\r\n"
FLOOD = 200


def arrival(head: str, seconds: float = 0.0) -> Arrival:
    return Arrival("lmtp:", "", head, START + timedelta(seconds=seconds), f"{head}\r\n\r\nhalo\r\n".encode())


def letters(i: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(i))


KINDS: dict[str, Callable[[int], str]] = {
    "one sender": lambda i: f"From: Mallory <mallory@evil.example>\r\nMessage-ID: <{i}@evil.example>",
    "plus tags": lambda i: f"From: mallory+{i}@evil.example",
    "one organisation": lambda i: f"From: x{letters(i)}@a{i % 7}.evil.example",
    "one Reply-To": lambda i: f"From: x@{letters(i)}.example\r\nReply-To: korban@toko.example",
    "a list that rewrites From": lambda i: f"From: {letters(i)} via L <l@x.example>\r\nReply-To: m@evil.example",
    "no author": lambda i: f"Subject: {i}",
    "no readable author": lambda i: f"From: \x00{i}\r\nFrom: <<>>",
}


@pytest.mark.parametrize("kind", KINDS)
def test_who_floods_waits_and_others_do_not(kind: str) -> None:
    """Whatever it is that all mails of the flood have in common."""
    turns = Turns()
    given = turns.given([arrival(KINDS[kind](i)) for i in range(FLOOD)], OURS, NOW)
    assert sum(one.not_before is not None for one in given) >= FLOOD - 80
    (other,) = turns.given([arrival("From: Ani <ani@mail.example>", 1)], OURS, NOW)
    assert other.not_before is None


def test_mails_that_came_slowly_have_no_later_turn() -> None:
    """A backlog of one provider, fetched at once after an outage: what counts is when its server received it."""
    backlog = [arrival(f"From: x{letters(i)}@mail.example", float(i)) for i in range(FLOOD)]
    assert all(one.not_before is None for one in Turns().given(backlog, OURS, NOW))


def test_a_forger_does_not_delay_the_real_one() -> None:
    """Proven and claimed mail of one address have turns of their own."""
    turns = Turns()
    turns.given([arrival("From: Budi <budi@mail.example>") for _ in range(FLOOD)], OURS, NOW)
    forged, real = turns.given(
        [arrival(f"{head}From: Budi <budi@mail.example>", 1) for head in ("", PASSED)], OURS, NOW
    )
    assert forged.not_before is not None
    assert real.not_before is None


def test_a_conversation_stays_in_order() -> None:
    """A colleague's reply to a mail that has a later turn does not overtake it, nor what follows in that thread."""
    turns = Turns()
    flood = turns.given([arrival(KINDS["one sender"](i)) for i in range(FLOOD)], OURS, NOW)
    replies = [
        arrival("From: x@a.example\r\nIn-Reply-To: <199@evil.example>\r\nMessage-ID: <r@a.example>", 1),
        arrival("From: y@b.example\r\nReferences: <199@evil.example>\r\n <r@a.example>", 2),
        arrival("From: z@c.example\r\nReferences: <unknown@c.example>", 3),
    ]
    first, second, other = turns.given(replies, OURS, NOW)
    last = flood[-1].not_before
    assert last is not None
    assert first.not_before is not None and first.not_before >= last - 1
    assert second.not_before is not None and second.not_before >= last - 2
    assert other.not_before is None


def test_a_flood_is_settled_after_everybody_else(desk: Office) -> None:
    """The customer who writes last of all has his number first; the flood's mails are settled too, in their order."""
    for i in range(FLOOD):
        desk.mail(f"{letters(i)}@evil.example", f"Promo {letters(i)}", f"Penawaran {letters(i)}", to="desk")
    desk.mail("ani@mail.example", "Pulsa", "Belum masuk.", to="desk")
    desk.look()
    rows = desk.rows()
    tickets = [row["ticket"] for row in rows]
    assert tickets[-1] is not None and tickets[-1] < 100
    assert tickets[:-1] == sorted(tickets[:-1])
    assert all(row["state"] == "done" for row in rows)


def test_of_a_flood_only_what_is_parsed_in_time_is_settled(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was claimed with it comes next, in its order."""
    monkeypatch.setattr(worker, "LOCK_SECONDS", 0.0)
    sizes: list[int] = []
    slices = worker._slice

    def counted(*args: Any, **more: Any) -> Any:
        sizes.append(len(args[2]))
        return slices(*args, **more)

    monkeypatch.setattr(worker, "_slice", counted)
    for i in range(FLOOD):
        desk.mail(f"{letters(i)}@evil.example", f"Promo {letters(i)}", f"Penawaran {letters(i)}", to="desk")
    desk.look()
    assert [row["state"] for row in desk.rows()] == ["done"] * FLOOD
    assert max(sizes[-20:]) == worker.A_FEW
    found = [row["ticket"] for row in desk.rows()]
    assert found == sorted(found)


def test_a_flood_waits_for_what_another_worker_has_in_hand(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks again after each commit instead of all the time; the other's mail has its number first."""
    db = desk.parts.db
    for i in range(FLOOD):
        desk.mail(f"{letters(i)}@evil.example", f"Promo {letters(i)}", f"Penawaran {letters(i)}", to="desk")
    desk.read()
    sooner = int(db.value("SELECT count(*) FROM inbox WHERE not_before IS NULL"))
    mine, other = workers.register(db, machine_now()), workers.register(db, machine_now())
    in_hand = inbox.take(db, other, machine_now())
    assert len(in_hand) == sooner < FLOOD
    waited: list[float] = []
    asked = count()

    def other_goes_on(seconds: float) -> bool:
        waited.append(seconds)
        worker.drain(desk.parts, other, stop=lambda: not inbox.due_now(db, machine_now()))
        return True

    monkeypatch.setattr(db, "wait_for_commit", other_goes_on)
    worker.drain(desk.parts, mine, stop=lambda: next(asked) > 100)  # asked before each batch and each slice
    found = [row["ticket"] for row in desk.rows()]
    assert waited == [worker.IN_HAND_SECONDS]
    assert None not in found and found == sorted(found)
