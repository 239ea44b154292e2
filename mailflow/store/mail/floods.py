"""Floods: mails of one sender, one organisation or for one ticket beyond `limits:`, quarantined together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, storable, to_text
from mailflow.store.mail import letter_about

GOES_ON = timedelta(hours=1)  # after so long without a mail the next one begins another flood


@dataclass(frozen=True, slots=True)
class Flood:
    id: int
    what: str  # sender | domain | ticket
    who: str  # as people read it: an address, "@evil.example", the ticket's number
    began_at: datetime
    last_at: datetime
    held: int  # mails, since it began
    told: int  # of them, when the PIC last heard


def hold(db: Database, inbox_id: int, what: str, who: str, at: datetime) -> int:
    """Writer. Add a mail to this flood, which is created if necessary. Returns the flood's id."""
    row = db.execute(
        "SELECT id FROM flood WHERE what = ? AND who = ? AND last_at >= ? ORDER BY id DESC LIMIT 1",
        (what, storable(who), to_text(at - GOES_ON)),
    ).fetchone()
    if row is None:
        (flood_id,) = db.new_ids("flood", 1)
        sql = "INSERT INTO flood (id, what, who, began_at, last_at, held, told) VALUES (?, ?, ?, ?, ?, 1, 0)"
        db.execute(sql, (flood_id, what, storable(who), to_text(at), to_text(at)))
    else:
        flood_id = row[0]
        db.execute("UPDATE flood SET held = held + 1, last_at = ? WHERE id = ?", (to_text(at), flood_id))
    db.execute("UPDATE inbox SET flood_id = ? WHERE id = ?", (flood_id, inbox_id))
    return int(flood_id)


def untold(db: Database, limit: int) -> list[Flood]:
    """Floods with mails the PIC was not told of, the largest first."""
    sql = f"SELECT {_COLUMNS} FROM flood WHERE held > told ORDER BY held - told DESC, id LIMIT ?"
    return [_flood(row) for row in db.execute(sql, (limit,))]


def told(db: Database, flood_ids: Sequence[int], message_ids: Sequence[str]) -> None:
    """Writer. The PIC is told of these, by letters with these Message-IDs that may be replied to."""
    db.many("UPDATE flood SET told = held WHERE id = ?", [(one,) for one in flood_ids])
    for message_id in message_ids:
        letter_about.note(db, message_id, letter_about.FLOOD, flood_ids)


_COLUMNS = "id, what, who, began_at, last_at, held, told"


def _flood(row: tuple[int, str, str, str, str, int, int]) -> Flood:
    flood_id, what, who, began, last, held, heard = row
    return Flood(flood_id, what, who, from_text(began), from_text(last), held, heard)
