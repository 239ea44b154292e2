"""Prefetch: one query for what a batch of mails will ask one by one (is the mail new, has its author an open ticket).

Most mails have a Message-ID never seen before and an author without an open ticket who was not written to lately.
Checking that for each mail costs four statements, which on a database across the network are four round trips: on a
PostgreSQL 1 ms away a backlog takes half the time, on one beside it 0.8 of the processor; on SQLite it gains nothing
(bench/tricks.py, 2026-11-29). A prefetched answer is valid until this transaction writes something about that person
or mail: the writers invalidate it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk.status import GOING
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable, to_text

ANSWERED = "answered:"  # key prefix in table `thread`: the Message-ID of a mail that filed mails reply to (threads.py)
# key prefix in table `thread`: a likeness of the author of an acknowledged request (acknowledged.py)
LIKENESS = "likeness:"
AT_ONCE = 16  # mails (and addresses) per query
KEYS = 3  # likenesses of each author
_KEY = "prefetch"


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is known *not* to be in the database."""

    mails: set[str]  # Message-IDs that no ended or parked mail has
    roots: set[str]  # Message-IDs that no mail on a ticket replies to
    likenesses: set[str]  # likenesses no acknowledged author has
    customers: set[str]  # addresses without an open ticket
    readers: set[str]  # addresses to which no letter of `kind` was written since `since`
    parked: bool  # whether any mail is parked
    verdicts: bool  # whether anybody has decided about a sender
    unregistered: set[str]  # addresses that no registered customer has
    kind: str
    since: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What to prefetch: mails with these Message-IDs and people with these addresses, at most AT_ONCE of each, and the
    likenesses of their conversations, at most KEYS each (core/likeness.py)."""

    mails: Iterable[str]
    people: Iterable[str]
    likenesses: Iterable[str] = ()


def load(db: Database, batch: Batch, kind: str, since: datetime) -> None:
    """Run the query, inside a transaction. `kind` and `since` are the arguments `outbox.sent_to_since` will be called
    with."""
    ids = {storable(message_id) for message_id in batch.mails if message_id}
    addresses = {address.casefold() for address in batch.people}
    likenesses = {storable(one) for one in batch.likenesses}
    moment = to_text(since)
    found: dict[str, set[str]] = {
        what: set() for what in ("mail", "thread", "customer", "reader", "parked", "verdict", "registered")
    }
    params = (
        *_filled(ids, AT_ONCE),
        *_filled({ANSWERED + one for one in ids}, AT_ONCE),
        *_filled({LIKENESS + one for one in likenesses}, KEYS * AT_ONCE),
        *_filled(addresses, AT_ONCE),
        *_filled(addresses, AT_ONCE),
        kind,
        moment,
        *_filled(addresses, AT_ONCE),
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
        verdicts=bool(found["verdict"]),
        unregistered=addresses - found["registered"],
        kind=kind,
        since=moment,
    )


def _filled(names: set[str], most: int) -> Sequence[str]:
    """Padded to the statement's number of placeholders, so that one statement is compiled once."""
    if len(names) > most:
        raise ValueError(f"{len(names)} names, at most {most} at once")
    return (*names, *[""] * (most - len(names)))


_MARKS = ", ".join("?" * AT_ONCE)
_SQL = (
    f"SELECT 'mail', message_id FROM inbox WHERE message_id IN ({_MARKS}) AND message_id <> '' AND state <> 'waiting' "
    "UNION ALL "
    f"SELECT 'thread', message_id FROM thread WHERE message_id IN ({', '.join([_MARKS] * (1 + KEYS))}) "
    "UNION ALL "
    f"SELECT 'customer', address FROM customer JOIN ticket ON n = ticket_n WHERE address IN ({_MARKS}) AND {GOING} "
    "UNION ALL "
    f"SELECT 'reader', addressee FROM letter WHERE addressee IN ({_MARKS}) AND kind = ? AND created_at >= ? "
    "UNION ALL "
    "SELECT 'parked', '' WHERE EXISTS (SELECT 1 FROM inbox WHERE state = 'parked') "
    "UNION ALL "
    "SELECT 'verdict', '' WHERE EXISTS (SELECT 1 FROM sender_verdict) "
    "UNION ALL "
    f"SELECT 'registered', address FROM registered_address WHERE address IN ({_MARKS})"
)


def is_new_mail(db: Database, message_id: str) -> bool:
    """True: no mail with this Message-ID has ended or been parked. False: there may be one, or it was not
    prefetched."""
    answers = _answers(db)
    return answers is not None and message_id in answers.mails


def has_no_replies(db: Database, message_id: str) -> bool:
    """True: no mail on a ticket replies to this one. False: one may, or it was not prefetched."""
    answers = _answers(db)
    return answers is not None and message_id in answers.roots


def is_unlike_all(db: Database, likeness: str) -> bool:
    """True: no acknowledged author has this likeness. False: one may, or it was not prefetched."""
    answers = _answers(db)
    return answers is not None and likeness in answers.likenesses


def has_no_open_ticket(db: Database, address: str) -> bool:
    """True: this customer has no open ticket. False: there may be one, or it was not prefetched."""
    answers = _answers(db)
    return answers is not None and address in answers.customers


def has_no_recent_letter(db: Database, kind: str, address: str, since: str) -> bool:
    """True: no letter of this kind was written to this address since then. False: one may have been, or it was not
    prefetched."""
    answers = _answers(db)
    return answers is not None and kind == answers.kind and since >= answers.since and address in answers.readers


def nothing_is_parked(db: Database) -> bool:
    """True: no mail is parked. False: one may be, or it was not prefetched."""
    answers = _answers(db)
    return answers is not None and not answers.parked


def nothing_is_decided(db: Database) -> bool:
    """True: nobody has blocked or trusted a sender. False: somebody may have, or it was not prefetched."""
    answers = _answers(db)
    return answers is not None and not answers.verdicts


def is_unregistered(db: Database, address: str) -> bool:
    """True: no registered customer has this address. False: one may, or it was not prefetched."""
    answers = _answers(db)
    return answers is not None and address in answers.unregistered


def mail_ended(db: Database, message_id: str) -> None:
    """Invalidate: this mail has ended or is parked."""
    if answers := _answers(db):
        answers.mails.discard(message_id)


def mails_answered(db: Database, message_ids: Iterable[str]) -> None:
    """Invalidate: a mail being filed replies to these."""
    if answers := _answers(db):
        answers.roots.difference_update(message_ids)


def likenesses_told(db: Database, likenesses: Iterable[str]) -> None:
    """Invalidate: an author with these likenesses is acknowledged."""
    if answers := _answers(db):
        answers.likenesses.difference_update(likenesses)


def customers_written(db: Database, addresses: Iterable[str]) -> None:
    """Invalidate: the ticket of these customers stays open."""
    if answers := _answers(db):
        answers.customers.difference_update(addresses)


def reader_written(db: Database, address: str) -> None:
    """Invalidate: a letter to this address was written."""
    if answers := _answers(db):
        answers.readers.discard(address)


def forget(db: Database) -> None:
    """Invalidate everything, where the writer cannot name the people concerned: a ticket was reopened, and its
    customers of long ago with it."""
    db.memo.pop(_KEY, None)


def _answers(db: Database) -> _Answers | None:
    answers: _Answers | None = db.memo.get(_KEY)
    return answers
