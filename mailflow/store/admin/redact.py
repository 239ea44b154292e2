"""Removes words from the tables. All functions are writers, except the readers at the top. Rows, kinds, times, digests
and Message-IDs stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mailflow.core.redacting import is_sealed, scrubbed, seal_of, sealed, without
from mailflow.core.ticket import Ticket
from mailflow.store.admin import retention
from mailflow.store.admin.log_changes import log_changes
from mailflow.store.desk import search_index
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import pack, storable, to_json, to_text
from mailflow.store.engine.protocol import Row
from mailflow.store.mail import chained, endings

_ONE = "ticket_n = ?"


def mails_of(db: Database, tickets: Iterable[int], also: Iterable[int]) -> list[int]:
    """Inbox ids of every mail of these tickets, of those in `also`, and of further copies of any of them."""
    found = set(also)
    for n in tickets:
        found |= {row[0] for row in db.execute(f"SELECT id FROM inbox WHERE {_ONE}", (n,))}
        sql = f"SELECT inbox_id FROM message WHERE {_ONE} AND inbox_id IS NOT NULL"
        found |= {row[0] for row in db.execute(sql, (n,))}
    copies = "SELECT id FROM inbox WHERE message_id <> '' AND message_id = (SELECT message_id FROM inbox WHERE id = ?)"
    return sorted(found | {row[0] for one in found for row in db.execute(copies, (one,))})


def has_lost_words(db: Database, mail: int) -> bool:
    """Whether words of this mail were removed."""
    return is_sealed(db.value("SELECT digest FROM inbox WHERE id = ?", (mail,)) or "")


def events_with(db: Database, n: int, gone: re.Pattern[str], secret: bytes) -> list[tuple[int, str]]:
    """(seq, digest of its data as it is, see `sealed`) of each event that has the words."""
    rows = db.execute(f"SELECT seq, data FROM event WHERE {_ONE} ORDER BY seq", (n,)).fetchall()
    return [(seq, sealed(secret, data.encode())) for seq, data in rows if _scrubbed(data, gone) != json.loads(data)]


def events(db: Database, n: int, gone: re.Pattern[str], at: datetime) -> int:
    """In the log and the journal; how many events changed. Comes first: with it the ticket's words leave the index, and
    `messages` puts back what is left."""
    search_index.take_out(db, n)
    log = db.execute(f"SELECT id, data, seq, actor FROM event WHERE {_ONE} ORDER BY seq", (n,)).fetchall()
    changed = _changed(log, gone)
    for after, row, (data, seq, actor) in changed:
        log_changes(db, (n, seq), (actor, data), (actor, after), (to_text(at), "redacted"))
        db.execute("UPDATE event SET data = ? WHERE id = ?", (after, row))
    sql = "SELECT id, data FROM occasion WHERE id IN (SELECT occasion_id FROM event WHERE ticket_n = ?)"
    journal = _changed(db.execute(sql, (n,)).fetchall(), gone)
    db.many("UPDATE occasion SET data = ? WHERE id = ?", [(after, row) for after, row, _ in journal])
    return len(changed)


def _changed(rows: Iterable[Row], gone: re.Pattern[str]) -> list[tuple[str, int, Row]]:
    """(data without the words, id, the row from its data on) of the rows (id, data …) that have them."""
    found = [(_scrubbed(row[1], gone), row) for row in rows]
    return [(to_json(after), row[0], row[1:]) for after, row in found if after != json.loads(row[1])]


def _scrubbed(data: str, gone: re.Pattern[str]) -> object:
    return scrubbed(json.loads(data), gone)


def ticket(db: Database, folded: Ticket) -> None:
    """The row as folded from the log without the words."""
    sql = "UPDATE ticket SET subject = ?, state = ? WHERE n = ?"
    db.execute(sql, (storable(folded.subject), to_json(folded), folded.n))


def messages(db: Database, n: int, gone: re.Pattern[str]) -> None:
    rows = db.execute(f"SELECT id, subject, text, attachments FROM message WHERE {_ONE}", (n,)).fetchall()
    for message, *texts in rows:
        after = [without(text, gone) for text in texts]
        if after != texts:
            db.execute("UPDATE message SET subject = ?, text = ?, attachments = ? WHERE id = ?", (*after, message))
    files = db.all(f"SELECT id, text FROM document WHERE {_ONE} AND text IS NOT NULL", (n,))
    db.many("UPDATE document SET text = ? WHERE id = ?", [(without(text, gone), one) for one, text in files])
    search_index.put_back(db, n)
    search_index.purge_now(db)


def mails(
    db: Database, changed: Mapping[int, bytes | None], gone: re.Pattern[str], at: datetime, secret: bytes
) -> None:
    """`changed`: the new bytes by inbox id; None removes them. What was learned from such a mail's last lines goes."""
    retention.expire_mails(db, [one for one, data in changed.items() if data is None], at, "redacted")
    chained.mail_changes(db, {one: data for one, data in changed.items() if data is not None}, to_text(at))
    new = [(pack(data), one) for one, data in changed.items() if data is not None]
    db.many("UPDATE inbox_raw SET data = ? WHERE inbox_id = ?", new)
    endings.forget(db, list(changed))
    for one in changed:
        reason, n, digest = db.one("SELECT reason, ticket_n, digest FROM inbox WHERE id = ?", (one,))
        sealed_one = digest if not digest or is_sealed(digest) else seal_of(secret, digest)
        after = (reason and without(reason, gone), sealed_one, one)
        db.execute("UPDATE inbox SET reason = ?, digest = ? WHERE id = ?", after)
        if digest and n is not None:
            _seal_in_journal(db, n, digest, sealed_one)


def _seal_in_journal(db: Database, n: int, digest: str, sealed_one: str) -> None:
    sql = "SELECT id, data FROM occasion WHERE id IN (SELECT occasion_id FROM event WHERE ticket_n = ?)"
    rows = [(data.replace(digest, sealed_one), row) for row, data in db.execute(sql, (n,)) if digest in data]
    db.many("UPDATE occasion SET data = ? WHERE id = ?", rows)


def letters_with(db: Database, tickets: Sequence[int], gone: re.Pattern[str]) -> list[tuple[int, str]]:
    """(id, state) of the letters of these tickets and of none that have the words."""
    sql = "SELECT id, state, subject, text FROM letter WHERE ticket_n IS NULL"
    rows = db.execute(sql).fetchall()
    for n in tickets:
        rows += db.execute(f"SELECT id, state, subject, text FROM letter WHERE {_ONE}", (n,)).fetchall()
    return [(row[0], row[1]) for row in rows if gone.search(row[2]) or gone.search(row[3])]


def letters(db: Database, changed: Mapping[int, bytes | None], gone: re.Pattern[str], at: datetime) -> None:
    """`changed`: the new bytes of those that may yet be sent; None removes the bytes of the others."""
    retention.expire_letters(db, [one for one, data in changed.items() if data is None], at, "redacted")
    for one, data in changed.items():
        subject, text = db.one("SELECT subject, text FROM letter WHERE id = ?", (one,))
        after = (without(subject, gone), without(text, gone), one)
        db.execute("UPDATE letter SET subject = ?, text = ? WHERE id = ?", after)
        if data is not None:
            chained.letter_changes(db, one, data, to_text(at))
            db.execute("UPDATE letter SET size = ? WHERE id = ?", (len(data), one))
            db.execute("UPDATE letter_data SET data = ?, files = NULL WHERE letter_id = ?", (pack(data), one))
