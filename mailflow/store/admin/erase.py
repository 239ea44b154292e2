"""Removes a customer's data from the tables: names, addresses, subjects and texts go; numbers, kinds, times, operators,
categories and outcomes stay. All functions are writers, except the readers at the top."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from mailflow.core.ticket import ERASED, Ticket
from mailflow.store.admin import retention
from mailflow.store.admin.log_changes import log_changes
from mailflow.store.desk import askers, search_index, summed_days, totals
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_json, to_text, unpack
from mailflow.store.engine.hash_chain import heads_in
from mailflow.store.engine.like import literal
from mailflow.store.engine.sqlite import SqliteEngine
from mailflow.store.mail import chained, endings

_TEXTS = frozenset(
    {"text", "subject", "note", "words", "line", "question", "discard", "comment", "said", "customer_name", "shown"}
)
_LISTS = frozenset({"files", "participants", "also", "data"})
_CODES = frozenset(
    {"refused", "command-refused", "note-filed", "answer-held", "answer-returned", "answer-taken-back"}
)  # event kinds whose `why` is a code, not free text


# -- what belongs to the customer


def tickets_of(db: Database, address: str) -> list[int]:
    """Every ticket that has this address as a customer."""
    sql = "SELECT ticket_n FROM customer WHERE address = ? ORDER BY ticket_n"
    return [row[0] for row in db.execute(sql, (address.casefold(),))]


def addresses_like(db: Database, address: str) -> list[str]:
    """Customers' addresses with the same local part or domain, or a similar beginning: suggestions for a misspelt
    address."""
    local, _, domain = address.casefold().rpartition("@")
    patterns = (f"{literal(local)}@%", f"%@{literal(domain)}", f"{literal(local[:2])}%")
    sql = (
        "SELECT DISTINCT address FROM customer "
        "WHERE address LIKE ? ESCAPE '!' OR address LIKE ? ESCAPE '!' OR address LIKE ? ESCAPE '!' LIMIT 5000"
    )
    return [row[0] for row in db.execute(sql, patterns)]


def unsent(db: Database, n: int) -> int:
    """How many letters of the ticket are waiting."""
    return int(db.value("SELECT count(*) FROM letter WHERE ticket_n = ? AND state = 'waiting'", (n,)))


def unsent_to(db: Database, address: str) -> int:
    """How many letters of no ticket wait to be sent there."""
    sql = "SELECT count(*) FROM letter WHERE addressee = ? AND ticket_n IS NULL AND state = 'waiting'"
    return int(db.value(sql, (address.casefold(),)))


def mails_of_no_ticket(db: Database) -> Iterator[tuple[int, bytes]]:
    """(id, bytes) of mails that belong to no ticket and are not waiting."""
    last, sql = 0, (
        "SELECT id, data FROM inbox JOIN inbox_raw ON inbox_id = id "
        "WHERE ticket_n IS NULL AND state <> 'waiting' AND id > ? ORDER BY id LIMIT 100"
    )  # fmt: skip
    while rows := db.execute(sql, (last,)).fetchall():
        for last, data in rows:
            yield last, unpack(data)


def mails_of(db: Database, n: int) -> list[int]:
    return [row[0] for row in db.execute("SELECT id FROM inbox WHERE ticket_n = ?", (n,))]


def letters_alone(db: Database, address: str) -> list[int]:
    """Ended letters of no ticket that went to this address or mention it (refusals, digests)."""
    sql = (
        "SELECT id FROM letter WHERE ticket_n IS NULL AND state <> 'waiting' "
        "AND (addressee = ? OR lower(text) LIKE ? ESCAPE '!' OR lower(people) LIKE ? ESCAPE '!') ORDER BY id"
    )
    like = f"%{literal(address.casefold())}%"
    return [row[0] for row in db.execute(sql, (address.casefold(), like, like))]


def overwrite_what_is_deleted(db: Database) -> None:
    """PRAGMA secure_delete: otherwise SQLite leaves deleted bytes in free pages of the file."""
    if isinstance(db.engine, SqliteEngine):
        db.engine.execute("PRAGMA secure_delete = ON", ()).fetchall()


# -- removing


def events(db: Database, n: int, keep: frozenset[str], at: datetime) -> None:
    """The log of a ticket, and the journal of its occasions. `keep` are colleagues' addresses, case-folded. Comes
    first: with it the ticket's words leave the index, and `messages` puts back what is left."""
    search_index.take_out(db, n)
    rows = db.execute("SELECT id, seq, kind, actor, data FROM event WHERE ticket_n = ?", (n,)).fetchall()
    for event_id, seq, kind, actor, data in rows:
        scrubbed = _scrubbed(json.loads(data), keep, "" if kind in _CODES else "why")
        after = (_word(actor, keep), to_json(scrubbed))
        log_changes(db, (n, seq), (actor, data), after, (to_text(at), "erased"))
        db.execute("UPDATE event SET actor = ?, data = ? WHERE id = ?", (*after, event_id))
    sql = "SELECT id, data FROM occasion WHERE ticket_n = ? OR id IN (SELECT occasion_id FROM event WHERE ticket_n = ?)"
    for occasion, data in db.execute(sql, (n, n)).fetchall():
        scrubbed = _scrubbed(json.loads(data), keep, "why")
        scrubbed.update({name: "" for name in ("message_id", "digest") if name in scrubbed})
        scrubbed.pop("tokens", None)  # the occasion can no longer be replayed
        db.execute("UPDATE occasion SET data = ? WHERE id = ?", (to_json(scrubbed), occasion))


def ticket(db: Database, folded: Ticket) -> None:
    """The row as folded from the scrubbed log; the ticket has no customers any more."""
    summed_days.take_back(db, folded.n)
    sql = "UPDATE ticket SET subject = '', requester = ?, requester_name = '', state = ? WHERE n = ?"
    db.execute(sql, (folded.requester.email if folded.requester else None, to_json(folded), folded.n))
    askers.forget(db)
    db.execute("DELETE FROM customer WHERE ticket_n = ?", (folded.n,))
    db.execute("DELETE FROM thread WHERE ticket_n = ? AND letter_id IS NULL", (folded.n,))


def messages(db: Database, n: int, keep: frozenset[str]) -> None:
    rows = db.execute("SELECT id, sender, recipients FROM message WHERE ticket_n = ?", (n,)).fetchall()
    for message, sender, recipients in rows:
        people = [
            None if value is None else to_json(_scrubbed(json.loads(value), keep)) for value in (sender, recipients)
        ]
        sql = (
            "UPDATE message SET sender = ?, recipients = ?, subject = '', text = '', attachments = '[]', "
            "sent_date = NULL, message_id = CASE WHEN letter_id IS NULL THEN '' ELSE message_id END WHERE id = ?"
        )
        db.execute(sql, (*people, message))
    search_index.forget_files(db, n)
    search_index.put_back(db, n)
    search_index.purge_now(db)


def mails(db: Database, ids: Sequence[int], at: datetime) -> None:
    """Removes bytes, sender and what a second copy would be recognised by; a parked mail ends as dropped."""
    retention.expire_mails(db, ids, at, "erased")
    endings.forget(db, ids)
    sql = "UPDATE flood SET who = '' WHERE what = 'sender' AND id = (SELECT flood_id FROM inbox WHERE id = ?)"
    db.many(sql, [(i,) for i in ids])
    sql = (
        "UPDATE inbox SET envelope_from = NULL, message_id = '', digest = '', reason = 'erased', sender = NULL "
        "WHERE id = ?"
    )
    db.many(sql, [(i,) for i in ids])
    sql = "UPDATE inbox SET state = 'done', outcome = 'dropped', done_at = ? WHERE id = ? AND state = 'parked'"
    for i in ids:
        totals.add(db, "mail", "dropped", db.execute(sql, (to_text(at), i)).rowcount)


def letters(db: Database, ids: Sequence[int], at: datetime, keep: frozenset[str]) -> None:
    """Removes recipients who are not colleagues, subject, text, bytes and the servers' replies; a failed letter is
    dropped. Heads of the hash chain stay: they prove what is left."""
    retention.expire_letters(db, ids, at, "erased")
    for letter in ids:
        sql = "SELECT recipients, addressee, people, results, text, state FROM letter WHERE id = ?"
        recipients, addressee, people, results, text, state = db.one(sql, (letter,))
        heads = "\n".join(f"head {number} {digest}" for number, digest in heads_in(text).items())
        fates = {_word(recipient, keep): {**fate, "words": ""} for recipient, fate in json.loads(results).items()}
        values = [to_json(_scrubbed(json.loads(one), keep)) for one in (recipients, people)]
        db.execute(
            "UPDATE letter SET recipients = ?, people = ?, addressee = ?, results = ?, subject = '', text = ?, "
            "state = ? WHERE id = ?",
            (*values, _word(addressee, keep), to_json(fates), heads, "dropped" if state == "failed" else state, letter),
        )
        if state == "failed":
            totals.moved(db, "letter", state, "dropped")
        chained.letter_ended(db, letter)


def letters_of(db: Database, n: int) -> list[int]:
    return [row[0] for row in db.execute("SELECT id FROM letter WHERE ticket_n = ?", (n,))]


def questions(db: Database, address: str) -> None:
    """What was asked back, or decided, about mails of this address; nothing waits for an answer as long as an erasure
    does."""
    db.execute("DELETE FROM sender_verdict WHERE who = ?", (address.casefold(),))
    db.execute("DELETE FROM confirmation WHERE lower(act) LIKE ? ESCAPE '!'", (f"%{literal(address.casefold())}%",))


# -- values


def _scrubbed(value: Any, keep: frozenset[str], also: str = "", name: str = "") -> Any:
    """The same shape without free text, and with ERASED in place of everyone who is not a colleague."""
    if isinstance(value, dict):
        return {key: _scrubbed(item, keep, also, key) for key, item in value.items()}
    if isinstance(value, list):
        if name in _LISTS:
            return []
        if len(value) == 2 and all(isinstance(one, str) for one in value) and ("@" in value[0] or name in _PAIRS):
            known = value[0].casefold() in keep
            return value if known else [ERASED, ""]  # an address with its name
        return [_scrubbed(item, keep, also, name) for item in value]
    if not isinstance(value, str):
        return value
    return "" if name in _TEXTS or (also and name == also) else _word(value, keep)


_PAIRS = frozenset({"requester", "answer_to", "sender"})


def _word(text: Any, keep: frozenset[str]) -> Any:
    return ERASED if isinstance(text, str) and "@" in text and text.casefold() not in keep else text
