"""Who has had an acknowledgement lately, and for what: for the end of loops (mail.md 1.8)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.message import Address
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text

_LOOKED_AT = 300  # of the newest letters, whatever they are: a loop is quick, and looking costs the same always


@dataclass(frozen=True, slots=True)
class Told:
    address: str  # case-folded
    ticket: int


def lately(db: Database, since: datetime) -> list[Told]:
    """The newest acknowledgements, newest first."""
    sql = (
        f"SELECT addressee, ticket_n FROM (SELECT * FROM letter ORDER BY id DESC LIMIT {_LOOKED_AT}) AS newest "
        "WHERE kind = 'acknowledgement' AND ticket_n IS NOT NULL AND created_at >= ?"
    )
    return [Told(row[0], row[1]) for row in db.execute(sql, (to_text(since),))]


def asked(db: Database, n: int) -> tuple[Address, str, str] | None:
    """Author, subject and text of the mail a ticket began with."""
    sql = "SELECT sender, subject, text FROM message WHERE ticket_n = ? AND direction = 'in' ORDER BY id LIMIT 1"
    row = db.execute(sql, (n,)).fetchone()
    if row is None or row[0] is None:
        return None
    email, name = json.loads(row[0])
    return Address(email, name), row[1], row[2]
