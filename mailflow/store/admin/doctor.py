"""Invariants that must hold in a desk's database: each violation is a sentence that says where to look or what to
do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailflow.core.how_many import how_many
from mailflow.core.letter_kinds import BROADCAST
from mailflow.errors import MailflowError
from mailflow.store.admin.dry_run import undone
from mailflow.store.engine import terms
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text_or_none, to_text
from mailflow.store.health.workers import live

STUCK = timedelta(hours=1)  # a due mail that waits longer than this is stuck


def pages(db: Database, seconds: float | None = None) -> tuple[list[str], tuple[str, ...]]:
    """What is wrong with the database itself, and which tables were not read to their end in so many seconds."""
    found = db.engine.faults(seconds)
    return [f"the database is damaged: {fault}" for fault in found.faults], found.unread


def records(db: Database, at: datetime, now: float) -> list[str]:
    """Mails without an outcome that nothing waits for, tickets without their log, letters without a state, and what is
    stuck; one sentence each. `at` is desk time, `now` machine time."""
    with db.reading():
        found = [_sentence(db, check, sql) for check, sql in _NEVER]
        found += [_numbers(db), _held_by_the_dead(db, now), _deadly(db), _parked(db), _failed(db), _stuck(db, at, now)]
    return [text for text in found if text]


def unwritable(db: Database) -> str:
    """Why nothing can be written now: the lock is held, the database is read-only …; "" when it can. Begins a change
    and rolls it back, so it may wait as long as any writer."""
    try:
        with undone(db):
            assert db.execute("UPDATE meta SET value = value WHERE key = 'schema'").rowcount == 1
    except MailflowError as why:
        return str(why)
    return ""


_NEVER = (
    (  # together: a large table is read once
        "mails whose bytes or outcome are missing, or requests filed on no ticket",
        "SELECT id FROM inbox WHERE (expired_at IS NULL AND id NOT IN (SELECT inbox_id FROM inbox_raw)) "
        "OR (state = 'done' AND (outcome = '' OR (outcome = 'request' AND ticket_n IS NULL)))",
    ),
    (
        "tickets whose log has not one event per version",
        "SELECT n FROM ticket WHERE version <> (SELECT count(*) FROM event WHERE ticket_n = n) "
        "OR version <> (SELECT COALESCE(max(seq), 0) FROM event WHERE ticket_n = n)",
    ),
    (
        "letters whose bytes are missing, or that were sent without a moment",
        "SELECT id FROM letter LEFT JOIN letter_data d ON letter_id = id LEFT JOIN letter_files f ON digest = files "
        "WHERE (expired_at IS NULL AND (letter_id IS NULL OR (files IS NOT NULL AND digest IS NULL))) "
        "OR (state = 'sent' AND sent_at IS NULL)",
    ),
    (
        "letters of a ticket no reply to which would be recognised",
        "SELECT id FROM letter WHERE ticket_n IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM thread WHERE thread.message_id = letter.message_id)",
    ),
)


def _sentence(db: Database, what: str, sql: str) -> str:
    found = [str(row[0]) for row in db.execute(f"{sql} ORDER BY 1 LIMIT 11")]
    more = " …" if len(found) > 10 else ""
    return f"{what}: {', '.join(found[:10])}{more}; run `mailflow verify` and keep the database file" if found else ""


def _numbers(db: Database) -> str:
    """Ticket numbers have no gaps, and the counter is never behind."""
    count, newest = db.one("SELECT count(*), COALESCE(max(n), 0) FROM ticket")
    given = int(db.value("SELECT value FROM meta WHERE key = 'next_n'")) - 1
    if newest > given:
        return f"ticket {newest} has a number that was never given ({given} were)"
    lost = sum(map(len, terms.lost_numbers(db)))  # said by itself
    if count == given - lost:
        return ""
    sql = (
        "SELECT a.n + 1 FROM (SELECT 0 AS n UNION ALL SELECT n FROM ticket) a "
        "LEFT JOIN ticket b ON b.n = a.n + 1 WHERE b.n IS NULL AND a.n < ? "
        "ORDER BY 1 LIMIT 5"
    )
    gaps = [str(row[0]) for row in db.execute(sql, (given,))]
    missing = how_many(given - lost - count, "ticket is", "tickets are")
    return f"{missing} missing, gaps begin at {', '.join(gaps)}; restore them from a backup"


def _held_by_the_dead(db: Database, now: float) -> str:
    """Claims of dead workers: only a fault when there is no living worker to take them over."""
    alive, params = live(db, now)
    if db.value(f"SELECT count(*) FROM worker WHERE id IN {alive}", params):
        return ""
    held = sum(
        db.value(f"SELECT count(*) FROM {table} WHERE state = 'waiting' AND worker IS NOT NULL")
        for table in ("inbox", "letter")
    )
    are = how_many(held, "mail or letter is", "mails and letters are")
    return f"{are} held by daemons that died; start `mailflow run`" if held else ""


def _deadly(db: Database) -> str:
    """Mails that workers died with, alone: a single death in a batch may be chance."""
    sql = "SELECT id, deaths FROM inbox WHERE state = 'waiting' AND deaths > 1 ORDER BY arrived_at, id"
    named = [f"mail {inbox_id} ({deaths} times)" for inbox_id, deaths in db.execute(sql)]
    return f"mailflow ended again and again while it read {_few(named)}; see `mailflow inbox`" if named else ""


def _parked(db: Database) -> str:
    ids = [row[0] for row in db.execute("SELECT id FROM inbox WHERE state = 'parked' ORDER BY id")]
    return (
        f"{how_many(len(ids), 'mail is', 'mails are')} parked with an error: {_few(ids)}; see `mailflow inbox`"
        if ids
        else ""
    )


def _failed(db: Database) -> str:
    ids = sorted(set(_failed_ids(db)) - set(failed_and_told(db)))
    return f"{how_many(len(ids), 'letter')} could not be delivered: {_few(ids)}; see `mailflow outbox`" if ids else ""


def _failed_ids(db: Database) -> list[int]:
    """Those of a broadcast are counted with it."""
    sql = "SELECT id FROM letter WHERE state = 'failed' AND kind <> ? ORDER BY id"
    return [row[0] for row in db.execute(sql, (BROADCAST,))]


def failed_and_told(db: Database) -> list[int]:
    """Failed letters that owner and PIC were told about, by a `letter-failed` sent after this letter or after an
    earlier one to the same recipient on the same ticket: theirs to solve, not a fault of the desk."""
    return [row[0] for row in db.execute(_TOLD)]


_TOLD = (
    "SELECT l.id FROM letter l WHERE l.state = 'failed' AND EXISTS ("
    "SELECT 1 FROM letter f JOIN letter told ON told.ticket_n = f.ticket_n WHERE f.ticket_n = l.ticket_n "
    "AND f.addressee = l.addressee AND f.state = 'failed' AND f.id <= l.id "
    "AND told.kind = 'letter-failed' AND told.state = 'sent' AND told.id > f.id) ORDER BY l.id"
)


def fates(db: Database, mailbox: str, uidvalidity: str, uids: Sequence[str]) -> dict[str, str]:
    """{uid: its outcome, "waiting" or "parked"} of those that are in the inbox."""
    found: dict[str, str] = {}
    for start in range(0, len(uids), 500):
        some = uids[start : start + 500]
        marks = ", ".join("?" * len(some))
        sql = (
            "SELECT uid, COALESCE(outcome, state) FROM inbox "
            f"WHERE mailbox = ? AND uidvalidity = ? AND uid IN ({marks})"
        )
        found.update(db.execute(sql, (mailbox, uidvalidity, *some)).fetchall())
    return found


def last_read(db: Database, mailbox: str) -> datetime | None:
    """When the mailbox was last read to its end, as far as known."""
    return from_text_or_none(db.value("SELECT read_at FROM mailbox WHERE name = ?", (mailbox,)))


def _stuck(db: Database, at: datetime, now: float) -> str:
    """Mails that wait, are due, and are claimed by no worker."""
    sql = (
        "SELECT id, mailbox, uid FROM inbox WHERE state = 'waiting' AND recorded_at < ? "
        "AND (not_before IS NULL OR not_before < ?) ORDER BY id"
    )
    rows = db.execute(sql, (to_text(at - STUCK), now - STUCK.total_seconds())).fetchall()
    named = [f"{inbox_id} ({uid} of {mailbox})" for inbox_id, mailbox, uid in rows]
    waited = how_many(len(rows), "mail has", "mails have")
    words = f"{waited} waited for more than an hour for an outcome: {_few(named)}"
    return f"{words}; is `mailflow run` running?" if rows else ""


def _few(names: Sequence[object]) -> str:
    return ", ".join(map(str, names[:10])) + (" …" if len(names) > 10 else "")
