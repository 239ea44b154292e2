"""Counters of `limits:`, read once in a transaction and counted along."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailflow.store.engine.database import Database
from mailflow.store.mail import tally
from tests.store.desk import START

ANI, MAIL, TICKET = ("letters-to", "ani@mail.example"), ("mails-of-domain", "mail.example"), ("mails-of-ticket", "7")
NAMES = [ANI, MAIL, TICKET]


def test_what_a_transaction_counts_along_is_what_is_stored(db: Database) -> None:
    """Over hours and days, for names read before and after they were added to."""
    for hours in (0, 5, 23, 24, 30):
        at = START + timedelta(hours=hours)
        with db.transaction():
            tally.counts(db, NAMES[:2], at)
            tally.add(db, [ANI, TICKET], at)
            tally.add(db, [ANI, MAIL], at)
            inside = tally.counts(db, NAMES, at)
        assert inside == tally.counts(db, NAMES, at)
    assert tally.counts(db, [ANI, ANI, MAIL], at) == [(2, 6), (2, 6), (1, 3)]


def test_an_hour_that_begins_in_a_transaction_counts_anew(db: Database) -> None:
    with db.transaction():
        tally.add(db, [ANI], START)
        assert tally.counts(db, [ANI], START) == [(1, 1)]
        assert tally.counts(db, [ANI], START + timedelta(hours=1)) == [(0, 1)]


def test_what_a_savepoint_undoes_is_not_counted(db: Database) -> None:
    """A mail that could not be settled has used nothing up; one before it in the same transaction has."""
    with db.transaction():
        with db.savepoint():
            tally.add(db, [ANI], START)
            tally.counts(db, [ANI], START)
        with pytest.raises(KeyError), db.savepoint():
            tally.add(db, [ANI], START)
            raise KeyError
        assert tally.counts(db, [ANI], START) == [(1, 1)]
