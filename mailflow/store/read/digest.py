"""What a person must look at, for the PIC's daily digest. Read only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from mailflow.core.letter_kinds import BROADCAST
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk.status import GOING
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_json, from_text, unpack
from mailflow.store.mail.inbox import CHAT, QUARANTINED
from mailflow.store.mail.letter_about import MAIL

_FAILED_STATES = ("later", "failed")


@dataclass(frozen=True, slots=True)
class Held:
    """A parked or quarantined mail. `reason` is for people: of a traceback its last line."""

    id: int
    arrived_at: datetime
    reason: str
    ticket: int | None  # n of the ticket it seems to belong to
    raw: bytes  # b"" of a poison message: no other process is to parse it
    others: int = 0  # of the same sender


@dataclass(frozen=True, slots=True)
class Untold:
    """A quarantined mail no letter has told of yet."""

    held: Held
    sender: str  # address, case-folded; "" when unknown


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter that was not delivered to some recipient."""

    id: int
    kind: str
    number: str | None  # of its ticket
    recipients: tuple[str, ...]  # those it was not delivered to
    words: str  # the server's reply


def parked(db: Database, limit: int, skip: int = 0) -> tuple[list[Held], int]:
    """Parked mails, the newest first, and how many there are in all."""
    sql = (
        "SELECT id, arrived_at, reason, ticket_n, data, 0 FROM inbox LEFT JOIN inbox_raw ON inbox_id = id "
        "AND deaths = 0 WHERE state = 'parked' ORDER BY id DESC LIMIT ? OFFSET ?"
    )
    found = [_held(row) for row in db.execute(sql, (limit, skip))]
    return found, int(db.value("SELECT count(*) FROM inbox WHERE state = 'parked'"))


def quarantined(db: Database, limit: int, skip: int = 0) -> tuple[list[Held], int]:
    """For each sender of quarantined mail the one most likely a person's, and the newest of those; the likeliest first.
    And how many senders there are."""
    sql = (
        f"SELECT id, arrived_at, reason, ticket_n, data, many - 1 FROM ({_RANKED}) AS ranked "
        "LEFT JOIN inbox_raw ON inbox_id = id WHERE place = 1 ORDER BY weight DESC, id DESC LIMIT ? OFFSET ?"
    )
    found = [_held(row) for row in db.execute(sql, (limit, skip))]
    return found, int(db.value(f"SELECT count(DISTINCT {_SENDER}) FROM inbox WHERE {_QUARANTINED}"))


def untold(db: Database, limit: int) -> list[Untold]:
    """Quarantined mails that no letter has listed, and that belong to no flood; the likeliest first."""
    sql = (
        "SELECT id, arrived_at, reason, ticket_n, data, 0, sender FROM inbox LEFT JOIN inbox_raw ON inbox_id = id "
        f"{_UNTOLD}"
    )
    return [Untold(_held(row[:6]), row[6] or "") for row in db.execute(sql, (limit,))]


def untold_since(db: Database, limit: int) -> list[tuple[datetime, str]]:
    """(when it arrived, its sender) of each of `untold`; no mail is read for it."""
    sql = f"SELECT arrived_at, sender FROM inbox {_UNTOLD}"
    return [(from_text(arrived), sender or "") for arrived, sender in db.execute(sql, (limit,))]


_QUARANTINED = f"state = 'done' AND outcome = '{QUARANTINED}'"
_UNTOLD = (
    f"WHERE {_QUARANTINED} AND flood_id IS NULL "
    f"AND NOT EXISTS (SELECT 1 FROM letter_about WHERE what = '{MAIL}' AND number = inbox.id) "
    "ORDER BY weight DESC, id LIMIT ?"
)
_SENDER = "COALESCE(NULLIF(sender, ''), 'mail ' || id)"  # where nobody is named, each mail is somebody's
_RANKED = (
    "SELECT id, arrived_at, reason, ticket_n, weight, "
    f"row_number() OVER (PARTITION BY {_SENDER} ORDER BY weight DESC, id DESC) AS place, "
    f"count(*) OVER (PARTITION BY {_SENDER}) AS many FROM inbox WHERE {_QUARANTINED}"
)


def _held(row: tuple[int, str, str | None, int | None, bytes | None, int]) -> Held:
    inbox_id, arrived, reason, ticket, data, others = row
    last = (reason or "").strip().split("\n")[-1]
    return Held(inbox_id, from_text(arrived), last, ticket, unpack(data) if data else b"", others)


def chats(db: Database, limit: int) -> tuple[list[Held], int]:
    """Small talk that no digest has listed yet, the newest first, and how many there are in all."""
    untold = "NOT EXISTS (SELECT 1 FROM letter_about WHERE what = ? AND number = id)"
    condition = f"outcome = '{CHAT}' AND {untold}"
    sql = (
        "SELECT id, arrived_at, reason, ticket_n, data, 0 FROM inbox LEFT JOIN inbox_raw ON inbox_id = id "
        f"WHERE {condition} ORDER BY id DESC LIMIT ?"
    )
    found = [_held(row) for row in db.execute(sql, (MAIL, limit))]
    return found, int(db.value(f"SELECT count(*) FROM inbox WHERE {condition}", (MAIL,)))


def undelivered(db: Database, limit: int) -> tuple[list[Undelivered], int]:
    """The newest failed letters, oldest of them first, and how many there are in all."""
    sql = (
        "SELECT letter.id, letter.kind, ticket.number, letter.recipients, letter.results FROM letter "
        f"LEFT JOIN ticket ON ticket.n = letter.ticket_n WHERE {_UNDELIVERED} ORDER BY letter.id DESC LIMIT ?"
    )
    found = []
    for letter_id, kind, number, recipients, results in reversed(db.execute(sql, (limit,)).fetchall()):
        fates = json.loads(results)
        missing = tuple(r for r in json.loads(recipients) if fates.get(r, {}).get("state", "later") in _FAILED_STATES)
        words = "; ".join(dict.fromkeys(fates[r]["words"] for r in missing if r in fates))
        found.append(Undelivered(letter_id, kind, number, missing, words))
    return found, int(db.value(f"SELECT count(*) FROM letter WHERE {_UNDELIVERED}"))


_UNDELIVERED = f"letter.state = 'failed' AND letter.kind <> '{BROADCAST}'"  # those are counted with their broadcast


def going(db: Database) -> Iterator[Ticket]:
    """Every open ticket, by n."""
    for (state,) in db.execute(f"SELECT state FROM ticket WHERE {GOING} ORDER BY n"):
        yield from_json(Ticket, state)
