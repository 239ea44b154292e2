"""The outbox: finished letters until a server has accepted them.

    post (record.py) → waiting ──take──▶ (claimed by a worker) ──report──▶ sent | failed
                          ▲                  │ defer                      │
                          └──────────────────┴──────────── retry ◀────────┘        drop: given up by a person

`take` is a step (own transaction), the others are writers or readers. `at` is desk time, `now` and `not_before` machine
time. Each recipient has its own result, with the server's reply; a letter deferred for one of three recipients is sent
again to that one only.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Literal, NamedTuple

from mailflow.core.finished import Finished
from mailflow.core.letter_kinds import BULK, VERIFY
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import prefetch, totals
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import shown, storable, to_json, to_text
from mailflow.store.engine.protocol import Row
from mailflow.store.health.workers import live, seen_alive
from mailflow.store.mail import chained
from mailflow.store.mail.blobs import letters_unpacked

_NONE: Mapping[int, str] = MappingProxyType({})
Result = tuple[Literal["sent", "later", "failed"], str]  # one recipient's result and the server's reply


class DueLetter(NamedTuple):
    """One letter claimed by a worker."""

    id: int
    ticket: int | None
    kind: str
    letter: Finished
    tries: int  # how often it was deferred before
    created_at: str  # as stored (fields.from_text); the age at which delivery is given up counts from here
    fresh: bool  # no recipient has a result yet
    version: int  # of its ticket when it was written: the number of its event; 0: of no ticket


@dataclass(frozen=True, slots=True)
class Reported:
    """A letter's state after a report."""

    state: str  # waiting | sent | failed | dropped
    failed: tuple[tuple[str, str], ...] = ()  # (recipient, server's reply) of those that failed in this report


def take(
    db: Database, worker: str, now: float, limit: int = 50, max_bytes: int = 16_000_000, *, few: int = 10
) -> list[DueLetter]:
    """Step. Claim for `worker` the oldest due letters no living worker has claimed, up to `limit` and `max_bytes`, at
    least one. Call it again only after reporting their results: what is still claimed is returned again. Letters to
    many only when nothing else is due, and not more than `few`: an answer never waits for many of them."""
    alive, params = live(db, now)
    sql = _TAKE.format(alive=alive, which="NOT IN")
    if not db.execute(sql, (now, worker, *params, 1)).fetchall():
        sql, limit = _TAKE.format(alive=alive, which="IN"), min(limit, few)
        if not db.execute(sql, (now, worker, *params, 1)).fetchall():
            return []  # checked without the lock: an idle loop writes nothing and wakes no other
    with db.transaction(exclusive=False, quiet=True, durable=False):  # no loop waits for a letter to be claimed
        rows: list[Row] = []
        room = max_bytes
        for row in db.execute(sql + db.skip_locked, (now, worker, *params, limit)).fetchall():
            room -= row[-1]  # size
            if rows and room < 0:
                break
            rows.append(row)
        db.many("UPDATE letter SET worker = ? WHERE id = ?", [(worker, row[0]) for row in rows])
        seen_alive(db, worker, now)
    ready = letters_unpacked(db, [row[0] for row in rows])
    return [_due(row, ready[row[0]]) for row in rows]


_BULK = f"({', '.join(map(repr, BULK))})"
_TAKE = (
    "SELECT id, ticket_n, kind, message_id, sender, recipients, results, tries, created_at, version, size FROM letter "
    f"WHERE state = 'waiting' AND kind {{which}} {_BULK} "
    "AND due_at IS NULL AND (not_before IS NULL OR not_before <= ?) "
    "AND (worker IS NULL OR worker = ? OR worker NOT IN {alive}) ORDER BY id LIMIT ?"
)


def _due(row: Row, data: bytes) -> DueLetter:
    letter_id, ticket, kind, message_id, sender, recipients, results, tries, created_at, version, _ = row
    still = _unfinished(json.loads(recipients), known := json.loads(results))
    whole = Finished(message_id, sender, still, data)
    return DueLetter(letter_id, ticket, kind, whole, tries, created_at, not known, version or 0)


def _unfinished(recipients: Sequence[str], results: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(r for r in recipients if results.get(r, {}).get("state", "later") == "later")


def data(db: Database, letter_id: int) -> bytes:
    """The letter's exact bytes. Raises CannotDo when there is no such letter."""
    whole = letters_unpacked(db, [letter_id]).get(letter_id)
    if whole is None:
        gone = db.value("SELECT expired_at FROM letter WHERE id = ?", (letter_id,))
        words = f"letter {letter_id} is no longer kept" if gone else f"there is no letter {letter_id} in the outbox"
        raise CannotDo(words)
    return whole


# -- results ----------------------------------------------------------------------------------------------------------


def report(db: Database, letter_id: int, results: Mapping[str, Result], at: datetime, not_before: float) -> Reported:
    """Writer. Record each recipient's result and the server's reply. Recipients with `later` are tried again from
    `not_before` on; if there are none, the letter is `sent` when at least one recipient has got it, else `failed`. A
    letter that has already ended is not changed."""
    state, known, tries, recipients = _state(db, letter_id)
    if state != "waiting":
        return Reported(state)
    known.update({recipient: _result(*result) for recipient, result in results.items()})
    failed = tuple((recipient, reply) for recipient, (state, reply) in results.items() if state == "failed")
    if _unfinished(recipients, known):
        db.execute(
            "UPDATE letter SET results = ?, tries = ?, not_before = ?, worker = NULL WHERE id = ?",
            (to_json(known), tries + 1, not_before, letter_id),
        )
        return Reported("waiting", failed)
    reached = any(result["state"] == "sent" for result in known.values())
    ended = "sent" if reached else "failed"
    totals.add(db, "letter", ended)
    return Reported(_end(db, letter_id, ended, known, at if reached else None), failed)


def all_sent(
    db: Database, results: Mapping[int, Mapping[str, Result]], at: datetime, digests: Mapping[int, str] = _NONE
) -> None:
    """Writer. `report` for fresh letters (by id) that were accepted for every recipient, in one statement. A letter
    that has already ended is not changed. `digests`: sha256 of their bytes. A backlog takes 6 % less of the processor
    (bench/tricks.py, 2026-11-29)."""
    moment = to_text(at)
    rows = [
        (to_json({recipient: _result(*result) for recipient, result in fates.items()}), moment, letter_id)
        for letter_id, fates in results.items()
    ]
    totals.add(db, "letter", "sent", _waiting_among(db, list(results)))
    db.many(_SENT, rows)
    for letter_id in results:
        chained.letter_ended(db, letter_id, digests.get(letter_id, ""))


def _waiting_among(db: Database, ids: Sequence[int]) -> int:
    marks = ", ".join("?" * len(ids)) or "NULL"
    return int(db.value(f"SELECT count(*) FROM letter WHERE state = 'waiting' AND id IN ({marks})", ids))


_SENT = (
    "UPDATE letter SET state = 'sent', results = ?, sent_at = ?, worker = NULL, not_before = NULL "
    "WHERE id = ? AND state = 'waiting'"
)


def defer(db: Database, letter_ids: Sequence[int], reply: str, not_before: float, counted: bool = True) -> None:
    """Writer. Nothing could be attempted (no connection, login refused): all recipients wait until `not_before`, with
    this reply. `counted` False: the try is not counted, as when the whole server is down."""
    for letter_id in letter_ids:
        state, known, tries, recipients = _state(db, letter_id)
        if state != "waiting":
            continue
        known.update(dict.fromkeys(_unfinished(recipients, known), _result("later", reply)))
        db.execute(
            "UPDATE letter SET results = ?, tries = ?, not_before = ?, worker = NULL WHERE id = ?",
            (to_json(known), tries + counted, not_before, letter_id),
        )


def hurry(db: Database, now: float, but: Collection[int] = ()) -> None:
    """Writer. The server is back: deferred letters are due now, and their failed try is not counted. Except those in
    `but`."""
    late = "SELECT id FROM letter WHERE state = 'waiting' AND tries > 0 AND not_before > ?"
    due = [(row[0],) for row in db.execute(f"{late} ORDER BY id{db.lock_rows}", (now,)) if row[0] not in but]
    db.many("UPDATE letter SET not_before = NULL, tries = tries - 1 WHERE id = ?", due)


def fail(db: Database, letter_id: int, reply: str, at: datetime) -> Reported:
    """Writer. Give up: recipients that have not got it never will (letter refused as malformed, or too old)."""
    state, known, _, recipients = _state(db, letter_id)
    if state != "waiting":
        return Reported(state)
    return report(db, letter_id, dict.fromkeys(_unfinished(recipients, known), ("failed", reply)), at, not_before=0.0)


def bounced(db: Database, letter_id: int, recipient: str, reply: str) -> None:
    """Writer. A DSN (RFC 3464) reports a failure after the server had accepted it: that recipient has not got it. The
    letter is `failed` when no recipient has got it."""
    state, known, _, recipients = _state(db, letter_id)
    as_sent = next((r for r in recipients if r.casefold() == recipient.casefold()), recipient)
    known[as_sent] = _result("failed", reply)
    if state == "sent" and all(known.get(r, {}).get("state") == "failed" for r in recipients):
        totals.moved(db, "letter", state, "failed")
        state = "failed"
    db.execute("UPDATE letter SET results = ?, state = ? WHERE id = ?", (to_json(known), state, letter_id))
    if state != "waiting":
        chained.letter_ended(db, letter_id)


def retry(db: Database, letter_id: int) -> None:
    """Writer. Due now, for all recipients who have not got it; also a failed or dropped letter. Raises CannotDo when
    all have got it."""
    state, known, _, recipients = _state(db, letter_id)
    if db.value("SELECT expired_at FROM letter WHERE id = ?", (letter_id,)):
        raise CannotDo(f"letter {letter_id} is no longer kept, there is nothing to send")
    known = {recipient: result for recipient, result in known.items() if result["state"] == "sent"}
    if state == "sent" and not _unfinished(recipients, known):
        raise CannotDo(f"letter {letter_id} has already been sent to everybody")
    db.execute(
        "UPDATE letter SET state = 'waiting', results = ?, tries = 0, not_before = NULL, worker = NULL WHERE id = ?",
        (to_json(known), letter_id),
    )
    totals.moved(db, "letter", state, "waiting")
    chained.letter_ended(db, letter_id)


def drop(db: Database, letter_id: int, why: str = "") -> None:
    """Writer. Given up by a person; `why` is stored for the recipients who have not got it. Raises CannotDo when it was
    sent."""
    state, known, _, recipients = _state(db, letter_id)
    if state == "sent":
        raise CannotDo(f"letter {letter_id} has already been sent")
    if why:
        missing = [r for r in recipients if known.get(r, {}).get("state") != "sent"]
        known.update(dict.fromkeys(missing, _result("dropped", why)))
    totals.moved(db, "letter", state, "dropped")
    _end(db, letter_id, "dropped", known, None)


def drop_waiting(db: Database, why: str) -> int:
    """Writer. Drop every waiting letter; returns how many."""
    ids = [row[0] for row in db.execute("SELECT id FROM letter WHERE state = 'waiting' ORDER BY id")]
    for letter_id in ids:
        drop(db, letter_id, why)
    return len(ids)


def _result(state: str, reply: str) -> dict[str, str]:
    return {"state": state, "words": storable(reply)}


def _state(db: Database, letter_id: int) -> tuple[str, dict[str, dict[str, str]], int, list[str]]:
    sql = f"SELECT state, results, tries, recipients FROM letter WHERE id = ?{db.lock_rows}"
    row = db.execute(sql, (letter_id,)).fetchone()
    if row is None:
        raise CannotDo(f"there is no letter {letter_id} in the outbox")
    return row[0], json.loads(row[1]), row[2], json.loads(row[3])


def _end(
    db: Database, letter_id: int, state: str, results: Mapping[str, Mapping[str, str]], sent_at: datetime | None
) -> str:
    db.execute(
        "UPDATE letter SET state = ?, results = ?, sent_at = ?, worker = NULL, not_before = NULL WHERE id = ?",
        (state, to_json(results), None if sent_at is None else to_text(sent_at), letter_id),
    )
    chained.letter_ended(db, letter_id)
    return state


# -- queries ----------------------------------------------------------------------------------------------------------


def next_due(db: Database, now: float) -> float | None:
    """Machine time at which the next letter is due: `now` when one is due already, None when none waits. Letters
    claimed by a living worker do not count."""
    alive, params = live(db, now)
    sql = (
        "SELECT min(COALESCE(not_before, 0)) FROM letter WHERE state = 'waiting' AND due_at IS NULL "
        f"AND (worker IS NULL OR worker NOT IN {alive})"
    )
    found = db.value(sql, params)
    return None if found is None else max(float(found), now)


def waiting(db: Database) -> int:
    """How many letters wait to be sent."""
    return int(db.value("SELECT count(*) FROM letter WHERE state = 'waiting'"))


@dataclass(frozen=True, slots=True)
class Posted:
    """One of our letters, found by its Message-ID."""

    id: int
    ticket: int | None
    kind: str
    recipients: tuple[str, ...]
    text: str  # "" when it is no longer kept
    version: int  # as in DueLetter


def by_message_id(db: Database, message_id: str) -> Posted | None:
    """The letter with this Message-ID (from a bounce or an echo), None when it is not ours."""
    sql = "SELECT id, ticket_n, kind, recipients, text, version FROM letter WHERE message_id = ?"
    row = db.execute(sql, (message_id,)).fetchone()
    return None if row is None else Posted(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4] or "", row[5] or 0)


def sent_to_since(db: Database, kind: str, address: str, since: datetime) -> int:
    """How many letters of this kind were written to this first recipient since then, sent or not: the flood limit
    (mail.md 1.8)."""
    key, moment = address.casefold(), to_text(since)
    if prefetch.has_no_recent_letter(db, kind, key, moment):
        return 0
    sql = "SELECT count(*) FROM letter WHERE addressee = ? AND kind = ? AND created_at >= ?"
    return int(db.value(sql, (key, kind, moment)))


def listing(
    db: Database, states: Sequence[str] = ("waiting", "failed"), limit: int = 1000, broadcast: int | None = None
) -> list[JsonObject]:
    """Rows for people, oldest: id, ticket, kind, to, subject, state, created_at (ISO), sent_at, tries, results. Only of
    this broadcast, or of none."""
    from mailflow.store.engine import tables  # imports peewee

    row = tables.LetterTable
    of_letter = (row.id, row.ticket, row.kind, row.recipients, row.subject)
    query = row.select(*of_letter, row.state, row.created_at, row.sent_at, row.tries, row.results)
    mine = tables.BroadcastMailTable.select(tables.BroadcastMailTable.letter_id)
    of_broadcast = row.id.in_(mine.where(tables.BroadcastMailTable.broadcast == broadcast))
    alone = row.kind.not_in(list(BULK)) | ((row.kind == VERIFY) & row.due_at.is_null())
    which = alone if broadcast is None else of_broadcast
    queries = [query.where(which & tables.said("state", one)).order_by(row.id).limit(limit) for one in states]
    found = sorted((r for one in queries for r in db.rows(one)), key=lambda r: int(r["id"]))[:limit]
    return [
        {
            **{name: value for name, value in r.items() if name != "recipients"},
            "to": json.loads(r["recipients"]),
            "created_at": shown(r["created_at"]),
            "sent_at": shown(r["sent_at"]),
            "results": json.loads(r["results"]),
        }
        for r in found
    ]


def counts(db: Database) -> dict[str, int]:
    """How many letters are in each state."""
    return {**totals.kept(db, "letter"), **({"waiting": still} if (still := waiting(db)) else {})}
