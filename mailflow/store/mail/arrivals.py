"""Incoming mail: stored durably and exactly once, whichever mailbox it came by. What happens next is in inbox.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from mailflow.core.arrival import Arrival
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import pack, storable, to_json, to_text
from mailflow.store.engine.protocol import Params


def put(db: Database, arrivals: Sequence[Arrival], at: datetime) -> list[int]:
    """Step. Store a batch durably, each mail once; returns the ids of the new ones. Compresses before it takes the
    lock."""
    columns = [_columns(arrival, at) for arrival in arrivals]
    packed = [pack(arrival.raw) for arrival in arrivals]
    with db.transaction(exclusive=False):
        ids = db.each(_PUT, columns)
        fresh = [(inbox_id, data) for inbox_id, data in zip(ids, packed, strict=True) if inbox_id is not None]
        db.many("INSERT INTO inbox_raw (inbox_id, data) VALUES (?, ?)", fresh)
        _remember_highest(db, arrivals)
    return [inbox_id for inbox_id, _ in fresh]


_PUT = (
    "INSERT INTO inbox (mailbox, uidvalidity, uid, arrived_at, recorded_at, envelope_from, envelope_to, "
    "oversize, size, not_before, state, message_id, digest, tries) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', '', 0) "
    "ON CONFLICT (mailbox, uidvalidity, uid) DO NOTHING RETURNING id"
)


def _columns(arrival: Arrival, at: datetime) -> Params:
    return (
        arrival.mailbox,
        arrival.uidvalidity,
        arrival.uid,
        to_text(arrival.arrived_at),
        to_text(at),
        None if arrival.envelope_from is None else storable(arrival.envelope_from),
        to_json(arrival.envelope_to),
        arrival.oversize,
        len(arrival.raw),
        arrival.not_before,
    )


def _remember_highest(db: Database, arrivals: Sequence[Arrival]) -> None:
    highest: dict[tuple[str, str], int] = {}
    for arrival in arrivals:
        # a UID has 32 bits (RFC 3501 §2.3.1.1); a Maildir name may have more digits
        if arrival.uid.isdecimal() and len(arrival.uid) <= 10:
            key = (arrival.mailbox, arrival.uidvalidity)
            highest[key] = max(highest.get(key, 0), int(arrival.uid))
    db.many(
        "INSERT INTO mailbox (name, uidvalidity, highest) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
        "highest = CASE WHEN mailbox.uidvalidity = excluded.uidvalidity AND mailbox.highest > excluded.highest "
        "THEN mailbox.highest ELSE excluded.highest END, uidvalidity = excluded.uidvalidity",
        [(name, validity, uid) for (name, validity), uid in highest.items()],
    )


def known(db: Database, mailbox: str, uidvalidity: str, uids: Iterable[str]) -> set[str]:
    """Which of these uids are stored already."""
    asked = list(uids)
    found: set[str] = set()
    for start in range(0, len(asked), 500):
        some = asked[start : start + 500]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT uid FROM inbox WHERE mailbox = ? AND uidvalidity = ? AND uid IN ({marks})"
        found.update(row[0] for row in db.execute(sql, (mailbox, uidvalidity, *some)))
    return found


def highest(db: Database, mailbox: str, uidvalidity: str) -> str | None:
    """The highest numeric uid ever stored for this mailbox; None when there is none, or UIDVALIDITY has changed."""
    found = db.value("SELECT highest FROM mailbox WHERE name = ? AND uidvalidity = ?", (mailbox, uidvalidity))
    return None if found is None else str(found)
