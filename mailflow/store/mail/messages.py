"""People's mails: filed on their ticket, recognised as duplicates, and found to thread an answer under."""

from __future__ import annotations

import json
from datetime import datetime

from mailflow.core.message import Address, Message
from mailflow.core.plain import JsonObject
from mailflow.core.redacting import may_be_left_of
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import prefetch, search_index
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import pair, pairs, storable, to_json, to_text, to_text_or_none
from mailflow.store.engine.protocol import Params


def file_message(
    db: Database, n: int, message: Message, *, at: datetime, inbox_id: int | None = None, kind: str = "mail"
) -> None:
    """Writer. File the mail, arrived `at`, on ticket `n`: shown there, and replies to it find the ticket. `kind` is
    what `tickets.find` then returns for it ("mail", "customer-mail", "colleague-mail")."""
    sender = message.sender or message.via
    (row,) = db.new_ids("message", 1)
    author = None if sender is None else to_json(pair(sender))
    people = to_json({"to": pairs(message.to), "cc": pairs(message.cc)})
    subject, text = storable(message.subject), storable(message.text)
    db.execute(
        "INSERT INTO message (id, ticket_n, at, direction, sender, recipients, subject, message_id, text, attachments, "
        "sent_date, inbox_id) VALUES (?, ?, ?, 'in', ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            n,
            to_text(at),
            author,
            people,
            subject,
            storable(message.message_id),
            text,
            to_json(message.attachments),
            to_text_or_none(message.date),
            inbox_id,
        ),
    )
    files = [{"name": one.name, "inline": one.inline} for one in message.attachments]
    filed = search_index.Filed(n, row, to_text(at), (author, people), subject, text, files, incoming=True)
    search_index.add(db, search_index.of_message(filed))
    if message.message_id:
        thread(db, n, message.message_id, kind)


def thread(db: Database, n: int, message_id: str, kind: str = "mail") -> None:
    """Writer. Replies to this Message-ID belong to ticket `n`."""
    db.execute(
        "INSERT INTO thread (message_id, ticket_n, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (storable(message_id), n, kind),
    )


def readers(db: Database, n: int, message_id: str) -> list[str]:
    """Addresses in To and Cc of a mail filed on ticket `n`; none when it is not filed there."""
    sql = "SELECT recipients FROM message WHERE ticket_n = ? AND message_id = ?"
    found = [json.loads(row[0]) for row in db.execute(sql, (n, storable(message_id)))]
    return [address for people in found for address, *_ in (*people["to"], *people["cc"])]


def files_of_customer(db: Database, n: int) -> list[tuple[int, list[JsonObject]]]:
    """(inbox id, attachments) of each mail the customer wrote on ticket `n`, oldest first; mails without attachments
    included."""
    sql = (
        "SELECT m.inbox_id, m.attachments FROM message m "
        "LEFT JOIN thread t ON t.message_id = m.message_id AND t.ticket_n = m.ticket_n "
        "WHERE m.ticket_n = ? AND m.direction = 'in' AND m.inbox_id IS NOT NULL "
        "AND COALESCE(t.kind, '') <> 'colleague-mail' ORDER BY m.at, m.id"
    )
    return [(inbox_id, json.loads(attachments)) for inbox_id, attachments in db.execute(sql, (n,))]


def was_sent_to_customer(db: Database, n: int, message_id: str) -> bool:
    """Whether this is the Message-ID of one of our letters to the customer of ticket `n`."""
    sql = "SELECT 1 FROM message WHERE ticket_n = ? AND message_id = ? AND direction = 'out' LIMIT 1"
    return db.value(sql, (n, storable(message_id))) is not None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The first copy of a duplicate."""

    inbox_id: int
    ticket: int | None
    outcome: str


def is_known(db: Database, message_id: str) -> bool:
    """Whether a mail with this Message-ID has ended or been parked: only then `duplicate_of` is worth its queries."""
    key = storable(message_id)
    if prefetch.is_new_mail(db, key):
        return False
    sql = "SELECT 1 FROM inbox WHERE message_id = ? AND message_id <> '' AND state <> 'waiting' LIMIT 1"
    return db.value(sql, (key,)) is not None


def duplicate_of(db: Database, message_id: str, digest: str, since: datetime | None = None) -> Earlier | None:
    """The ended or parked mail that this one is a copy of (mail.md 5.1–5.4), None when it is new.

    Same Message-ID and same digest (From, Date, reply text), or no Message-ID and the same digest. With `since`, mails
    with another Message-ID but the same digest count too when they arrived after that (a second copy made by a
    gateway). Looks in the inbox, because every mail passes through it, also mails on no ticket.
    """
    if not digest:
        return None
    row = None
    if message_id:
        row = _first(db, "message_id = ? AND message_id <> '' AND digest = ?", (storable(message_id), digest))
    if row is None and not message_id:
        row = _first(db, "digest = ? AND digest <> ''", (digest,))
    if row is None and since is not None:
        row = _first(db, "digest = ? AND digest <> '' AND arrived_at >= ?", (digest, to_text(since)))
    return None if row is None else Earlier(*row)


def other_copy(
    db: Database, message_id: str, sender: Address | None, sent_date: datetime | None, text: str
) -> Earlier | None:
    """A copy that a mailing list modified: same Message-ID, From and Date, and one text is the other with something
    before or after it, such as a list's footer (mail.md 5.1), or what is left of it without redacted words. A reused
    Message-ID with other text is a different mail."""
    if not message_id or sender is None:
        return None
    sql = (
        "SELECT i.id, i.ticket_n, i.outcome, m.sender, m.sent_date, m.text FROM inbox i "
        "JOIN message m ON m.inbox_id = i.id WHERE i.message_id = ? AND i.message_id <> '' AND i.state = 'done' "
        "ORDER BY i.id LIMIT 5"
    )
    mine = " ".join(text.split())
    for inbox_id, ticket, outcome, known_sender, known_date, known_text in db.execute(sql, (storable(message_id),)):
        same = json.loads(known_sender or "null") or [""]
        theirs = " ".join(known_text.split())
        as_sent = same[0].casefold() == sender.key and known_date == to_text_or_none(sent_date)
        if as_sent and (mine in theirs or theirs in mine or may_be_left_of(theirs, mine)):
            return Earlier(inbox_id, ticket, outcome)
    return None


def resent_answer(db: Database, n: int, message: Message, at: datetime) -> Earlier | None:
    """The answer on ticket `n` that this mail, arrived `at`, repeats: sent again by the author's client under another
    Message-ID, with the same From, Date and new words (`digest`), or the same text with other line breaks, and no
    attachment the first did not have. If both arrived at the same time, the second is a copy only if nothing came
    between them."""
    sql = (
        "SELECT i.id, i.ticket_n, i.outcome, m.attachments, i.arrived_at, "
        "m.id = (SELECT max(id) FROM message WHERE ticket_n = m.ticket_n AND direction = 'in'), "
        "i.digest = ?, m.sender, m.text "
        "FROM message m JOIN inbox i ON i.id = m.inbox_id WHERE m.ticket_n = ? AND m.direction = 'in' "
        "AND i.outcome = 'answer' AND i.state = 'done' AND (i.digest = ? OR m.sent_date = ?) AND NOT i.message_id = ?"
    )  # beside an index of `message_id <> ''` a `<> ?` makes SQLite compile the statement each time: 90 µs, not 35
    params = (message.digest, n, message.digest, to_text_or_none(message.date), storable(message.message_id))
    files = {one.sha256 for one in message.attachments}
    sender = message.sender.key if message.sender else ""
    for inbox_id, ticket, outcome, known, arrived, newest, same, wrote, text in db.execute(sql, params):
        by_him = (json.loads(wrote or "null") or [""])[0].casefold() == sender
        if not same and not (by_him and _unwrapped(text) == _unwrapped(message.text)):
            continue
        if files <= {one.get("sha256") for one in json.loads(known)} and (newest or arrived != to_text(at)):
            return Earlier(inbox_id, ticket, outcome)
    return None


def _unwrapped(text: str) -> list[str]:
    """The words, independent of line breaks and quotation marks."""
    return [word for word in text.split() if word.strip(">")]


def _first(db: Database, condition: str, params: Params) -> tuple[int, int | None, str] | None:
    sql = (
        "SELECT id, ticket_n, COALESCE(outcome, state) FROM inbox "
        f"WHERE {condition} AND state <> 'waiting' AND COALESCE(outcome, '') <> 'duplicate' "
        "ORDER BY id LIMIT 1"
    )
    row = db.execute(sql, params).fetchone()
    return None if row is None else (row[0], row[1], row[2])


def of_customer(db: Database, n: int, limit: int = 20) -> list[str]:
    """Message-IDs of what the customer has written or been sent on ticket `n`, oldest first: for References of a letter
    that must not reveal colleagues' own mails."""
    sql = (
        "SELECT m.message_id FROM message m "
        "LEFT JOIN thread t ON t.message_id = m.message_id AND t.ticket_n = m.ticket_n "
        "WHERE m.ticket_n = ? AND m.message_id <> '' AND (m.direction = 'out' OR t.kind = 'customer-mail') "
        "ORDER BY m.at DESC, m.id DESC LIMIT ?"
    )
    return [row[0] for row in db.execute(sql, (n, limit))][::-1]
