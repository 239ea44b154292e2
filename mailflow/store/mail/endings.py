"""The last lines of earlier mails: for a colleague those of the colleague's mails, for a list those of all mails that
came through it. Lines that are the same every time were added by a program: a signature or a list footer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

EndingRow = tuple[str, str]  # the last lines, the author's address
LONGEST_KEY = 500  # characters of a key that is stored as it is: PostgreSQL cannot index values over 2,704 bytes


def keep(db: Database, source: str, inbox_id: int, author: str, text: str) -> None:
    """Writer. `source` is an address or `list:` and a list's name, case-folded; stored once for each mail."""
    db.execute(
        "INSERT INTO ending (who, inbox_id, author, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (_key(source), inbox_id, storable(author), storable(text)),
    )


def of(db: Database, source: str, before: int, limit: int) -> list[EndingRow]:
    """The endings of the newest mails from `source` that were stored before mail `before`, newest first."""
    sql = "SELECT text, author FROM ending WHERE who = ? AND inbox_id < ? ORDER BY inbox_id DESC LIMIT ?"
    return [(row[0], row[1]) for row in db.execute(sql, (_key(source), before, limit))]


def _key(source: str) -> str:
    """A key that is too long to be a real name is replaced by its digest."""
    return storable(source) if len(source) <= LONGEST_KEY else hashlib.sha256(storable(source).encode()).hexdigest()


def adopt(db: Database, fresh: Database, inbox_id: int) -> None:
    """Writer in `fresh`. Copies this mail's endings from `db`."""
    sql = "SELECT who, inbox_id, author, text FROM ending WHERE inbox_id = ?"
    for source, number, author, text in db.execute(sql, (inbox_id,)):
        keep(fresh, source, number, author, text)


def forget(db: Database, inbox_ids: Sequence[int]) -> None:
    """Writer. Delete the endings of these mails."""
    db.many("DELETE FROM ending WHERE inbox_id = ?", [(i,) for i in inbox_ids])
