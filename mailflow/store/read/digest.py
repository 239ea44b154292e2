"""What a person must look at, for the PIC's daily digest. Read only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.ticket import Ticket
from mailflow.store.desk.status import GOING
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_json, from_text, to_text, unpack
from mailflow.store.mail.inbox import QUARANTINED

_FAILED_STATES = ("later", "failed")


@dataclass(frozen=True, slots=True)
class Held:
    """A mail that is set aside. `reason` is what a person reads: of a traceback its last line."""

    id: int
    arrived_at: datetime
    reason: str
    ticket: int | None  # n of the one it seems to belong to
    raw: bytes  # b"" of a mail daemons have died of: nobody else is to read it


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter somebody will not get."""

    id: int
    kind: str
    number: str | None  # of its ticket
    recipients: tuple[str, ...]  # those who have not got it
    words: str  # the server's


def parked(db: Database, limit: int) -> tuple[list[Held], int]:
    """The newest parked mails, oldest of them first, and how many there are."""
    return _held(db, "state = 'parked'", (), limit), int(db.value("SELECT count(*) FROM inbox WHERE state = 'parked'"))


def quarantined(db: Database, since: datetime, limit: int) -> tuple[list[Held], int]:
    """The newest mails held since then, oldest of them first, and how many there are of whatever age."""
    condition = f"state = 'done' AND outcome = '{QUARANTINED}'"
    found = _held(db, f"{condition} AND done_at >= ?", (to_text(since),), limit)
    return found, int(db.value(f"SELECT count(*) FROM inbox WHERE {condition}"))


def _held(db: Database, condition: str, params: tuple[str, ...], limit: int) -> list[Held]:
    sql = (
        "SELECT id, arrived_at, reason, ticket_n, data FROM inbox LEFT JOIN inbox_raw ON inbox_id = id "
        "AND (deaths = 0 OR state = 'done') "
        f"WHERE {condition} ORDER BY id DESC LIMIT ?"
    )
    rows = db.execute(sql, (*params, limit)).fetchall()
    return [
        Held(
            inbox_id, from_text(arrived), (reason or "").strip().split("\n")[-1], ticket, unpack(data) if data else b""
        )
        for inbox_id, arrived, reason, ticket, data in reversed(rows)
    ]


def undelivered(db: Database, limit: int) -> tuple[list[Undelivered], int]:
    """The newest failed letters, oldest of them first, and how many there are."""
    sql = (
        "SELECT letter.id, letter.kind, ticket.number, letter.recipients, letter.results FROM letter "
        "LEFT JOIN ticket ON ticket.n = letter.ticket_n WHERE letter.state = 'failed' ORDER BY letter.id DESC LIMIT ?"
    )
    found = []
    for letter_id, kind, number, recipients, results in reversed(db.execute(sql, (limit,)).fetchall()):
        fates = json.loads(results)
        missing = tuple(r for r in json.loads(recipients) if fates.get(r, {}).get("state", "later") in _FAILED_STATES)
        words = "; ".join(dict.fromkeys(fates[r]["words"] for r in missing if r in fates))
        found.append(Undelivered(letter_id, kind, number, missing, words))
    return found, int(db.value("SELECT count(*) FROM letter WHERE state = 'failed'"))


def going(db: Database) -> Iterator[Ticket]:
    """Every ticket that still goes, by n."""
    for (state,) in db.execute(f"SELECT state FROM ticket WHERE {GOING} ORDER BY n"):
        yield from_json(Ticket, state)
