"""Quarantined mails as a person decides them: by one word all of a flood, or all of a sender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mailflow.store.desk import prefetch
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable
from mailflow.store.mail.inbox import AGAIN, DROPPED, QUARANTINED

LONGEST_SENDER = 320  # characters: no address is longer (RFC 5321 §4.5.3.1)


@dataclass(frozen=True, slots=True)
class Together:
    """Quarantined mails that are decided by one word: those of one flood, or of one sender."""

    column: Literal["flood_id", "sender"]
    value: int | str

    @property
    def condition(self) -> str:
        return f"{self.column} = ? AND state = 'done' AND outcome = '{QUARANTINED}'"


def describe(db: Database, inbox_id: int, sender: str, weight: int) -> None:
    """Writer. Of a mail that is quarantined: whose it is ("" where nobody is named), and how likely a person's."""
    sql = "UPDATE inbox SET sender = ?, weight = ? WHERE id = ?"
    db.execute(sql, (storable(sender.casefold())[:LONGEST_SENDER], weight, inbox_id))


def sender_of(db: Database, inbox_id: int) -> str | None:
    """As `describe` was told; None when it was not, or there is no such mail."""
    found: str | None = db.value("SELECT sender FROM inbox WHERE id = ?", (inbox_id,))
    return found


def held_together(db: Database, held: Together) -> list[int]:
    """Their ids, oldest first."""
    sql = f"SELECT id FROM inbox WHERE {held.condition} ORDER BY arrived_at, id"
    return [int(row[0]) for row in db.execute(sql, (held.value,))]


def release_together(db: Database, held: Together, by: str) -> int:
    """Writer. `release` for all of them; how many there were."""
    sql = f"UPDATE inbox SET {AGAIN}, released_by = ? WHERE {held.condition}"
    return int(db.execute(sql, (by, held.value)).rowcount)


def drop_together(db: Database, held: Together, why: str) -> int:
    """Writer. `drop` for all of them; how many there were."""
    prefetch.forget(db)
    sql = f"UPDATE inbox SET outcome = ?, reason = ? WHERE {held.condition}"
    return int(db.execute(sql, (DROPPED, storable(why), held.value)).rowcount)
