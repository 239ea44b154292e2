"""The only writer of tickets: the events, the new state and the letters are written in one transaction.

    with db.transaction():
        occasion = journal(db, "mail-arrived", at, rules, data, n)
        record(db, before, after, events, letters, alarm, occasion, at, rules)

All functions are writers: they belong inside the caller's transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from mailflow.core.message import Address
from mailflow.core.ticket import Ticket
from mailflow.errors import Conflict
from mailflow.store.desk import prefetch
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import pack, storable, to_json, to_text, to_text_or_none

# an event's kind, its actor, its other fields (core values)
Happened = tuple[str, str | None, Mapping[str, Any]]


class FinishedLetter(Protocol):
    """The part of mail.transports.Finished that is stored."""

    @property
    def message_id(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def recipients(self) -> tuple[str, ...]: ...
    @property
    def data(self) -> bytes: ...


class OutboxEntry(NamedTuple):
    """A finished letter ready for the outbox. Make it with `outgoing`, where possible before the transaction, because
    that compresses."""

    kind: str
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    size: int
    packed: bytes
    files: bytes  # the end of the letter, shared with other letters, uncompressed; b"": none
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    text: str
    to_customer: bool  # part of the conversation with the customer; False: a letter to colleagues
    author: Address | None
    attachments: tuple[Mapping[str, Any], ...]
    not_before: float | None  # machine time
    version: int | None  # of its ticket when the letter was written


def outgoing(
    kind: str,
    finished: FinishedLetter,
    to: Sequence[Address],
    cc: Sequence[Address] = (),
    subject: str = "",
    text: str = "",
    to_customer: bool = False,
    author: Address | None = None,
    attachments: Sequence[Mapping[str, Any]] = (),
    not_before: float | None = None,
    version: int | None = None,
    own: bytes | None = None,
    files: bytes = b"",
) -> OutboxEntry:
    """A finished letter as an outbox entry. `to` and `cc` are the header addresses; `finished.recipients` the envelope
    recipients. `author` is the address in From, for a letter to the customer. `attachments` are {name, content_type,
    size}. `own` and `files` are the two parts of its data when it shares the second with other letters."""
    mine = finished.data if own is None else own
    return OutboxEntry(
        kind=kind,
        message_id=finished.message_id,
        sender=finished.sender,
        recipients=tuple(finished.recipients),
        size=len(mine) + len(files),
        packed=pack(mine),
        files=files,
        to=tuple(to),
        cc=tuple(cc),
        subject=subject,
        text=text,
        to_customer=to_customer,
        author=author,
        attachments=tuple(attachments),
        not_before=not_before,
        version=version,
    )


def journal(
    db: Database, kind: str, at: datetime, rules: str, data: Mapping[str, Any] | None = None, n: int | None = None
) -> int:
    """Record an occasion, with everything needed to decide it again; returns its id. One occasion may lead to several
    calls of `record`."""
    (occasion,) = db.new_ids("occasion", 1)
    sql = "INSERT INTO occasion (id, at, kind, ticket_n, data, rules) VALUES (?, ?, ?, ?, ?, ?)"
    db.execute(sql, (occasion, to_text(at), kind, n, to_json(data or {}), rules))
    return occasion


def record(
    db: Database,
    before: Ticket,
    after: Ticket,
    events: Sequence[Happened],
    letters: Sequence[OutboxEntry],
    alarm: datetime | None,
    occasion: int,
    at: datetime,
    rules: str,
) -> list[int]:
    """Append the events, replace `before` by `after`, put the letters into the outbox; returns the letters' ids.

    `alarm` is desk time, `rules` the fingerprint it was computed under. Without events only alarm and letters are
    written. Optimistic locking: raises Conflict, at the latest at the end of the savepoint or transaction, when the
    ticket no longer has the version of `before`. Raises ValueError when `after` is not `before` plus exactly these
    events.
    """
    if after.n < 1 or after.version != before.version + len(events):
        raise ValueError(
            f"ticket {after.n} in version {after.version} is not version {before.version} and {len(events)} events"
        )
    moment = to_text(at)
    _put_ticket(db, before, after, alarm, rules)
    customers = [address.casefold() for address in after.customer]
    if before.status.over and not after.status.over:
        prefetch.forget(db)
    prefetch.customers_written(db, customers)
    db.many(
        "INSERT INTO event (ticket_n, seq, at, kind, actor, data, occasion_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (after.n, before.version + i, _when(data, moment), kind, actor, to_json(data), occasion)
            for i, (kind, actor, data) in enumerate(events, start=1)
        ],
    )
    if after.customer != before.customer:
        db.many(
            "INSERT INTO customer (address, ticket_n) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(address, after.n) for address in customers],
        )
    return _post(db, letters, at, after.n)


def _when(data: Mapping[str, Any], recorded: str) -> str:
    """When an event happened: its own `at` (a mail counts by its arrival), else when it was recorded."""
    at = data.get("at")
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    return to_text(at) if isinstance(at, datetime) else recorded


def _put_ticket(db: Database, before: Ticket, after: Ticket, alarm: datetime | None, rules: str) -> None:
    columns = (
        after.number,
        after.token,
        after.status,
        storable(after.subject),
        after.requester.email if after.requester else None,
        storable(after.requester.name) if after.requester else "",
        after.owner,
        after.category,
        to_text_or_none(after.opened_at),
        to_text_or_none(after.claimed_at),
        to_text_or_none(after.first_answered_at),
        to_text_or_none(after.closed_at),
        after.breaches,
        to_json(after),
        after.version,
        to_text_or_none(alarm),
        rules,
        after.n,
    )
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


def post(db: Database, letter: OutboxEntry, at: datetime, n: int | None = None) -> int:
    """Put one letter into the outbox; returns its id. Without `n` it belongs to no ticket (digest, alarm to the
    admin)."""
    return _post(db, [letter], at, n)[0]


def _post(db: Database, letters: Sequence[OutboxEntry], at: datetime, n: int | None) -> list[int]:
    moment = to_text(at)
    ids = list(db.new_ids("letter", len(letters))) if letters else []
    with_ids = list(zip(ids, letters, strict=True))
    for letter in letters:
        prefetch.reader_written(db, _addressee(letter))
    db.many(_POST, [(letter_id, *_columns(letter, moment, n)) for letter_id, letter in with_ids])
    shared = _share(db, letters)
    db.many(
        "INSERT INTO letter_data (letter_id, data, files) VALUES (?, ?, ?)",
        [(letter_id, letter.packed, shared.get(id(letter.files))) for letter_id, letter in with_ids],
    )
    if n is not None:
        db.many(
            "INSERT INTO thread (message_id, ticket_n, kind, letter_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(letter.message_id, n, letter.kind, letter_id) for letter_id, letter in with_ids],
        )
        db.many(
            _FILE_OUT, [_filed(letter, letter_id, n, moment) for letter_id, letter in with_ids if letter.to_customer]
        )
    return ids


def _share(db: Database, letters: Sequence[OutboxEntry]) -> dict[int, str]:
    """{id() of the bytes: digest} of the attachments these letters share; each is compressed and stored once."""
    found = {}
    for files in {id(letter.files): letter.files for letter in letters if letter.files}.values():
        digest = found[id(files)] = hashlib.sha256(files).hexdigest()
        sql = "INSERT INTO letter_files (digest, data) VALUES (?, ?) ON CONFLICT DO NOTHING"
        db.execute(sql, (digest, pack(files)))
    return found


def _columns(letter: OutboxEntry, moment: str, n: int | None) -> tuple[Any, ...]:
    return (
        n,
        letter.kind,
        letter.message_id,
        letter.sender,
        to_json(letter.recipients),
        _addressee(letter),
        _people(letter),
        storable(letter.subject),
        storable(letter.text),
        letter.size,
        moment,
        letter.not_before,
        letter.version,
    )


def _addressee(letter: OutboxEntry) -> str:
    return letter.to[0].key if letter.to else ""


def _filed(letter: OutboxEntry, letter_id: int, n: int, moment: str) -> tuple[Any, ...]:
    author = None if letter.author is None else to_json(letter.author)
    words = (storable(letter.subject), letter.message_id, storable(letter.text), to_json(letter.attachments))
    return (n, moment, author, _people(letter), *words, letter_id)


def _people(letter: OutboxEntry) -> str:
    return to_json({"to": letter.to, "cc": letter.cc})


_POST = (
    "INSERT INTO letter (id, ticket_n, kind, message_id, sender, recipients, addressee, people, subject, text, "
    "size, state, created_at, tries, not_before, version, results) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, 0, ?, ?, '{}')"
)
_FILE_OUT = (
    "INSERT INTO message (ticket_n, at, direction, sender, recipients, subject, message_id, text, attachments, "
    "letter_id) VALUES (?, ?, 'out', ?, ?, ?, ?, ?, ?, ?)"
)
