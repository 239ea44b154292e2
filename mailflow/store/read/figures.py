"""Counters for monitoring. Read only."""

from __future__ import annotations

from mailflow.store.engine.database import Database
from mailflow.store.mail import inbox, outbox


def figures(db: Database) -> tuple[dict[str, int], dict[str, int], dict[str, int], int]:
    """Mails by outcome (and waiting, parked), letters by state, tickets by status, number of breaches."""
    with db.reading():
        counted = inbox.counts(db)
        mails = {name.partition(":")[2]: count for name, count in counted.items() if ":" in name}
        mails |= {state: counted[state] for state in ("waiting", "parked")}
        letters = {**dict.fromkeys(("waiting", "sent", "failed", "dropped"), 0), **outbox.counts(db)}
        status = dict(db.execute("SELECT status, count(*) FROM ticket GROUP BY status").fetchall())
        breaches = int(db.value("SELECT COALESCE(sum(breaches), 0) FROM ticket"))
    return mails, letters, status, breaches
