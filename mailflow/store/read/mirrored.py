"""Which tickets have changed since a mirror looked, and their mails in one mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mailflow.store.desk.status import GOING
from mailflow.store.engine import chain_links
from mailflow.store.engine.database import Database

_AT_ONCE = 500  # parameters of a statement


class MailboxMail(NamedTuple):
    """A mail of a ticket, where it lies."""

    uidvalidity: str
    uid: str
    message_id: str


class ChainedChanges(NamedTuple):
    """What some links of the hash chain are about."""

    events: bool  # whether any ticket has changed
    mails: list[int]  # by their ids in the inbox


def newest_event(db: Database) -> int:
    return int(db.value("SELECT COALESCE(max(id), 0) FROM event"))


def changed_since(db: Database, event: int, limit: int) -> list[tuple[int, int]]:
    """(n, its newest event) of tickets with events after this one, the longest unchanged first."""
    sql = (  # the sign keeps SQLite from reading all events in the order of its index by tickets
        "SELECT n, max(id) FROM (SELECT id, +ticket_n AS n FROM event WHERE id > ?) happened "
        "GROUP BY n ORDER BY max(id) LIMIT ?"
    )
    return [(n, newest) for n, newest in db.execute(sql, (event, limit))]


def going_after(db: Database, n: int, limit: int) -> list[int]:
    """The n of tickets that are not over, from the one after `n` on."""
    return [
        row[0] for row in db.execute(f"SELECT n FROM ticket WHERE n > ? AND {GOING} ORDER BY n LIMIT ?", (n, limit))
    ]


def newest_mail(db: Database) -> int:
    return int(db.value("SELECT COALESCE(max(id), 0) FROM inbox"))


def settled_since(db: Database, mail: int, mailbox: str) -> list[tuple[int, int]]:
    """(inbox id, n of its ticket) of mails of this mailbox after this one, oldest first."""
    sql = "SELECT id, ticket_n, mailbox FROM inbox WHERE id > ? AND state = 'done' AND ticket_n IS NOT NULL ORDER BY id"
    return [(one, n) for one, n, box in db.execute(sql, (mail,)) if box == mailbox]


def decided_between(db: Database, link: int, newest: int) -> ChainedChanges:
    """In the links after this one, up to the newest."""
    lines = [line for _, text, _ in chain_links.links(db, link + 1, newest) for line in text.split("\n")]
    mails = sorted({int(line[1 : line.index(" ")]) for line in lines if line[0] == "m"})
    return ChainedChanges(any(line[0] == "e" for line in lines), mails)


def settled_of(db: Database, mails: Sequence[int], mailbox: str) -> list[tuple[int, int]]:
    """As `settled_since`, of these mails (few hundred, by their ids in the inbox)."""
    sql = (
        f"SELECT id, ticket_n, mailbox FROM inbox WHERE id IN ({', '.join('?' * len(mails))}) "
        "AND state = 'done' AND ticket_n IS NOT NULL ORDER BY id"
    )
    return [(one, n) for one, n, box in db.execute(sql, mails) if box == mailbox] if mails else []


def mails_in(db: Database, n: int, mailbox: str) -> list[MailboxMail]:
    """The ticket's mails that came by this mailbox, and further copies of them."""
    filed = db.all(
        "SELECT i.mailbox, i.uidvalidity, i.uid, i.message_id, m.message_id FROM message m "
        "JOIN inbox i ON i.id = m.inbox_id WHERE m.ticket_n = ?",
        (n,),
    )
    rows = [row[1:4] for row in filed if row[0] == mailbox]
    ids = [*dict.fromkeys(row[4] for row in filed if row[4])]
    for start in range(0, len(ids), _AT_ONCE):
        rows += _copies(db, n, mailbox, ids[start : start + _AT_ONCE])
    return [MailboxMail(*row) for row in dict.fromkeys(map(tuple, rows))]


def _copies(db: Database, n: int, mailbox: str, ids: Sequence[str]) -> list[tuple[str, str, str]]:
    """By these Message-IDs, of which each has an index entry; nearly all mails are of one mailbox, whose entries would
    all be read for each ticket."""
    sql = (
        "SELECT uidvalidity, uid, message_id, mailbox, ticket_n FROM inbox "
        f"WHERE message_id <> '' AND message_id IN ({', '.join('?' * len(ids))}) ORDER BY id"
    )
    return [row[:3] for row in db.execute(sql, ids) if row[3:] == (mailbox, n)]
