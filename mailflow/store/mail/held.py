"""Quarantined mails as a person decides about them: with one word about a whole flood, or all mails of a sender."""

from __future__ import annotations

from typing import Literal

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import prefetch, totals
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable
from mailflow.store.mail.inbox import AGAIN, DROPPED, QUARANTINED

LONGEST_SENDER = 320  # characters: no address is longer (RFC 5321 §4.5.3.1)


@dataclass(frozen=True, slots=True)
class Together:
    """Quarantined mails decided together: those of one flood, or of one sender."""

    column: Literal["flood_id", "sender"]
    value: int | str

    @property
    def condition(self) -> str:
        return f"{self.column} = ? AND state = 'done' AND outcome = '{QUARANTINED}'"


def describe(db: Database, inbox_id: int, sender: str, weight: int) -> None:
    """Writer. For a quarantined mail: its sender ("" when unknown), and how likely it is a person's."""
    sql = "UPDATE inbox SET sender = ?, weight = ? WHERE id = ?"
    db.execute(sql, (storable(sender.casefold())[:LONGEST_SENDER], weight, inbox_id))


def sender_of(db: Database, inbox_id: int) -> str | None:
    """The sender stored by `describe`; None when there is none."""
    found: str | None = db.value("SELECT sender FROM inbox WHERE id = ?", (inbox_id,))
    return found


def quarantine(db: Database, inbox_id: int) -> None:
    """Writer. A parked mail is held like a quarantined one."""
    sql = f"UPDATE inbox SET state = 'done', outcome = '{QUARANTINED}' WHERE id = ? AND state = 'parked'"
    totals.add(db, "mail", QUARANTINED, db.execute(sql, (inbox_id,)).rowcount)


def as_ticket(db: Database, inbox_id: int) -> None:
    """Writer. When it is let out, it is a request of its own, whatever it replies to."""
    db.execute("UPDATE inbox SET as_ticket = 1 WHERE id = ?", (inbox_id,))


def is_as_ticket(db: Database, inbox_id: int) -> bool:
    return bool(db.value("SELECT as_ticket FROM inbox WHERE id = ?", (inbox_id,)))


def held_together(db: Database, held: Together) -> list[int]:
    """Their ids, oldest first."""
    sql = f"SELECT id FROM inbox WHERE {held.condition} ORDER BY arrived_at, id"
    return [int(row[0]) for row in db.execute(sql, (held.value,))]


def release_together(db: Database, held: Together, by: str) -> int:
    """Writer. `release` for all of them; returns how many."""
    sql = f"UPDATE inbox SET {AGAIN}, released_by = ? WHERE {held.condition}"
    count = int(db.execute(sql, (by, held.value)).rowcount)
    totals.add(db, "mail", QUARANTINED, -count)
    return count


def drop_together(db: Database, held: Together, why: str) -> int:
    """Writer. `drop` for all of them; returns how many."""
    prefetch.forget(db)
    sql = f"UPDATE inbox SET outcome = ?, reason = ? WHERE {held.condition}"
    count = int(db.execute(sql, (DROPPED, storable(why), held.value)).rowcount)
    totals.moved(db, "mail", QUARANTINED, DROPPED, count)
    return count
