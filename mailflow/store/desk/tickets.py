"""Reads tickets: by n, by number, by clues, by alarm, by owner or customer. record.py writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from mailflow.core.ladder import LADDERS, Ladder
from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket
from mailflow.errors import NoSuchTicket
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import prefetch
from mailflow.store.desk.status import GOING
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import (
    from_json,
    from_text_or_none,
    shown,
    storable,
    to_json,
    to_text,
    to_text_or_none,
)
from mailflow.store.engine.protocol import Row


def load(db: Database, n: int) -> Ticket | None:
    """The ticket with this n, None when there is none."""
    state = db.value("SELECT state FROM ticket WHERE n = ?", (n,))
    return None if state is None else _made(state)


@lru_cache(maxsize=64)  # a mail's ticket is read before its transaction and in it: 1 % of conversations
def _made(state: str) -> Ticket:
    return from_json(Ticket, state)


def newest(db: Database, limit: int) -> list[Ticket]:
    """The newest tickets, newest first."""
    rows = db.execute("SELECT state FROM ticket ORDER BY n DESC LIMIT ?", (limit,))
    return [from_json(Ticket, state) for (state,) in rows]


def exist(db: Database) -> bool:
    """Whether there is any."""
    return db.value("SELECT 1 FROM ticket LIMIT 1") is not None


def by_number(db: Database, text: str) -> int | None:
    """The n of a ticket named as people do: its number as shown to people, with or without `#`, else its n. None when
    there is none."""
    words = text.strip().strip("[]").removeprefix("#").strip()
    row = db.execute("SELECT n FROM ticket WHERE number = ? ORDER BY n DESC LIMIT 1", (words,)).fetchone()
    if row is None and words.isascii() and words.isdecimal() and len(words) < 18:
        row = db.execute("SELECT n FROM ticket WHERE n = ?", (int(words),)).fetchone()
    return None if row is None else int(row[0])


def named(db: Database, text: str) -> int:
    """As `by_number`. Raises NoSuchTicket."""
    n = by_number(db, text)
    if n is None:
        raise NoSuchTicket(f"there is no ticket {text}; `mailflow list --all` shows every one")
    return n


def find(db: Database, message_ids: Sequence[str]) -> list[tuple[str, int, str]]:
    """(Message-ID, n, kind) for each of these ids that is known, in the order asked; kind is the letter's, or "mail".
    An id filed on two tickets is returned twice, the younger ticket first. Tickets that were merged into others are
    still returned."""
    wanted = list(dict.fromkeys(message_ids))
    found: dict[str, list[tuple[str, int, str]]] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT message_id, ticket_n, kind FROM thread WHERE message_id IN ({marks}) ORDER BY ticket_n DESC"
        for message_id, n, kind in db.execute(sql, some):
            found.setdefault(message_id, []).append((message_id, n, kind))
    return [hit for message_id in wanted for hit in found.get(message_id, ())]


def of_ids(db: Database, message_ids: Sequence[str]) -> list[Ticket]:
    """The tickets on which these ids are filed, each once."""
    marks = ", ".join("?" * len(message_ids)) or "NULL"
    filed = f"SELECT ticket_n FROM thread WHERE message_id IN ({marks})"
    return [_made(state) for (state,) in db.all(f"SELECT state FROM ticket WHERE n IN ({filed})", tuple(message_ids))]


# -- alarms -----------------------------------------------------------------------------------------------------------


def due(db: Database, now: datetime, limit: int = 100) -> list[int]:
    """The n of tickets whose alarm is due at desk time `now`, the most overdue first."""
    sql = "SELECT n FROM ticket WHERE wake_at IS NOT NULL AND wake_at <= ? ORDER BY wake_at, n LIMIT ?"
    return [row[0] for row in db.execute(sql, (to_text(now), limit))]


def next_alarm(db: Database) -> datetime | None:
    """The earliest alarm of any ticket; None when there is none."""
    return from_text_or_none(db.value("SELECT min(wake_at) FROM ticket WHERE wake_at IS NOT NULL"))


def stale_alarms(db: Database, fingerprint: str, limit: int = 100) -> list[int]:
    """Tickets whose alarm was computed under other rules: recompute it and call `set_alarm`. Of those that are over the
    merged, whose second tier may be awaited still."""
    sql = "SELECT n FROM ticket WHERE wake_rules <> ? AND {} ORDER BY n LIMIT ?"
    going = [row[0] for row in db.execute(sql.format(GOING), (fingerprint, limit))]
    return going or [row[0] for row in db.execute(sql.format("status = 'merged'"), (fingerprint, limit))]


def set_alarm(db: Database, ticket: Ticket, alarm: datetime | None, fingerprint: str) -> bool:
    """Writer. Set only the alarm, if the ticket still has this version; False when it has changed meanwhile."""
    sql = "UPDATE ticket SET wake_at = ?, wake_rules = ? WHERE n = ? AND version = ?"
    return db.execute(sql, (to_text_or_none(alarm), fingerprint, ticket.n, ticket.version)).rowcount == 1


# -- by owner or customer ---------------------------------------------------------------------------------------------


def owned_by_none_of(db: Database, names: Iterable[str]) -> list[tuple[int, str]]:
    """(n, owner) of open tickets whose owner is none of these operators, compared exactly: the operator was removed
    from rules.yaml, or is spelled differently there."""
    known = set(names)
    rows = db.execute(f"SELECT n, owner FROM ticket WHERE owner IS NOT NULL AND {GOING} ORDER BY n")
    return [(n, owner) for n, owner in rows if owner not in known]


def naming(db: Database, name: str, closed_since: datetime) -> list[int]:
    """Tickets that are open, or were closed since then, or merged, and whose state has this text as a value: their
    owner's name, or that of an author of what waits there."""
    place = "strpos" if db.shared else "instr"
    wanted = f"({GOING} OR status = 'merged' OR closed_at >= ?)"
    sql = f"SELECT n FROM ticket WHERE {wanted} AND {place}(state, ?) > 0 ORDER BY n"
    return [row[0] for row in db.execute(sql, (to_text(closed_since), storable(to_json(name))))]


def open_of_customer(db: Database, address: str) -> list[int]:
    """Open tickets with a customer of this address, newest first."""
    key = address.casefold()
    if prefetch.has_no_open_ticket(db, key):
        return []
    sql = f"SELECT n FROM customer JOIN ticket ON n = ticket_n WHERE address = ? AND {GOING} ORDER BY n DESC"
    return [row[0] for row in db.execute(sql, (key,))]


def has_asked(db: Database, address: str) -> bool:
    """Whether this address is a customer of any ticket, open or over."""
    return db.value("SELECT 1 FROM customer WHERE address = ? LIMIT 1", (storable(address.casefold()),)) is not None


def owners(db: Database) -> list[str]:
    """The name of everyone who owns a ticket, or owned one when it ended."""
    return [row[0] for row in db.execute("SELECT DISTINCT owner FROM ticket WHERE owner IS NOT NULL ORDER BY owner")]


def listing(
    db: Database, status: str | None = None, owner: str | None = None, everything: bool = False, zone: tzinfo = UTC
) -> list[JsonObject]:
    """The rows of `list --json`, by n: open tickets, unless `everything` or a status is asked for. `owner` is an
    operator's name in any case; timestamps are ISO 8601 in `zone`."""
    return list(each_shown(db, status, owner, everything, zone))


def each_shown(
    db: Database, status: str | None = None, owner: str | None = None, everything: bool = False, zone: tzinfo = UTC
) -> Iterator[JsonObject]:
    """The same, read some at a time from one snapshot."""
    chosen, params = ("status = ?", [status]) if status is not None else ("TRUE" if everything else GOING, [])
    sql, last = f"{SHOW} WHERE {chosen} AND n > ? ORDER BY n LIMIT {_AT_ONCE}", 0
    with db.reading():
        while rows := db.all(sql, (*params, last)):
            found = (as_shown(row, zone) for row in rows)
            yield from (r for r in found if owner is None or (r["owner"] or "").casefold() == owner.casefold())
            last = rows[-1][1]


def of_addresses(db: Database, addresses: Sequence[str], zone: tzinfo = UTC) -> list[JsonObject]:
    """The same of every ticket of a customer with these addresses, newest first."""
    marks = ", ".join("?" * len(addresses))
    sql = f"{SHOW} WHERE n IN (SELECT ticket_n FROM customer WHERE address IN ({marks})) ORDER BY n DESC"
    return [as_shown(row, zone) for row in db.all(sql, [storable(one.casefold()) for one in addresses])]


_MOMENTS = ("opened_at", "claimed_at", "first_answered_at", "closed_at")
_SHOWN = ("number", "n", "status", "subject", "requester", "owner", "category", *_MOMENTS, "breaches", "state")
SHOW = f"SELECT {', '.join(_SHOWN)} FROM ticket"
_AT_ONCE = 500  # rows
_UNUSUAL = ("high", "low")  # priorities; in a state's JSON, people's own quotation marks stand behind a backslash


def as_shown(row: Row, zone: tzinfo) -> JsonObject:
    """A ticket's row with the JSON fields of docs/interfaces.md."""
    ticket = dict(zip(_SHOWN, row, strict=True))
    ticket.update({name: shown(ticket[name], zone) for name in _MOMENTS})
    ticket["priority"] = next((word for word in _UNUSUAL if f'"priority":"{word}"' in ticket["state"]), "normal")
    state = _extras(ticket.pop("state"))
    ticket["linked"] = state.get("linked", [])
    ticket["held"] = [_held(answer, zone) for answer in state.get("held", ())]
    return ticket


def _extras(state: str) -> JsonObject:
    """A ticket's state; {} of one that has neither `linked` nor `held`, as nearly all, without reading it all."""
    without = all(state.count(f'"{key}":') == 1 and f'"{key}":[]' in state for key in ("linked", "held"))
    return {} if without else json.loads(state)


def _held(answer: JsonObject, zone: tzinfo) -> JsonObject:
    """An answer that was returned to its author, who has not decided about it."""
    at = {"at": shown(answer["at"], zone), "number": answer["number"]}
    return {name: answer[name] for name in ("operator", "text", "why")} | at


def one_shown(db: Database, n: int, zone: tzinfo = UTC) -> JsonObject | None:
    """One ticket in the form of `listing`; None when there is none."""
    row = db.execute(f"{SHOW} WHERE n = ?", (n,)).fetchone()
    return None if row is None else as_shown(row, zone)


@dataclass(frozen=True, slots=True)
class Due:
    """When a ticket's next reminder is due, and whether one was due already."""

    at: datetime | None  # the next alarm; None: no reminder left
    late: bool  # a reminder of the running clock has fired, and it is our turn


def dues(db: Database) -> dict[int, Due]:
    """{n: Due} of every open ticket."""
    rows = db.execute(f"SELECT n, status, wake_at, state FROM ticket WHERE {GOING}")
    return {
        n: Due(from_text_or_none(wake), is_late(status, json.loads(state).get("rung", ())))
        for n, status, wake, state in rows
    }


def is_late(status: str, rung: Iterable[str]) -> bool:
    kinds = (LADDERS[Ladder(key.partition(":")[0])] for key in rung)
    return any(kind.ours and kind.status == status for kind in kinds)


def all_numbers(db: Database) -> list[int]:
    """Every n there is, ascending."""
    return [row[0] for row in db.execute("SELECT n FROM ticket ORDER BY n")]


def count_by_status(db: Database) -> dict[str, int]:
    """{status: number of tickets}."""
    return dict(db.execute("SELECT status, count(*) FROM ticket GROUP BY status").fetchall())
