"""The only writer of tickets: the events, the new state and the letters are written in one transaction.

    with db.transaction():
        occasion = journal(db, "mail-arrived", at, rules, data=data, n=n)
        record(db, before, Change(after, events, letters, alarm), occasion)

All functions are writers: they belong inside the caller's transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from mailflow.core.confirmations import Act
from mailflow.core.counted import CountedEvent
from mailflow.core.eventlog import Happened
from mailflow.core.finished import Finished
from mailflow.core.message import Address
from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket
from mailflow.errors import Conflict
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import askers, confirmations, prefetch, search_index, totals
from mailflow.store.desk.counted import count
from mailflow.store.desk.status import OVER
from mailflow.store.desk.ticket_rows import row_of
from mailflow.store.engine import chain_links
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import pack, pair, pairs, storable, to_json, to_text, to_text_or_none
from mailflow.store.engine.hash_chain import EventRow
from mailflow.store.engine.protocol import Params


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A finished letter with what the desk keeps of it beside its bytes."""

    kind: str
    letter: Finished  # its recipients are whom the server is told
    to: tuple[Address, ...]  # the people it is for, as shown; so `cc`
    cc: tuple[Address, ...] = ()
    to_customer: bool = False  # a message of the conversation; else a letter to colleagues
    author: Address | None = None  # whom From names, for a letter to the customer
    attachments: tuple[Mapping[str, str | int], ...] = ()  # {name, content_type, size}
    not_before: float | None = None  # machine time
    version: int | None = None  # of the ticket it tells of
    asks: Act | None = None  # what a yes in reply to it does
    due_at: datetime | None = None  # desk time at which it may leave; None: at once
    about: int | None = None  # number of the answer's event that it carries, tells of, or has to follow

    @property
    def addressee(self) -> str:
        return self.to[0].email.casefold() if self.to else ""

    @property
    def people(self) -> str:
        return to_json({"to": pairs(self.to), "cc": pairs(self.cc)})


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a ticket: its new state, the events that led there, the letters they call for."""

    after: Ticket
    events: Sequence[Happened] = ()
    letters: Sequence[OutboxEntry] = ()
    alarm: datetime | None = None  # desk time; None: nothing will ring
    stages: Sequence[CountedEvent] = ()  # of each event


class Journaled(NamedTuple):
    """An occasion the journal has."""

    id: int
    at: datetime
    rules: str  # fingerprint of those it was decided under


def journal(
    db: Database, kind: str, at: datetime, rules: str, *, data: Mapping[str, object] | None = None, n: int | None = None
) -> Journaled:
    """Record an occasion, with everything needed to decide it again. One occasion may lead to several calls of
    `record`."""
    (occasion,) = db.new_ids("occasion", 1)
    sql = "INSERT INTO occasion (id, at, kind, ticket_n, data, rules) VALUES (?, ?, ?, ?, ?, ?)"
    db.execute(sql, (occasion, to_text(at), kind, n, to_json(data or {}), rules))
    return Journaled(occasion, at, rules)


def record(db: Database, before: Ticket, change: Change, occasion: Journaled) -> list[int]:
    """Append the events, replace `before` by its new state, put the letters into the outbox; returns the letters' ids.

    Without events only alarm and letters are written. Optimistic locking: raises Conflict, at the latest at the end of
    the savepoint or transaction, when the ticket no longer has the version of `before`. Raises ValueError when the new
    state is not `before` plus exactly these events.
    """
    after, events = change.after, change.events
    if after.n < 1 or after.version != before.version + len(events):
        raise ValueError(
            f"ticket {after.n} in version {after.version} is not version {before.version}, events: {len(events)}"
        )
    moments = [_when(data, occasion.at) for _, _, data in events]
    _put_ticket(db, before, after, change.alarm, occasion.rules)
    askers.recorded(db, after)
    customers = [address.casefold() for address in after.customer]
    if before.status in OVER and after.status not in OVER:
        prefetch.forget(db)
    prefetch.customers_written(db, customers)
    _append(db, after.n, before.version, list(zip(events, moments, strict=True)), occasion)
    totals.add(db, "breach", "", after.breaches - before.breaches)
    if events:
        count(db, before, after.n, list(zip(events, moments, change.stages, strict=True)))
    for i, ((kind, _, data), at) in enumerate(zip(events, moments, strict=True), before.version + 1):
        if kind in search_index.NOTES:
            search_index.add(db, [search_index.note(after.n, i, to_text(at), data)])
    if after.customer != before.customer:
        db.many(
            "INSERT INTO customer (address, ticket_n) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(address, after.n) for address in customers],
        )
    return _post(db, change.letters, occasion.at, after.n)


_HAPPENED = "INSERT INTO event (ticket_n, seq, at, kind, actor, data, occasion_id) VALUES (?, ?, ?, ?, ?, ?, ?)"


def _append(
    db: Database, n: int, version: int, events: Sequence[tuple[Happened, datetime]], occasion: Journaled
) -> None:
    recorded, rows = to_text(occasion.at), []
    for seq, ((kind, actor, data), at) in enumerate(events, version + 1):
        moment, text = to_text(at), to_json(data)
        rows.append((n, seq, moment, kind, actor, text, occasion.id))
        chain_links.append(db, EventRow(n, seq, moment, recorded, occasion.rules, kind, actor, text))
    db.many(_HAPPENED, rows)


def _when(data: JsonObject, recorded: datetime) -> datetime:
    """When an event happened: its own `at` (a mail counts by its arrival), else when it was recorded."""
    at = data.get("at")
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    return at if isinstance(at, datetime) else recorded


def _put_ticket(db: Database, before: Ticket, after: Ticket, alarm: datetime | None, rules: str) -> None:
    *columns, n = row_of(after)
    columns += [to_text_or_none(alarm), rules, n]
    conflict = Conflict(f"ticket {after.number or after.n} was changed by somebody else at the same moment")
    if before.version == 0:
        db.change_one(_OPEN, columns, conflict)
    else:
        db.change_one(_CHANGE, (*columns, before.version), conflict)


_COLUMNS = (
    "number, token, status, subject, requester, requester_name, owner, category, opened_at, claimed_at, "
    "first_answered_at, closed_at, breaches, state, version, wake_at, wake_rules"
)
_OPEN = f"INSERT INTO ticket ({_COLUMNS}, n) VALUES ({', '.join('?' * 18)}) ON CONFLICT (n) DO NOTHING"
_CHANGE = f"UPDATE ticket SET {', '.join(f'{name} = ?' for name in _COLUMNS.split(', '))} WHERE n = ? AND version = ?"


def post(db: Database, entry: OutboxEntry, at: datetime, n: int | None = None) -> int:
    """Put one letter into the outbox; returns its id. Without `n` it belongs to no ticket (digest, alarm to the
    admin)."""
    return _post(db, [entry], at, n)[0]


def _post(db: Database, entries: Sequence[OutboxEntry], at: datetime, n: int | None) -> list[int]:
    moment = to_text(at)
    ids = list(db.new_ids("letter", len(entries))) if entries else []
    with_ids = list(zip(ids, entries, strict=True))
    for entry in entries:
        prefetch.reader_written(db, entry.addressee)
    db.many(_POST, [(letter_id, *_columns(entry, moment, n)) for letter_id, entry in with_ids])
    shared = _share(db, entries)
    db.many(
        "INSERT INTO letter_data (letter_id, data, files) VALUES (?, ?, ?)",
        [(letter_id, pack(entry.letter.own), shared.get(id(entry.letter.files))) for letter_id, entry in with_ids],
    )
    for entry in entries:
        if entry.asks is not None:
            confirmations.ask(db, entry.letter.message_id, entry.addressee, entry.asks, at)
    if n is not None:
        db.many(
            "INSERT INTO thread (message_id, ticket_n, kind, letter_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(entry.letter.message_id, n, entry.kind, letter_id) for letter_id, entry in with_ids],
        )
        _file(db, [(letter_id, entry) for letter_id, entry in with_ids if entry.to_customer], n, moment)
    return ids


def _file(db: Database, letters: Sequence[tuple[int, OutboxEntry]], n: int, moment: str) -> None:
    """Letters to the customer are messages of the conversation."""
    rows = db.new_ids("message", len(letters)) if letters else []
    for row, (letter_id, entry) in zip(rows, letters, strict=True):
        author = None if entry.author is None else to_json(pair(entry.author))
        words, people = (storable(entry.letter.subject), storable(entry.letter.text)), entry.people
        filed = search_index.Filed(n, row, moment, (author, people), *words, entry.attachments, incoming=False)
        values = (row, n, moment, author, people, words[0], entry.letter.message_id, words[1])
        db.execute(_FILE_OUT, (*values, to_json(entry.attachments), letter_id))
        search_index.add(db, search_index.of_message(filed))


def _share(db: Database, entries: Sequence[OutboxEntry]) -> dict[int, str]:
    """{id() of the bytes: digest} of the attachments these letters share; each is compressed and stored once."""
    found = {}
    for files in {id(e.letter.files): e.letter.files for e in entries if e.letter.files}.values():
        digest = found[id(files)] = hashlib.sha256(files).hexdigest()
        sql = "INSERT INTO letter_files (digest, data) VALUES (?, ?) ON CONFLICT DO NOTHING"
        db.execute(sql, (digest, pack(files)))
    return found


def _columns(entry: OutboxEntry, moment: str, n: int | None) -> Params:
    letter = entry.letter
    return (
        n,
        entry.kind,
        letter.message_id,
        letter.sender,
        to_json(letter.recipients),
        entry.addressee,
        entry.people,
        storable(letter.subject),
        storable(letter.text),
        len(letter.own) + len(letter.files),
        moment,
        entry.not_before,
        entry.version,
        to_text_or_none(entry.due_at),
        entry.about,
    )


_POST = (
    "INSERT INTO letter (id, ticket_n, kind, message_id, sender, recipients, addressee, people, subject, text, "
    "size, state, created_at, tries, not_before, version, due_at, about, results) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, 0, ?, ?, ?, ?, '{}')"
)
_FILE_OUT = (
    "INSERT INTO message (id, ticket_n, at, direction, sender, recipients, subject, message_id, text, attachments, "
    "letter_id) VALUES (?, ?, ?, 'out', ?, ?, ?, ?, ?, ?, ?)"
)
