"""The journal of occasions and the mails they were about, in the order things happened; and the rows a new database
needs before a desk can be replayed into it (`mailflow rebuild`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from mailflow.core import eventlog
from mailflow.core.plain import JsonObject
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, to_text, unpack
from mailflow.store.engine.protocol import Row
from mailflow.store.mail.inbox import InboxRow

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One row of the journal."""

    id: int
    at: datetime
    kind: str
    n: int | None
    data: JsonObject
    rules: str  # fingerprint


@dataclass(frozen=True, slots=True)
class Ended:
    """How a mail ended, as recorded."""

    inbox: int
    at: datetime
    outcome: str
    n: int | None
    reason: str
    message_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the log."""

    n: int
    seq: int
    kind: str
    data: JsonObject


# -- reading the original desk


def entries(db: Database) -> Iterator[JournalEntry]:
    """Every entry, oldest first."""
    sql = "SELECT id, at, kind, ticket_n, data, rules FROM occasion WHERE id > ? ORDER BY id LIMIT ?"
    last = 0
    while rows := db.execute(sql, (last, _AT_ONCE)).fetchall():
        for last, at, kind, n, data, rules in rows:
            yield JournalEntry(last, from_text(at), kind, n, json.loads(data), rules)


def count(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM occasion"))


_ENDED = "SELECT id, done_at, outcome, ticket_n, reason, message_id, digest FROM inbox WHERE state = 'done'"


def ended_mails(db: Database) -> Iterator[Ended]:
    """Every ended mail, in the order they were decided."""
    sql = f"{_ENDED} AND (done_at, id) > (?, ?) ORDER BY done_at, id LIMIT ?"
    last: tuple[str, int] = ("", 0)
    while rows := db.execute(sql, (*last, _AT_ONCE)).fetchall():
        yield from map(_ended, rows)
        last = (rows[-1][1], rows[-1][0])


def ended(db: Database, inbox_id: int) -> Ended | None:
    row = db.execute(f"{_ENDED} AND id = ?", (inbox_id,)).fetchone()
    return None if row is None else _ended(row)


def _ended(row: Row) -> Ended:
    inbox_id, done_at, outcome, n, reason, message_id, digest = row
    return Ended(inbox_id, from_text(done_at), outcome, n, reason or "", message_id, digest)


def happened(db: Database, occasions: Sequence[int]) -> list[Happening]:
    """The events of these occasions, ordered by ticket and sequence."""
    marks = ", ".join("?" * len(occasions))
    sql = f"SELECT ticket_n, seq, kind, data FROM event WHERE occasion_id IN ({marks}) ORDER BY ticket_n, seq"
    return _happenings(db.execute(sql, tuple(occasions)))


def happened_after(db: Database, occasion: int) -> list[Happening]:
    """The events of all later occasions, ordered by ticket and sequence."""
    sql = "SELECT ticket_n, seq, kind, data FROM event WHERE occasion_id > ? ORDER BY ticket_n, seq"
    return _happenings(db.execute(sql, (occasion,)))


def _happenings(rows: Iterable[tuple[int, int, str, str]]) -> list[Happening]:
    """As this version would have written them: a field newer than the row has its default."""
    return [Happening(n, seq, kind, eventlog.completed(kind, json.loads(data))) for n, seq, kind, data in rows]


def newest(db: Database) -> int:
    """The id of the newest occasion, 0 when there is none."""
    return int(db.value("SELECT COALESCE(max(id), 0) FROM occasion"))


def letters_of(db: Database, n: int) -> list[tuple[str, tuple[str, ...]]]:
    """(kind, recipients) of a ticket's letters, in the order they were written."""
    rows = db.execute("SELECT kind, recipients FROM letter WHERE ticket_n = ? ORDER BY id", (n,))
    return [(kind, tuple(json.loads(recipients))) for kind, recipients in rows]


def filed(db: Database, inbox_id: int) -> JsonObject | None:
    """What was filed of a mail on its ticket: sender, recipients, subject, text, attachments; None if nothing was."""
    sql = "SELECT sender, recipients, subject, text, attachments FROM message WHERE inbox_id = ? ORDER BY id LIMIT 1"
    row = db.execute(sql, (inbox_id,)).fetchone()
    if row is None:
        return None
    names = ("sender", "recipients", "subject", "text", "attachments")
    return {
        name: value if name in ("subject", "text") else json.loads(value or "null")
        for name, value in zip(names, row, strict=True)
    }


# -- preparing the new database


def copy_mail(db: Database, fresh: Database, inbox_id: int) -> InboxRow | None:
    """Writer in `fresh`. The mail waits there under its own id; None when its bytes are no longer kept (its row is
    copied nevertheless)."""
    names = (
        "id, mailbox, uidvalidity, uid, arrived_at, recorded_at, envelope_from, envelope_to, oversize, size, tries, "
        "released_by, proof, as_ticket"
    )
    row = db.one(f"SELECT {names} FROM inbox WHERE id = ?", (inbox_id,))
    marks = ", ".join("?" * 14)
    sql = f"INSERT INTO inbox ({names}, state, message_id, digest) VALUES ({marks}, 'waiting', '', '')"
    fresh.execute(sql, row)
    packed = db.value("SELECT data FROM inbox_raw WHERE inbox_id = ?", (inbox_id,))
    if packed is None:
        return None
    fresh.execute("INSERT INTO inbox_raw (inbox_id, data) VALUES (?, ?)", (inbox_id, packed))
    _, mailbox, _, _, arrived, recorded, sender, to, oversize, size, tries, released_by, *_ = row
    moments = (from_text(arrived), from_text(recorded))
    raw = unpack(packed)
    return InboxRow(inbox_id, mailbox, *moments, sender, tuple(json.loads(to)), oversize, size, tries, released_by, raw)


def number_from(fresh: Database, n: int) -> None:
    """Writer. The next ticket gets this n."""
    meta.put(fresh, "next_n", str(n))


def adopt_threads(db: Database, fresh: Database, n: int) -> None:
    """Writer in `fresh`. Copies every Message-ID by which replies find the ticket, and when letters were accepted."""
    rows = db.execute("SELECT message_id, ticket_n, kind FROM thread WHERE ticket_n = ?", (n,)).fetchall()
    fresh.many("INSERT INTO thread (message_id, ticket_n, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)
    sent = "SELECT sent_at, message_id FROM letter WHERE ticket_n = ? AND sent_at IS NOT NULL"
    fresh.many("UPDATE letter SET sent_at = ? WHERE message_id = ?", db.execute(sent, (n,)).fetchall())


def _adopt_register(db: Database, fresh: Database) -> None:
    """As it is now: it has no history but the moments its rights end."""
    names = "id, name, status, valid_until, allowance, counted_from, language, customer_group, note, changed_at"
    rows = db.execute(f"SELECT {names} FROM registered").fetchall()
    fresh.many(f"INSERT INTO registered ({names}) VALUES ({', '.join('?' * 10)})", rows)
    names = "address, registered_id, position"
    rows = db.execute(f"SELECT {names} FROM registered_address").fetchall()
    fresh.many(f"INSERT INTO registered_address ({names}) VALUES (?, ?, ?)", rows)


def adopt_letters_alone(db: Database, fresh: Database) -> None:
    """Writer in `fresh`. Copies letters of no ticket: no occasion creates them, but replies and bounces refer to
    them. So with what letters were about; questions, which nobody has answered then; and which reply tokens are void: a
    mail that one has proven has its proof with it. And whose mail is blocked or trusted since when."""
    _adopt_register(db, fresh)
    about = db.execute("SELECT message_id, what, number FROM letter_about").fetchall()
    fresh.many("INSERT INTO letter_about (message_id, what, number) VALUES (?, ?, ?)", about)
    tokens = db.execute("SELECT person, ticket_n, renewed FROM reply_token").fetchall()
    fresh.many("INSERT INTO reply_token (person, ticket_n, renewed) VALUES (?, ?, ?)", tokens)
    names = "who, verdict, decided_by, decided_at, until"
    verdicts = db.execute(f"SELECT {names} FROM sender_verdict").fetchall()
    fresh.many(f"INSERT INTO sender_verdict ({names}) VALUES (?, ?, ?, ?, ?)", verdicts)
    asked = db.execute("SELECT message_id, reader, act, asked_at FROM confirmation").fetchall()
    fresh.many("INSERT INTO confirmation (message_id, reader, act, asked_at) VALUES (?, ?, ?, ?)", asked)
    names = (
        "kind, message_id, sender, recipients, addressee, people, subject, text, size, state, created_at, sent_at, "
        "tries, results"
    )
    rows = db.execute(f"SELECT {names} FROM letter WHERE ticket_n IS NULL ORDER BY id").fetchall()
    fresh.many(f"INSERT INTO letter ({names}) VALUES ({', '.join('?' * 14)})", rows)
    _adopt_broadcasts(db, fresh)


def _adopt_broadcasts(db: Database, fresh: Database) -> None:
    """A reply to one knows what it answers. What came back is noted anew."""
    names = "id, letter, customer_group, round, state, reason, started_by, started_at, ended_at"
    rows = db.execute(f"SELECT {names} FROM broadcast").fetchall()
    fresh.many(f"INSERT INTO broadcast ({names}) VALUES ({', '.join('?' * 9)})", rows)
    rows = db.execute(
        "SELECT broadcast_id, registered_id, m.state, reason, written_at, message_id FROM broadcast_mail m "
        "JOIN letter l ON l.id = letter_id"
    ).fetchall()
    fresh.many(
        "INSERT INTO broadcast_mail (broadcast_id, registered_id, state, reason, written_at, letter_id) "
        "VALUES (?, ?, ?, ?, ?, (SELECT id FROM letter WHERE message_id = ?))",
        rows,
    )


def begin_at(fresh: Database, since: datetime, initialised: datetime) -> None:
    """Writer. The desk begins when the original did."""
    meta.put(fresh, "since", to_text(since))
    meta.note_initialised(fresh, initialised)


def redacted(db: Database) -> set[int]:
    """The tickets whose mails and log have lost words: what was decided of them cannot be decided again."""
    return {row[0] for row in db.execute("SELECT DISTINCT ticket_n FROM event WHERE kind = 'redacted'")}


def is_kept(db: Database, inbox_id: int) -> bool:
    """Whether the mail's bytes are still stored."""
    return db.value("SELECT 1 FROM inbox_raw WHERE inbox_id = ?", (inbox_id,)) is not None
