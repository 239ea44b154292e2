"""Counters for monitoring. Read only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mailflow.store.desk import counted, totals
from mailflow.store.engine.database import Database
from mailflow.store.mail import inbox, outbox


class Counts(NamedTuple):
    """How many there are of what the desk keeps."""

    mails: Mapping[str, int]  # by outcome; waiting and parked beside
    letters: Mapping[str, int]  # by state
    tickets: Mapping[str, int]  # by status
    breaches: int  # in all


def counts(db: Database) -> Counts:
    """All of one moment."""
    with db.reading():
        found = inbox.counts(db)
        mails = {name.partition(":")[2]: count for name, count in found.items() if ":" in name}
        mails |= {state: found[state] for state in ("waiting", "parked")}
        letters = {**dict.fromkeys(("waiting", "sent", "failed", "dropped"), 0), **outbox.counts(db)}
        breaches = totals.kept(db, "breach").get("", 0)
        return Counts(mails, letters, counted.by_status(db), breaches)
