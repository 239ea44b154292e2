"""Recent acknowledgements: to whom and for what. Used to break mail loops (mail.md 1.8)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from mailflow.core.likeness import Acknowledged, Begun
from mailflow.core.message import Address
from mailflow.store.desk import prefetch
from mailflow.store.desk.prefetch import LIKENESS
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, storable, to_text

KIND = "acknowledgement"  # of letter
_KIND = "likeness"
_AGAIN = "likeness-again"  # of a request that answered an acknowledgement itself
_LOOKED_AT = 100  # of the newest tickets of one likeness: loops are fast, and this bounds the cost


def remember(db: Database, n: int, keys: Iterable[str], *, again: bool = False) -> None:
    """Writer. Ticket `n` was opened, and acknowledged; `keys` are those of its beginning (core/likeness.py). `again`:
    it was probably a robot's answer to an acknowledgement."""
    found = [storable(one) for one in keys]
    prefetch.likenesses_told(db, found)
    db.many(
        "INSERT INTO thread (message_id, ticket_n, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(LIKENESS + key, n, _AGAIN if again else _KIND) for key in found],
    )


def of_likeness(db: Database, keys: Iterable[str]) -> set[int]:
    """The newest acknowledged tickets with one of these keys."""
    found = [storable(one) for one in keys]
    wanted = [LIKENESS + key for key in found if not prefetch.is_unlike_all(db, key)]
    if not wanted:
        return set()
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT ticket_n FROM thread WHERE message_id IN ({marks}) ORDER BY ticket_n DESC LIMIT {_LOOKED_AT}"
    return {row[0] for row in db.execute(sql, wanted)}


def of_address(db: Database, address: str, since: datetime) -> set[int]:
    """The newest tickets of which an acknowledgement was written to this address since then."""
    key, moment = address.casefold(), to_text(since)
    if prefetch.has_no_recent_letter(db, "acknowledgement", key, moment):
        return set()
    sql = (
        "SELECT ticket_n FROM letter WHERE addressee = ? AND kind = 'acknowledgement' AND created_at >= ? "
        "AND ticket_n IS NOT NULL ORDER BY created_at DESC LIMIT 5"
    )
    return {row[0] for row in db.execute(sql, (key, moment))}


def earlier(db: Database, tickets: Collection[int], since: datetime) -> Iterator[tuple[int, Acknowledged]]:
    """Those of these tickets that were acknowledged since then, newest first, with their beginnings."""
    if not tickets:
        return
    marks = ", ".join("?" * len(tickets))
    sql = (
        f"SELECT addressee, ticket_n, created_at FROM letter WHERE ticket_n IN ({marks}) AND kind = 'acknowledgement' "
        "AND created_at >= ? ORDER BY id DESC"
    )
    for address, n, at in list(db.execute(sql, (*tickets, to_text(since)))):
        began = _beginning(db, n)
        if began is not None:
            yield n, Acknowledged(began[0], began[1], from_text(at), address)


def came_again(db: Database, tickets: Collection[int]) -> bool:
    """Whether one of these tickets was itself begun by an answer to an acknowledgement."""
    marks = ", ".join("?" * len(tickets))
    sql = f"SELECT 1 FROM thread WHERE ticket_n IN ({marks}) AND kind = ? LIMIT 1"
    return bool(tickets) and db.value(sql, (*tickets, _AGAIN)) is not None


def _beginning(db: Database, n: int) -> tuple[Begun, datetime] | None:
    """The mail a ticket began with, and when it arrived."""
    sql = "SELECT sender, subject, text, at FROM message WHERE ticket_n = ? AND direction = 'in' ORDER BY id LIMIT 1"
    row = db.execute(sql, (n,)).fetchone()
    if row is None or row[0] is None:
        return None
    email, name = json.loads(row[0])
    return Begun(Address(email, name), row[1], row[2]), from_text(row[3])
