"""Prefetch: what a batch of mails will ask one by one (is it new, has its author anything going on), in one query.

Most mails have a Message-ID nobody has seen and come from somebody without an open ticket who was told nothing lately.
Asking that of each mail costs three statements, on a database across the network three round trips. An answer is
valid until this transaction writes something about that person or mail: the writers invalidate it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailflow.store.desk.status import GOING
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable, to_text

ANSWERED = "answered:"  # in `thread`, before the Message-ID of a mail that others answer (threads.py)
LIKENESS = "likeness:"  # in `thread`, before what the author of an acknowledged request is like (acknowledged.py)
AT_ONCE = 16  # mails asked about together
_KEY = "strangers"


@dataclass(frozen=True, slots=True)
class _Answers:
    mails: set[str]  # Message-IDs of no mail that has ended or been parked
    roots: set[str]  # Message-IDs that no mail on a ticket answers
    likenesses: set[str]  # of authors none of whose like was acknowledged
    customers: set[str]  # addresses with no ticket still going
    readers: set[str]  # addresses no letter of `kind` was written to since `since`
    parked: bool  # some mail waits for a person
    kind: str
    since: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What will be asked about: mails with these Message-IDs and people with these addresses, at most AT_ONCE of
    either, and what these people are like, at most two keys of each (core/likeness.py)."""

    mails: Iterable[str]
    people: Iterable[str]
    likenesses: Iterable[str] = ()


def ask(db: Database, batch: Batch, kind: str, since: datetime) -> None:
    """Ask, in a transaction. `kind` and `since` are what `outbox.sent_to_since` will be asked."""
    ids = {storable(message_id) for message_id in batch.mails if message_id}
    addresses = {address.casefold() for address in batch.people}
    likenesses = {storable(one) for one in batch.likenesses}
    moment = to_text(since)
    found: dict[str, set[str]] = {"mail": set(), "thread": set(), "customer": set(), "reader": set(), "parked": set()}
    params = (
        *_filled(ids, AT_ONCE),
        *_filled({ANSWERED + one for one in ids}, AT_ONCE),
        *_filled({LIKENESS + one for one in likenesses}, 2 * AT_ONCE),
        *_filled(addresses, AT_ONCE),
        *_filled(addresses, AT_ONCE),
        kind,
        moment,
    )
    for what, name in db.execute(_SQL, params):
        found[what].add(name)
    db.memo[_KEY] = _Answers(
        mails=ids - found["mail"],
        roots={one for one in ids if ANSWERED + one not in found["thread"]},
        likenesses={one for one in likenesses if LIKENESS + one not in found["thread"]},
        customers=addresses - found["customer"],
        readers=addresses - found["reader"],
        parked=bool(found["parked"]),
        kind=kind,
        since=moment,
    )


def _filled(names: set[str], most: int) -> Sequence[str]:
    """As many as the statement has marks for: one statement is compiled once."""
    if len(names) > most:
        raise ValueError(f"{len(names)} names, at most {most} at once")
    return (*names, *[""] * (most - len(names)))


_MARKS = ", ".join("?" * AT_ONCE)
_SQL = (
    f"SELECT 'mail', message_id FROM inbox WHERE message_id IN ({_MARKS}) AND message_id <> '' AND state <> 'waiting' "
    "UNION ALL "
    f"SELECT 'thread', message_id FROM thread WHERE message_id IN ({_MARKS}, {_MARKS}, {_MARKS}) "
    "UNION ALL "
    f"SELECT 'customer', address FROM customer JOIN ticket ON n = ticket_n WHERE address IN ({_MARKS}) AND {GOING} "
    "UNION ALL "
    f"SELECT 'reader', addressee FROM letter WHERE addressee IN ({_MARKS}) AND kind = ? AND created_at >= ? "
    "UNION ALL "
    "SELECT 'parked', '' WHERE EXISTS (SELECT 1 FROM inbox WHERE state = 'parked')"
)


def is_new_mail(db: Database, message_id: str) -> bool:
    """No mail with this Message-ID has ended or been parked. False also when nobody has asked."""
    known = _known(db)
    return known is not None and message_id in known.mails


def is_unanswered(db: Database, message_id: str) -> bool:
    """No mail on a ticket answers this one. False also when nobody has asked."""
    known = _known(db)
    return known is not None and message_id in known.roots


def is_unlike_all(db: Database, likeness: str) -> bool:
    """No ticket begun by anybody of this likeness was acknowledged. False also when nobody has asked."""
    known = _known(db)
    return known is not None and likeness in known.likenesses


def has_nothing_open(db: Database, address: str) -> bool:
    """This customer has no ticket still going. False also when nobody has asked."""
    known = _known(db)
    return known is not None and address in known.customers


def was_told_nothing(db: Database, kind: str, address: str, since: str) -> bool:
    """No letter of this kind was written to this address since then. False also when nobody has asked."""
    known = _known(db)
    return known is not None and kind == known.kind and since >= known.since and address in known.readers


def nothing_is_parked(db: Database) -> bool:
    """No mail waits for a person. False also when nobody has asked."""
    known = _known(db)
    return known is not None and not known.parked


def mail_ended(db: Database, message_id: str) -> None:
    """Writers say it of a mail that has ended or is parked."""
    if known := _known(db):
        known.mails.discard(message_id)


def mails_answered(db: Database, message_ids: Iterable[str]) -> None:
    """Writers say it of the mails that one they file answers."""
    if known := _known(db):
        known.roots.difference_update(message_ids)


def likenesses_told(db: Database, likenesses: Iterable[str]) -> None:
    """Writers say it of what the author of an acknowledged request is like."""
    if known := _known(db):
        known.likenesses.difference_update(likenesses)


def customers_written(db: Database, addresses: Iterable[str]) -> None:
    """Writers say it of the customers of a ticket that goes on."""
    if known := _known(db):
        known.customers.difference_update(addresses)


def reader_written(db: Database, address: str) -> None:
    """Writers say it of whom a letter goes to."""
    if known := _known(db):
        known.readers.discard(address)


def forget(db: Database) -> None:
    """Writers say it when they cannot say of whom: a ticket goes on again, and customers of long ago with it."""
    db.memo.pop(_KEY, None)


def _known(db: Database) -> _Answers | None:
    known: _Answers | None = db.memo.get(_KEY)
    return known
