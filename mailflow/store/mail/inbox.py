"""The inbox: every mail ever fetched, stored once, claimed by one worker at a time, ended with a named outcome.

    put (arrivals.py) → waiting ──take──▶ (claimed by a worker) ──finish──▶ done, with its outcome
                           ▲                  │ postpone · park
                           └── retry ── parked ◀┘

`take` is a step (own transaction); the others are writers or readers. `at` is desk time, `now` machine time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo, Conflict
from mailflow.store.desk import prefetch, totals
from mailflow.store.engine.chain_links import append
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, shown, storable, to_text, unpack
from mailflow.store.engine.hash_chain import MailRow
from mailflow.store.health.workers import live, seen_alive
from mailflow.store.mail import chained
from mailflow.store.mail.blobs import unpacked

# outcomes given by hand, or that a person may change
DROPPED = "dropped"
QUARANTINED = "quarantined"
CHAT = "chat"  # small talk: a person may make a request of it, like of a quarantined mail
_HELD = {"parked": "parked", QUARANTINED: QUARANTINED, CHAT: QUARANTINED}

# `reason` of a waiting mail; a number of times follows
ORPHANED = "mailflow ended, or was ended, with this mail in hand"


class InboxRow(NamedTuple):
    """One mail claimed by a worker."""

    id: int
    mailbox: str
    arrived_at: datetime
    recorded_at: datetime
    envelope_from: str | None
    envelope_to: tuple[str, ...]
    oversize: int  # > 0: the real size; raw holds only the headers
    size: int
    tries: int  # how often it has failed and was postponed
    released_by: str | None  # who released it from quarantine
    raw: bytes
    deaths: int = 0  # workers that died while processing it; from the second on they had claimed nothing else
    orphaned: bool = False  # the last of these deaths was noticed by this claim
    later: bool = False  # its turn has not come (core/turns.py): it is claimed because nothing else is due

    @property
    def order(self) -> tuple[datetime, int]:
        """(arrival, order of storing): what "first" means among mails."""
        return (self.arrived_at, self.id)


# -- a worker's claims ------------------------------------------------------------------------------------------------


def take(
    db: Database,
    worker: str,
    now: float,
    limit: int = 200,
    *,
    max_bytes: int = 3_000_000,
    held: Sequence[int] = (),
) -> list[InboxRow]:
    """Step. Claim for `worker` the oldest due mails no living worker has claimed, up to `limit` and `max_bytes`, at
    least one.

    When none is due, a few of those whose turn comes later. Mails the worker has claimed
    already are returned again; those in `held` that are not returned are freed. A mail whose worker has died is claimed
    alone, so that a second death shows which mail is poisonous.
    """
    alive, params = live(db, now)
    for order in (_DUE, _LATER):
        sql = f"{_TAKE} AND {order}".format(alive=alive)
        if db.execute(sql, (worker, *params, now, 1)).fetchall():
            break  # checked without the lock: an idle loop writes nothing and wakes no other
    else:
        return []
    limit = min(limit, _FEW) if order is _LATER else limit
    # exclusive: a worker that decides must see every earlier claim when it computes its fence
    with db.transaction(durable=False):
        found = db.execute(sql + db.skip_locked, (worker, *params, now, limit)).fetchall()
        rows = _together([_Found(*row) for row in found], worker, max_bytes)
        taken = {row.id for row in rows}
        db.many("UPDATE inbox SET worker = ? WHERE id = ?", [(worker, row.id) for row in rows if row.worker != worker])
        db.many(
            "UPDATE inbox SET deaths = deaths + 1, reason = ? WHERE id = ?",
            [(f"{ORPHANED}: {row.deaths + 1}", row.id) for row in rows if row.orphaned(worker)],
        )
        db.many(
            "UPDATE inbox SET worker = NULL WHERE id = ? AND worker = ? AND state = 'waiting'",
            [(inbox_id, worker) for inbox_id in held if inbox_id not in taken],
        )
        seen_alive(db, worker, now)
    raws = unpacked(db, "inbox_raw", "inbox_id", [row.id for row in rows])
    return [_row(row, raws[row.id], worker)._replace(later=order is _LATER) for row in rows]


class _Found(NamedTuple):
    """A row of _TAKE."""

    id: int
    mailbox: str
    arrived_at: str
    recorded_at: str
    envelope_from: str | None
    envelope_to: str
    oversize: int
    size: int
    tries: int
    released_by: str | None
    worker: str | None
    deaths: int

    def orphaned(self, taker: str) -> bool:
        """Whether its worker has died: claimed by another, and yet selected as free."""
        return self.worker not in (None, taker)  # claimed, and yet to be had: by a dead worker


_TAKE = (
    "SELECT id, mailbox, arrived_at, recorded_at, envelope_from, envelope_to, oversize, size, tries, "
    "released_by, worker, deaths FROM inbox WHERE state = 'waiting' "
    "AND (worker IS NULL OR worker = ? OR worker NOT IN {alive})"
)
_DUE = "(not_before IS NULL OR not_before <= ?) ORDER BY arrived_at, id LIMIT ?"
_LATER = "not_before > ? AND tries = 0 ORDER BY arrived_at, id LIMIT ?"  # postponed ones have tries
_FEW = 32  # of those whose turn comes later


def _together(found: Sequence[_Found], worker: str, room: int) -> list[_Found]:
    """The first row, and those after it that may be claimed together with it."""
    rows: list[_Found] = []
    for row in found:
        room -= row.size
        suspect = row.deaths > 0 or row.orphaned(worker)
        if rows and (suspect or room < 0):
            break
        rows.append(row)
        if suspect:
            break
    return rows


def _row(found: _Found, raw: bytes, worker: str) -> InboxRow:
    return InboxRow(
        id=found.id,
        mailbox=found.mailbox,
        arrived_at=from_text(found.arrived_at),
        recorded_at=from_text(found.recorded_at),
        envelope_from=found.envelope_from,
        envelope_to=tuple(json.loads(found.envelope_to)),
        oversize=found.oversize,
        size=found.size,
        tries=found.tries,
        released_by=found.released_by,
        raw=raw,
        deaths=found.deaths + found.orphaned(worker),
        orphaned=found.orphaned(worker),
    )


def raw(db: Database, inbox_id: int) -> bytes:
    """The mail's bytes as received. Raises CannotDo when there is no such row."""
    packed = db.value("SELECT data FROM inbox_raw WHERE inbox_id = ?", (inbox_id,))
    if packed is None:
        gone = db.value("SELECT expired_at FROM inbox WHERE id = ?", (inbox_id,))
        raise CannotDo(f"mail {inbox_id} is no longer kept" if gone else f"there is no mail {inbox_id} in the inbox")
    return unpack(packed)


def newest(db: Database, limit: int) -> list[bytes]:
    """The bytes of the newest ended mails that are still kept, newest first; not of mails a worker died with, nor of
    those an import brought in, which say nothing of today's servers."""
    sql = (
        "SELECT data FROM inbox_raw JOIN inbox ON id = inbox_id WHERE state = 'done' AND deaths = 0 "
        "AND outcome <> 'imported' ORDER BY inbox_id DESC LIMIT ?"
    )
    return [unpack(row[0]) for row in db.execute(sql, (limit,))]


def finish(
    db: Database,
    inbox_id: int,
    outcome: str,
    at: datetime,
    ticket: int | None = None,
    *,
    reason: str = "",
    message_id: str = "",
    digest: str = "",
    came: MailRow | None = None,
) -> None:
    """Writer. End the mail with this outcome; `message_id` and `digest` let a second copy be recognised, `came` is
    chained. Raises Conflict when it has ended already: a daemon suspended until its heartbeat expired must not repeat
    what another has done."""
    key = storable(message_id)
    prefetch.mail_ended(db, key)
    db.change_one(
        "UPDATE inbox SET state = 'done', outcome = ?, ticket_n = ?, reason = ?, message_id = ?, digest = ?, "
        "done_at = ?, worker = NULL, not_before = NULL WHERE id = ? AND state <> 'done'",
        (outcome, ticket, storable(reason), key, digest, to_text(at), inbox_id),
        Conflict(f"mail {inbox_id} has ended meanwhile"),
    )
    totals.add(db, "mail", outcome)
    if came is not None:
        append(db, came)


def postpone(db: Database, inbox_id: int, not_before: float, why: str) -> None:
    """Writer. Not now: free again at machine time `not_before`, with one more try counted."""
    db.execute(
        "UPDATE inbox SET tries = tries + 1, not_before = ?, reason = ?, worker = NULL "
        "WHERE id = ? AND state = 'waiting'",
        (not_before, storable(why), inbox_id),
    )


def park(db: Database, inbox_id: int, error: str, message_id: str = "", digest: str = "") -> None:
    """Writer. Dead letter: listed by `mailflow inbox` with this error, for a person to decide; the queue goes on. With
    `message_id` and `digest`, where the mail could be parsed, a second copy is recognised and waits too."""
    prefetch.forget(db)  # a mail on which it waits may come in the same transaction
    key = storable(message_id)
    db.execute(
        "UPDATE inbox SET state = 'parked', reason = ?, message_id = ?, digest = ?, worker = NULL, not_before = NULL "
        "WHERE id = ? AND state = 'waiting'",
        (storable(error), key, digest, inbox_id),
    )
    chained.mail_ended(db, inbox_id)


# -- the admin's commands ---------------------------------------------------------------------------------------------


def retry(db: Database, inbox_id: int) -> None:
    """Writer. A parked, quarantined or postponed mail is due now and settled as if it had just arrived. Raises CannotDo
    for one with another outcome."""
    _again(db, inbox_id, None)


def release(db: Database, inbox_id: int, by: str) -> None:
    """Writer. A person has read a quarantined mail and releases it: it is not quarantined as spam again, but its author
    is not thereby proven (quarantine.py says what becomes of it). A parked one is retried. Raises CannotDo for any
    other."""
    state = held(db, inbox_id)
    if state is None:
        _only(db, inbox_id, "released", ())
    _again(db, inbox_id, by if state == QUARANTINED else None)


def _again(db: Database, inbox_id: int, by: str | None) -> None:
    ended = _only(
        db,
        inbox_id,
        "retried",
        (("waiting", None), ("parked", None), ("done", QUARANTINED), ("done", DROPPED), ("done", CHAT)),
    )
    db.execute(f"UPDATE inbox SET {AGAIN}, released_by = COALESCE(?, released_by) WHERE id = ?", (by, inbox_id))
    if ended:
        totals.add(db, "mail", ended, -1)


AGAIN = "state = 'waiting', outcome = NULL, done_at = NULL, tries = 0, deaths = 0, not_before = NULL, worker = NULL"


def held(db: Database, inbox_id: int) -> str | None:
    """ "parked" or "quarantined" when a person must decide about this mail, else None."""
    row = db.execute("SELECT state, outcome FROM inbox WHERE id = ?", (inbox_id,)).fetchone()
    return next((_HELD[word] for word in row or () if word in _HELD), None)


def ended_on(db: Database, inbox_id: int) -> tuple[int | None, str]:
    """(n of the ticket, reason) of a mail that has ended; n is None when it ended on no ticket."""
    row = db.execute("SELECT ticket_n, reason FROM inbox WHERE id = ?", (inbox_id,)).fetchone()
    return (row[0], row[1] or "") if row else (None, "")


def drop(db: Database, inbox_id: int, why: str, at: datetime) -> None:
    """Writer. A person decided that this mail is to be ignored; its bytes stay. Raises CannotDo when it has ended
    already."""
    ended = _only(db, inbox_id, "dropped", (("waiting", None), ("parked", None), ("done", QUARANTINED), ("done", CHAT)))
    prefetch.forget(db)  # it may have ended before, been retried, and now ends again
    sql = "UPDATE inbox SET state = 'done', outcome = ?, reason = ?, done_at = ?, worker = NULL WHERE id = ?"
    db.execute(sql, (DROPPED, storable(why), to_text(at), inbox_id))
    totals.add(db, "mail", DROPPED)
    if ended:
        totals.add(db, "mail", ended, -1)
    chained.mail_ended(db, inbox_id)


def _only(db: Database, inbox_id: int, verb: str, allowed: tuple[tuple[str, str | None], ...]) -> str | None:
    """The outcome it has. Raises CannotDo unless its state and outcome are among `allowed`."""
    sql = f"SELECT state, outcome FROM inbox WHERE id = ?{db.lock_rows}"
    row = db.execute(sql, (inbox_id,)).fetchone()
    if row is None:
        raise CannotDo(f"there is no mail {inbox_id} in the inbox")
    if verb == "retried" and db.value("SELECT expired_at FROM inbox WHERE id = ?", (inbox_id,)):
        raise CannotDo(f"mail {inbox_id} is no longer kept, there is nothing to decide")
    if tuple(row) not in allowed:
        raise CannotDo(f"mail {inbox_id} cannot be {verb}: it is {row[0]}" + (f" ({row[1]})" if row[1] else ""))
    ended: str | None = row[1]
    return ended


def listing(
    db: Database, states: Sequence[str] = ("waiting", "parked"), outcome: str | None = None, limit: int = 1000
) -> list[JsonObject]:
    """Rows for people: id, mailbox, uid, arrived_at (ISO), size, state, outcome, ticket, tries, deaths, reason; oldest
    first. With `outcome`, those that ended so, e.g. quarantined."""
    from mailflow.store.engine import tables  # imports peewee

    row = tables.InboxTable
    chosen = [tables.said("outcome", outcome)] if outcome else [tables.said("state", state) for state in states]
    of_mail = (row.id, row.mailbox, row.uid, row.arrived_at, row.size)
    query = row.select(*of_mail, row.state, row.outcome, row.ticket, row.tries, row.deaths, row.reason)
    queries = [query.where(which).order_by(row.arrived_at, row.id).limit(limit) for which in chosen]
    found = sorted((r for one in queries for r in db.rows(one)), key=lambda r: (r["arrived_at"], r["id"]))
    return [{**r, "arrived_at": shown(r["arrived_at"])} for r in found[:limit]]


def counts(db: Database) -> dict[str, int]:
    """How many are waiting, parked and done, and how many ended with each outcome (`done:request` …)."""
    ended = totals.kept(db, "mail")
    states = {"waiting": waiting(db), "parked": parked(db), "done": sum(ended.values())}
    return {**states, **{f"done:{outcome}": count for outcome, count in ended.items()}}


def waiting(db: Database) -> int:
    """How many mails wait for their outcome."""
    return int(db.value("SELECT count(*) FROM inbox WHERE state = 'waiting'"))


def parked(db: Database) -> int:
    """How many wait for a person, since something went wrong."""
    return int(db.value("SELECT count(*) FROM inbox WHERE state = 'parked'"))


def due_now(db: Database, now: float) -> bool:
    """Whether a mail waits that is to be settled at machine time `now`: no alarm may fire before it is. Not one whose
    turn comes later: a flood stops no alarm."""
    sql = "SELECT 1 FROM inbox WHERE state = 'waiting' AND (not_before IS NULL OR not_before <= ?) LIMIT 1"
    return db.value(sql, (now,)) is not None
