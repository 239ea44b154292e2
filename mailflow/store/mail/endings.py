"""How mails ended: by colleague the last lines of each of his, by list those of each mail that came by it. What stands
there each time was put there by a program."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

Told = tuple[str, str]  # the last lines, the author's address
LONGEST_KEY = 500  # characters of a name that are looked up as they are: PostgreSQL indexes no value over 2,704 bytes


def keep(db: Database, who: str, inbox_id: int, author: str, text: str) -> None:
    """Writer. `who` is an address or `list:` and a list's name, case-folded; kept once for each mail."""
    db.execute(
        "INSERT INTO ending (who, inbox_id, author, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (_key(who), inbox_id, storable(author), storable(text)),
    )


def of(db: Database, who: str, before: int, limit: int) -> list[Told]:
    """The endings of the newest mails of `who` that were taken in before mail `before`, newest first."""
    sql = "SELECT text, author FROM ending WHERE who = ? AND inbox_id < ? ORDER BY inbox_id DESC LIMIT ?"
    return [(row[0], row[1]) for row in db.execute(sql, (_key(who), before, limit))]


def _key(who: str) -> str:
    """A name as long as no list and no person has one is known by its digest."""
    return storable(who) if len(who) <= LONGEST_KEY else hashlib.sha256(storable(who).encode()).hexdigest()


def adopt(db: Database, fresh: Database, inbox_id: int) -> None:
    """Writer in `fresh`. The mail's endings as they are known in `db`."""
    sql = "SELECT who, inbox_id, author, text FROM ending WHERE inbox_id = ?"
    for who, number, author, text in db.execute(sql, (inbox_id,)):
        keep(fresh, who, number, author, text)


def forget(db: Database, inbox_ids: Sequence[int]) -> None:
    """Writer. They are not learned from any more."""
    db.many("DELETE FROM ending WHERE inbox_id = ?", [(i,) for i in inbox_ids])
