"""Who was a stranger when the desk asked is one until something is written about him, and not a mail longer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from mailflow.core.ticket import Status
from mailflow.store.desk import prefetch, record, tickets
from mailflow.store.desk.prefetch import Batch
from mailflow.store.engine.database import Database
from mailflow.store.health import workers
from mailflow.store.mail import acknowledged, arrivals, inbox, messages, outbox
from tests.store.desk import ANI, START, Mail, change, close, letter, request

KIND = "acknowledgement"
NEW, NOBODY, NOTHING = False, list[int](), 0


def look(db: Database) -> None:
    batch = Batch(["<1@x>", "", "<2@x>"], [ANI.email, "rina@mail.example"], ["name ani"])
    prefetch.load(db, batch, KIND, START)


def answers(db: Database) -> tuple[bool, list[int], int]:
    """Is the mail known, which tickets has Ani open, how often was she told."""
    known = messages.is_known(db, "<1@x>")
    return known, tickets.open_of_customer(db, ANI.email.upper()), outbox.sent_to_since(db, KIND, ANI.email, START)


def test_the_database_is_asked_once(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.transaction():
        look(db)
        with monkeypatch.context() as patch:
            patch.setattr(Database, "execute", lambda *_: pytest.fail("asked again"))
            assert answers(db) == (NEW, NOBODY, NOTHING)


def ends(db: Database) -> None:
    inbox.finish(db, 1, "request", START, message_id="<1@x>", digest="d")


def is_parked(db: Database) -> None:
    inbox.park(db, 1, "why", "<1@x>", "d")


@pytest.mark.parametrize("act", [ends, is_parked])
def test_a_mail_is_known_once_it_has_ended(db: Database, act: Callable[[Database], None]) -> None:
    """Its second copy may be the next mail of the same transaction."""
    arrivals.put(db, [Mail("1")], START)
    inbox.take(db, workers.register(db, 1.0), 1.0)
    with db.transaction():
        look(db)
        act(db)
        assert answers(db) == (True, NOBODY, NOTHING)


@pytest.mark.parametrize("act", [lambda db: None, ends, is_parked, request, lambda db: close(db, request(db), START)])
def test_both_ways_agree(db: Database, act: Callable[[Database], object]) -> None:
    """Whatever was written since, the database says what the prefetched answers said."""
    arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        look(db)
        act(db)
        prefetched = answers(db)
        prefetch.forget(db)
        assert prefetched == answers(db)


def test_a_customer_is_known_by_his_new_ticket(db: Database) -> None:
    with db.transaction():
        look(db)
        request(db)
        assert answers(db) == (NEW, [1], NOTHING)


def test_a_reader_is_known_by_his_letter(db: Database) -> None:
    with db.transaction():
        look(db)
        record.post(db, letter("<9@x>"), START)
        assert answers(db) == (NEW, NOBODY, 1)


def test_a_likeness_is_known_once_its_ticket_was_acknowledged(db: Database) -> None:
    """A robot's next word may be the next mail of the same transaction."""
    with db.transaction():
        look(db)
        ticket = request(db)
        assert acknowledged.of_likeness(db, ["name ani"]) == set()
        acknowledged.remember(db, ticket.n, ["name ani"])
        assert acknowledged.of_likeness(db, ["name ani", "address ani"]) == {ticket.n}


def test_a_customer_of_long_ago_is_known_when_his_ticket_goes_on(db: Database) -> None:
    """Also one who was only once among its customers."""
    ticket = close(db, request(db), START)
    ticket = change(db, ticket, ("changed", None, {}), customer=("other@mail.example",))
    with db.transaction():
        look(db)
        assert tickets.open_of_customer(db, ANI.email) == NOBODY
        change(db, ticket, ("reopened", None, {}), status=Status.OPEN)
        assert tickets.open_of_customer(db, ANI.email) == [ticket.n]


def test_what_was_told_earlier_is_asked_for_again(db: Database) -> None:
    """The look went back to START only."""
    with db.transaction():
        record.post(db, letter("<9@x>"), START - timedelta(hours=1))
        look(db)
        assert outbox.sent_to_since(db, KIND, ANI.email, START) == 0
        assert outbox.sent_to_since(db, KIND, ANI.email, START - timedelta(hours=2)) == 1


def test_it_is_forgotten_with_its_transaction(db: Database) -> None:
    with db.transaction():
        look(db)
    request(db, [letter("<9@x>")])
    assert answers(db) == (NEW, [1], 1)


def test_it_is_forgotten_with_a_savepoint_that_is_undone(db: Database) -> None:
    """Also by who is no stranger again: asking is cheap, believing too long is not."""
    with db.transaction():
        look(db)
        with suppress(KeyError), db.savepoint():
            raise KeyError
        assert not prefetch.is_new_mail(db, "<1@x>")
        assert not prefetch.has_no_open_ticket(db, ANI.email)


def test_no_more_than_it_can_ask(db: Database) -> None:
    with pytest.raises(ValueError, match="at most 16"), db.transaction():
        prefetch.load(db, Batch([], [f"a{n}@mail.example" for n in range(17)]), KIND, START)
