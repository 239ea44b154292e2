"""Recent acknowledgements: to whom and for what. Used to break mail loops (mail.md 1.8)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.message import Address
from mailflow.store.desk import prefetch
from mailflow.store.desk.prefetch import LIKENESS
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable, to_text

_KIND = "likeness"
_LOOKED_AT = 100  # of the newest tickets of one likeness: loops are fast, and this bounds the cost


@dataclass(frozen=True, slots=True)
class Told:
    """One acknowledgement."""

    address: str  # case-folded
    ticket: int


def remember(db: Database, n: int, likenesses: Iterable[str]) -> None:
    """Writer. Ticket `n` was opened, and acknowledged, by an author with these likenesses (core/likeness.py)."""
    keys = [storable(one) for one in likenesses]
    prefetch.likenesses_told(db, keys)
    db.many(
        "INSERT INTO thread (message_id, ticket_n, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(LIKENESS + key, n, _KIND) for key in keys],
    )


def of_likeness(db: Database, likenesses: Iterable[str]) -> set[int]:
    """The newest tickets opened by an author with one of these likenesses."""
    keys = [storable(one) for one in likenesses]
    wanted = [LIKENESS + key for key in keys if not prefetch.is_unlike_all(db, key)]
    if not wanted:
        return set()
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT ticket_n FROM thread WHERE message_id IN ({marks}) ORDER BY ticket_n DESC LIMIT {_LOOKED_AT}"
    return {row[0] for row in db.execute(sql, wanted)}


def told(db: Database, tickets: Collection[int], since: datetime) -> list[Told]:
    """The acknowledgements on these tickets since then, newest first."""
    if not tickets:
        return []
    marks = ", ".join("?" * len(tickets))
    sql = (
        f"SELECT addressee, ticket_n FROM letter WHERE ticket_n IN ({marks}) AND kind = 'acknowledgement' "
        "AND created_at >= ? ORDER BY id DESC"
    )
    return [Told(row[0], row[1]) for row in db.execute(sql, (*tickets, to_text(since)))]


def asked(db: Database, n: int) -> tuple[Address, str, str] | None:
    """(author, subject, text) of the mail a ticket began with."""
    sql = "SELECT sender, subject, text FROM message WHERE ticket_n = ? AND direction = 'in' ORDER BY id LIMIT 1"
    row = db.execute(sql, (n,)).fetchone()
    if row is None or row[0] is None:
        return None
    email, name = json.loads(row[0])
    return Address(email, name), row[1], row[2]
