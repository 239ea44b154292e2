"""Answers that do not leave at once: letters with a moment, and letters about an answer that waits for its author.

`about` is the number of the answer's event on its ticket.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from mailflow.core.plain import JsonObject
from mailflow.store.desk import search_index, totals
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, storable, to_text


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


# -- letters with a moment


def alone(db: Database) -> int:
    """How many letters that are about no answer wait for their moment."""
    return int(db.value("SELECT count(*) FROM letter WHERE due_at IS NOT NULL AND about IS NULL AND state = 'waiting'"))


def release(db: Database, n: int, number: int) -> None:
    """Writer. The moment of answer `number` of ticket `n` has come: it and what depends on it leave."""
    db.execute(f"UPDATE letter SET due_at = NULL WHERE {_WAITS}", (n, number))


def take_back(db: Database, n: int, number: int) -> None:
    """Writer. The answer, and the letters that were to follow it, will not be sent, and never stood on the ticket."""
    ids = [row[0] for row in db.execute(f"SELECT id FROM letter WHERE {_WAITS} AND state = 'waiting'", (n, number))]
    gone = [(letter_id,) for letter_id in ids]
    db.many("UPDATE letter SET state = 'dropped', due_at = NULL WHERE id = ?", gone)
    totals.add(db, "letter", "dropped", len(gone))
    rows = [row[0] for one in gone for row in db.execute("SELECT id FROM message WHERE letter_id = ?", one)]
    search_index.take_out(db, n, rows)
    db.many("DELETE FROM message WHERE letter_id = ?", gone)
    search_index.put_back(db, n, rows)


def release_alone(db: Database, by: datetime) -> None:
    """Writer. Letters that are about no answer, and were only not to leave all at once, leave."""
    db.execute("UPDATE letter SET due_at = NULL WHERE due_at <= ? AND about IS NULL", (to_text(by),))


def due(db: Database, by: datetime, limit: int) -> list[tuple[int, int] | None]:
    """(ticket, answer) whose moment has come by desk time, the earliest first; None: letters about no answer."""
    sql = (
        "SELECT ticket_n, about FROM letter WHERE due_at <= ? AND state = 'waiting' "
        "GROUP BY ticket_n, about ORDER BY min(due_at), ticket_n LIMIT ?"
    )
    rows = db.execute(sql, (to_text(by), limit))
    return [None if n is None or number is None else (n, number) for n, number in rows]


def tickets(db: Database) -> list[int]:
    """The tickets on which a letter waits for its moment, by n."""
    sql = "SELECT ticket_n FROM letter WHERE due_at IS NOT NULL AND about IS NOT NULL AND state = 'waiting'"
    return sorted({row[0] for row in db.execute(sql)})  # asked for each once and in order, SQLite reads all letters


def next_due(db: Database) -> datetime | None:
    """The earliest moment at which a letter may leave; None: none waits for one."""
    found = db.value("SELECT min(due_at) FROM letter WHERE due_at IS NOT NULL AND state = 'waiting'")
    return None if found is None else from_text(found)


_WAITS = "ticket_n = ? AND about = ? AND due_at IS NOT NULL"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values)) or "NULL"
