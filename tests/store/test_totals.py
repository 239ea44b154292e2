"""How many mails and letters ended how is kept in step, whatever happens to them; else doctor says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from mailflow.errors import Conflict
from mailflow.store.admin import erase, totals_check
from mailflow.store.desk import totals
from mailflow.store.desk.record import post
from mailflow.store.engine.database import Database
from mailflow.store.health import probes
from mailflow.store.mail import arrivals, held, inbox, outbox
from mailflow.store.read import figures
from tests.store.desk import ANI, START, Mail, letter, request

NOW = 1_000_000.0
Ends = Callable[[Database], None]
SENT: dict[str, outbox.Result] = {ANI.email: ("sent", "250")}
FAILED: dict[str, outbox.Result] = {ANI.email: ("failed", "550")}


def ended(db: Database, outcome: str = inbox.QUARANTINED) -> None:
    inbox.finish(db, 1, outcome, START)
    held.describe(db, 1, "eve@x", 0)


def parked(db: Database) -> None:
    inbox.park(db, 1, "?")


MAILS: dict[str, tuple[list[Ends], dict[str, int]]] = {
    "ended": ([lambda db: ended(db, "request")], {"request": 1}),
    "held": ([ended], {"quarantined": 1}),
    "released": ([ended, lambda db: inbox.release(db, 1, "Dewi")], {"waiting": 1}),
    "dropped": ([ended, lambda db: inbox.drop(db, 1, "", START)], {"dropped": 1}),
    "retried": ([lambda db: inbox.drop(db, 1, "", START), lambda db: inbox.retry(db, 1)], {"waiting": 1}),
    "parked": ([parked], {"parked": 1}),
    "parked, then held": ([parked, lambda db: held.quarantine(db, 1)], {"quarantined": 1}),
    "not parked, so not held": ([lambda db: held.quarantine(db, 1)], {"waiting": 1}),
    "parked, then erased": ([parked, lambda db: erase.mails(db, [1], START)], {"dropped": 1}),
    "ended, then erased": ([lambda db: ended(db, "request"), lambda db: erase.mails(db, [1], START)], {"request": 1}),
    "released together": (
        [ended, lambda db: print(held.release_together(db, held.Together("sender", "eve@x"), "Dewi"))],
        {"waiting": 1},
    ),
    "dropped together": (
        [ended, lambda db: print(held.drop_together(db, held.Together("sender", "eve@x"), ""))],
        {"dropped": 1},
    ),
}
LETTERS: dict[str, tuple[list[Ends], dict[str, int]]] = {
    "waits": ([], {"waiting": 1}),
    "sent": ([lambda db: print(outbox.report(db, 1, SENT, START, 0.0))], {"sent": 1}),
    "sent together": ([lambda db: outbox.all_sent(db, {1: SENT}, START)], {"sent": 1}),
    "sent twice": ([lambda db: outbox.all_sent(db, {1: SENT}, START)] * 2, {"sent": 1}),
    "sent though dropped": (
        [lambda db: outbox.drop(db, 1), lambda db: outbox.all_sent(db, {1: SENT}, START)],
        {"dropped": 1},
    ),
    "failed": ([lambda db: print(outbox.report(db, 1, FAILED, START, 0.0))], {"failed": 1}),
    "given up": ([lambda db: print(outbox.fail(db, 1, "", START))], {"failed": 1}),
    "deferred": ([lambda db: outbox.defer(db, [1], "", NOW)], {"waiting": 1}),
    "sent back": (
        [lambda db: outbox.all_sent(db, {1: SENT}, START), lambda db: outbox.bounced(db, 1, ANI.email, "")],
        {"failed": 1},
    ),
    "sent back twice": (
        [lambda db: outbox.all_sent(db, {1: SENT}, START), *[lambda db: outbox.bounced(db, 1, ANI.email, "")] * 2],
        {"failed": 1},
    ),
    "retried": ([lambda db: outbox.drop(db, 1), lambda db: outbox.retry(db, 1)], {"waiting": 1}),
    "retried while it waits": ([lambda db: outbox.retry(db, 1)], {"waiting": 1}),
    "dropped twice": ([lambda db: outbox.drop(db, 1), lambda db: outbox.drop(db, 1)], {"dropped": 1}),
    "failed, then erased": (
        [lambda db: print(outbox.fail(db, 1, "", START)), lambda db: erase.letters(db, [1], START, frozenset())],
        {"dropped": 1},
    ),
}


@pytest.mark.parametrize("name", MAILS)
@pytest.mark.parametrize("together", [True, False])
def test_mails_are_counted_as_they_are(db: Database, name: str, together: bool) -> None:
    """In one transaction or in one each."""
    arrivals.put(db, [Mail("1")], START)
    steps, expected = MAILS[name]
    _do(db, steps, together)
    mails = figures.counts(db).mails
    assert {outcome: count for outcome, count in mails.items() if count} == expected
    assert totals_check.faults(db) == []


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("together", [True, False])
def test_letters_are_counted_as_they_are(db: Database, name: str, together: bool) -> None:
    """The same."""
    with db.transaction():
        post(db, letter("<1@x>"), START)
    steps, expected = LETTERS[name]
    _do(db, steps, together)
    assert outbox.counts(db) == expected
    assert totals_check.faults(db) == []


def _do(db: Database, steps: list[Ends], together: bool) -> None:
    for some in [steps] if together else [[step] for step in steps]:
        with db.transaction():
            for step in some:
                step(db)


def test_what_is_rolled_back_is_not_counted(db: Database) -> None:
    """Nor what another has decided before."""
    arrivals.put(db, [Mail("1"), Mail("2")], START)
    with db.transaction():
        with pytest.raises(ZeroDivisionError), db.savepoint():
            inbox.finish(db, 1, "request", START)
            raise ZeroDivisionError
        inbox.finish(db, 2, "request", START)
    with pytest.raises(Conflict), db.transaction():
        inbox.finish(db, 2, "request", START)
    assert figures.counts(db).mails == {"request": 1, "waiting": 1, "parked": 0}
    assert totals_check.faults(db) == []


def test_probes_leave_the_count_with_their_letters(db: Database) -> None:
    """Those that never left as well as those that did."""
    for i in range(3):
        probes.send(db, letter(f"<{i}@x>", probes.KIND), 300.0, START, NOW + 300 * i)
        if i == 1:
            with db.transaction():
                outbox.all_sent(db, {db.value("SELECT max(id) FROM letter"): SENT}, START)
    assert outbox.counts(db) == {"dropped": 1, "sent": 1, "waiting": 1}
    probes.forget_old(db, START + timedelta(days=1), NOW)
    assert outbox.counts(db) == {"waiting": 1}
    assert totals_check.faults(db) == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("UPDATE total SET number = 7 WHERE what = 'mail'", "mails were counted wrongly (request: 7 for 1)"),
        ("DELETE FROM total WHERE what = 'letter'", "letters were counted wrongly (sent: 0 for 1)"),
        ("INSERT INTO total (what, word, number) VALUES ('breach', '', 2)", "breaches were counted wrongly (all: 2"),
        ("UPDATE standing SET net = 2", "tickets were counted wrongly (new: 2 for 1)"),
    ],
)
def test_a_wrong_count_is_told_and_mended(db: Database, harm: str, words: str) -> None:
    """By `mailflow doctor`, and `mailflow rebuild --sums`."""
    request(db, [letter("<1@x>")])
    arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        inbox.finish(db, 1, "request", START, 1)
        outbox.all_sent(db, {1: SENT}, START)
    assert totals_check.faults(db) == []
    with db.transaction():
        db.execute(harm)
    (told,) = totals_check.faults(db)
    assert words in told
    with db.transaction():
        totals.count_anew(db)
    assert totals_check.faults(db) == []
