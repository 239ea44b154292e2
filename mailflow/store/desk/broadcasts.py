"""Broadcasts, and what became of each for every customer: a row, so that nobody gets one twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from mailflow.core.broadcasts import BroadcastAnswered, LeftOut
from mailflow.core.letter_kinds import BROADCAST
from mailflow.core.period import BroadcastSum
from mailflow.core.registered import CustomerStatus
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, from_text_or_none, storable, to_text
from mailflow.store.engine.protocol import Row

RUNNING, STOPPED, DONE = "running", "stopped", "done"
_FIELDS = "b.id, letter, customer_group, round, b.state, b.reason, started_by, started_at, ended_at"
Returned = Literal["automatic_at", "replied_at", "unsubscribed_at"]


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One canned letter to one group."""

    id: int
    letter: str
    group: str  # "": everybody
    round: int  # 1, and one more for each time it began anew
    state: str  # running | stopped | done
    reason: str  # why it was stopped; "" where a person did
    started_by: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class BroadcastProgress:
    """How far it is. `sent` and `failed` are of those written; the rest of them waits in the outbox."""

    customers: int = 0
    waiting: int = 0
    written: int = 0
    sent: int = 0
    failed: int = 0  # refused, or come back
    automatic: int = 0  # customers with an automatic reply
    replied: int = 0  # customers who have answered
    unsubscribed: int = 0  # in reply to it
    left_out: Mapping[str, int] | None = None  # {reason: customers}


class BroadcastMail(NamedTuple):
    """The row of one customer."""

    broadcast: int
    customer: int


# -- queries


def newest(db: Database, letter: str, group: str) -> Broadcast | None:
    """The newest round of this letter to this group."""
    sql = f"SELECT {_FIELDS} FROM broadcast b WHERE letter = ? AND customer_group = ? ORDER BY round DESC LIMIT 1"
    row = db.execute(sql, (letter, storable(group))).fetchone()
    return None if row is None else _broadcast(row)


def by_id(db: Database, number: int) -> Broadcast | None:
    row = db.execute(f"SELECT {_FIELDS} FROM broadcast b WHERE id = ?", (number,)).fetchone()
    return None if row is None else _broadcast(row)


def listing(db: Database, state: str = "") -> list[Broadcast]:
    """In the order they began."""
    where, params = (" WHERE state = ?", (state,)) if state else ("", ())
    return [_broadcast(row) for row in db.all(f"SELECT {_FIELDS} FROM broadcast b{where} ORDER BY id", params)]


def _broadcast(row: Row) -> Broadcast:
    number, letter, group, nth, state, reason, who, started, ended = row
    return Broadcast(number, letter, group, nth, state, reason, who, from_text(started), from_text_or_none(ended))


def progress(db: Database, number: int) -> BroadcastProgress:
    """Counted now: some 10 ms for 10,000 customers."""
    sql = (
        "SELECT m.state, m.reason, l.state, count(*), count(automatic_at), count(replied_at), count(unsubscribed_at) "
        "FROM broadcast_mail m LEFT JOIN letter l ON l.id = letter_id WHERE broadcast_id = ? "
        "GROUP BY m.state, m.reason, l.state"
    )
    rows = db.all(sql, (number,))

    def customers(state: str, letter: str | None = None) -> int:
        return sum(row[3] for row in rows if row[0] == state and letter in (None, row[2]))

    out: dict[str, int] = {}
    for row in rows:
        if row[0] == "left-out":
            out[row[1]] = out.get(row[1], 0) + row[3]
    return BroadcastProgress(
        customers=sum(row[3] for row in rows),
        waiting=customers("waiting"),
        written=customers("written"),
        sent=customers("written", "sent"),
        failed=customers("written", "failed"),
        automatic=sum(row[4] for row in rows),
        replied=sum(row[5] for row in rows),
        unsubscribed=sum(row[6] for row in rows),
        left_out=out,
    )


def sums(db: Database, since: datetime, until: datetime) -> list[BroadcastSum]:
    """Each broadcast that wrote letters then (half-open), and what has become of those."""
    rows = db.all(_SUMS, (to_text(since), to_text(until), to_text(until), to_text(since)))
    return [BroadcastSum(f"{row[0]} {row[1]}" + (f" ({row[2]})" if row[2] else ""), *row[3:]) for row in rows]


_SUMS = (
    "SELECT b.id, b.letter, b.customer_group, count(CASE WHEN l.state = 'sent' THEN 1 END), "
    "count(CASE WHEN l.state = 'failed' THEN 1 END), count(automatic_at), count(replied_at), count(unsubscribed_at) "
    "FROM broadcast b JOIN broadcast_mail m ON m.broadcast_id = b.id AND m.written_at >= ? AND m.written_at < ? "
    "LEFT JOIN letter l ON l.id = m.letter_id WHERE b.started_at < ? AND (b.ended_at IS NULL OR b.ended_at >= ?) "
    "GROUP BY b.id, b.letter, b.customer_group ORDER BY b.id"
)


def groups(db: Database) -> list[tuple[str, int]]:
    """Every group of the register, with how many customers."""
    return db.all("SELECT customer_group, count(*) FROM registered GROUP BY customer_group ORDER BY customer_group")


def had(db: Database, customers: Sequence[int], since: datetime) -> dict[int, int]:
    """{customer: broadcasts written to him since then}; at most 500 at once."""
    marks = ", ".join("?" * len(customers))
    sql = (
        f"SELECT registered_id, count(*) FROM broadcast_mail WHERE registered_id IN ({marks}) AND written_at >= ? "
        "GROUP BY registered_id"
    )
    return dict(db.all(sql, (*customers, to_text(since)))) if customers else {}


def written_between(db: Database, since: datetime, until: datetime) -> int:
    """How many letters of all broadcasts were written then."""
    sql = "SELECT count(*) FROM broadcast_mail WHERE written_at > ? AND written_at <= ?"
    return int(db.value(sql, (to_text(since), to_text(until))))


def unsent(db: Database) -> int:
    """How many letters of broadcasts wait in the outbox."""
    return int(db.value("SELECT count(*) FROM letter WHERE state = 'waiting' AND kind = ?", (BROADCAST,)))


def due(db: Database, limit: int) -> list[BroadcastMail]:
    """Who gets the next letters, the oldest broadcast first. In a transaction that writes, the broadcast stays locked:
    one daemon at a time."""
    sql = f"SELECT id FROM broadcast WHERE state = 'running' ORDER BY id LIMIT 1{db.lock_rows}"
    row = db.execute(sql).fetchone()
    if row is None:
        return []
    sql = (
        "SELECT broadcast_id, registered_id FROM broadcast_mail WHERE state = 'waiting' AND broadcast_id = ? "
        "ORDER BY registered_id LIMIT ?"
    )
    return [BroadcastMail(*found) for found in db.all(sql, (row[0], limit))]


def answered(db: Database, message_id: str) -> tuple[BroadcastMail, BroadcastAnswered] | None:
    """The broadcast whose letter has this Message-ID."""
    return _answered(db, "l.message_id = ?", (message_id,))


def lately(db: Database, address: str, since: datetime) -> tuple[BroadcastMail, BroadcastAnswered] | None:
    """The newest one written to this address since then."""
    where = "l.addressee = ? AND l.kind = ? AND l.created_at >= ?"
    return _answered(db, where, (address.casefold(), BROADCAST, to_text(since)))


def _answered(db: Database, where: str, params: tuple[str, ...]) -> tuple[BroadcastMail, BroadcastAnswered] | None:
    sql = (
        "SELECT broadcast_id, registered_id, b.letter, customer_group, l.subject, l.created_at FROM letter l "
        f"JOIN broadcast_mail m ON m.letter_id = l.id JOIN broadcast b ON b.id = broadcast_id WHERE {where} "
        "ORDER BY l.id DESC LIMIT 1"
    )
    row = db.execute(sql, params).fetchone()
    if row is None:
        return None
    number, customer, letter, group, subject, at = row
    return BroadcastMail(number, customer), BroadcastAnswered(number, letter, group, subject, from_text(at))


class LettersInState(NamedTuple):
    """How many letters of a broadcast are in this state."""

    broadcast: int
    state: str
    letters: int


def letters(db: Database, states: Sequence[str]) -> list[LettersInState]:
    sql = (
        "SELECT broadcast_id, l.state, count(*) FROM broadcast_mail m JOIN letter l ON l.id = letter_id "
        f"WHERE l.state IN ({', '.join('?' * len(states))}) GROUP BY broadcast_id, l.state "
        "ORDER BY broadcast_id, l.state"
    )
    return [LettersInState(*row) for row in db.all(sql, tuple(states))]


def has_row(db: Database, mail: BroadcastMail) -> bool:
    sql = "SELECT 1 FROM broadcast_mail WHERE broadcast_id = ? AND registered_id = ?"
    return db.value(sql, tuple(mail)) is not None


# -- writers


def begin(db: Database, letter: str, group: str, by: str, now: datetime) -> int:
    """Writer. A new round of this letter to this group; returns its id."""
    before = newest(db, letter, group)
    number = int(db.value("SELECT COALESCE(max(id), 0) + 1 FROM broadcast"))  # people type it: without gaps
    db.execute(
        "INSERT INTO broadcast (id, letter, customer_group, round, state, reason, started_by, started_at) "
        "VALUES (?, ?, ?, ?, 'running', '', ?, ?)",
        (number, letter, storable(group), before.round + 1 if before else 1, storable(by), to_text(now)),
    )
    return number


def go_on(db: Database, number: int, group: str) -> None:
    """Writer. Everybody of the group who has not been written to waits for it now: who has joined since, and who was
    left out for a reason that may be over."""
    of_group, params = (" AND customer_group = ?", (storable(group),)) if group else ("", ())
    active = f" AND status = '{CustomerStatus.ACTIVE}'" if not group else ""
    db.execute(
        "INSERT INTO broadcast_mail (broadcast_id, registered_id, state, reason) "
        f"SELECT CAST(? AS INTEGER), id, 'waiting', '' FROM registered WHERE id > 0{of_group}{active} "
        "ON CONFLICT (broadcast_id, registered_id) DO NOTHING",
        (number, *params),
    )
    sql = "UPDATE broadcast_mail SET state = 'waiting', reason = '' WHERE broadcast_id = ? AND state = 'left-out'"
    db.execute(sql, (number,))
    _put_state(db, number, RUNNING)


def stop(db: Database, number: int, reason: str = "") -> None:
    """Writer. Nobody more is written to, until it goes on. `reason`: where it was not a person."""
    _put_state(db, number, STOPPED, reason)


def _put_state(db: Database, number: int, state: str, reason: str = "", ended: str | None = None) -> None:
    sql = "UPDATE broadcast SET state = ?, reason = ?, ended_at = ? WHERE id = ?"
    db.execute(sql, (state, storable(reason), ended, number))


def end_if_done(db: Database, number: int, now: datetime) -> bool:
    """Writer. Whether nobody waits for it any more."""
    if db.value("SELECT 1 FROM broadcast_mail WHERE broadcast_id = ? AND state = 'waiting' LIMIT 1", (number,)):
        return False
    _put_state(db, number, DONE, ended=to_text(now))
    return True


def written(db: Database, mail: BroadcastMail, message_id: str, now: datetime) -> None:
    """Writer. The letter with this Message-ID lies in the outbox for him."""
    sql = (
        "UPDATE broadcast_mail SET state = 'written', written_at = ?, "
        "letter_id = (SELECT id FROM letter WHERE message_id = ?) WHERE broadcast_id = ? AND registered_id = ?"
    )
    db.execute(sql, (to_text(now), message_id, *mail))


def leave_out(db: Database, mails: Sequence[tuple[BroadcastMail, LeftOut]]) -> None:
    """Writer. These customers do not get it, unless they have had it."""
    sql = (
        "UPDATE broadcast_mail SET state = 'left-out', reason = ? "
        "WHERE broadcast_id = ? AND registered_id = ? AND state = 'waiting'"
    )
    db.many(sql, [(why, *mail) for mail, why in mails])


def came_back(db: Database, mail: BroadcastMail, what: Returned, at: datetime) -> None:
    """Writer. Counted once a customer."""
    sql = f"UPDATE broadcast_mail SET {what} = ? WHERE broadcast_id = ? AND registered_id = ? AND {what} IS NULL"
    db.execute(sql, (to_text(at), *mail))


def forget(db: Database, customer: int) -> None:
    """Writer. He is erased: the figures stay, and the next customer who gets his number inherits nothing."""
    db.execute("DELETE FROM broadcast_mail WHERE registered_id = ? AND state = 'waiting'", (customer,))
    sql = "UPDATE broadcast_mail SET registered_id = -1 - COALESCE((SELECT -min(registered_id) FROM broadcast_mail o "
    sql += "WHERE o.broadcast_id = broadcast_mail.broadcast_id AND o.registered_id < 0), 0) WHERE registered_id = ?"
    db.execute(sql, (customer,))
