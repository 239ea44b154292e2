"""Answers that do not leave at once: letters with a moment, and letters about an answer that waits for its author.

`about` is the number of the answer's event on its ticket.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from mailflow.core.plain import JsonObject
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, storable


def about(db: Database, n: int, message_ids: Sequence[str]) -> int | None:
    """The answer that the first of these letters of ticket `n` is about; None where it is about none."""
    for message_id in message_ids:
        sql = "SELECT about FROM letter WHERE message_id = ? AND ticket_n = ?"
        found = db.value(sql, (storable(message_id), n))
        if found is not None:
            return int(found)
    return None


def told_at(db: Database, n: int, addresses: Iterable[str], kinds: Iterable[str], version: int) -> datetime | None:
    """When the first letter of one of these kinds about ticket `n`, written in this version of the ticket or a later
    one, was accepted for one of these addresses; None: never."""
    to, among = [address.casefold() for address in addresses], list(kinds)
    sql = (
        "SELECT min(sent_at) FROM letter WHERE ticket_n = ? AND version >= ? AND sent_at IS NOT NULL "
        f"AND addressee IN ({_marks(to)}) AND kind IN ({_marks(among)})"
    )
    found = db.value(sql, (n, version, *to, *among))
    return None if found is None else from_text(found)


def attachments(db: Database, n: int, number: int) -> tuple[int, list[JsonObject]] | None:
    """(inbox id, attachments) of the mail that caused event `number` of ticket `n`; None if it was something else."""
    sql = "SELECT o.data FROM event e JOIN occasion o ON o.id = e.occasion_id WHERE e.ticket_n = ? AND e.seq = ?"
    inbox_id = json.loads(db.value(sql, (n, number)) or "{}").get("inbox")
    found = db.value("SELECT attachments FROM message WHERE ticket_n = ? AND inbox_id = ?", (n, inbox_id))
    return None if found is None else (int(inbox_id), json.loads(found))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values)) or "NULL"
