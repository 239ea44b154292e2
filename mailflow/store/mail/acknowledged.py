"""Recent acknowledgements: to whom and for what. Used to break mail loops (mail.md 1.8)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from mailflow.core.likeness import MOST, Acknowledged, Begun
from mailflow.core.message import Address
from mailflow.store.desk import prefetch
from mailflow.store.desk.prefetch import LIKENESS
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, storable, to_text

KIND = "acknowledgement"  # of letter
_KIND = "likeness"
_AGAIN = "began-as-an-answer/"  # behind LIKENESS, before the n of a ticket: one begun by a robot's answer
_LOOKED_AT = 100  # of the newest tickets of one likeness: loops are fast, and this bounds the cost


def remember(db: Database, n: int, keys: Iterable[str], *, again: bool = False) -> None:
    """Writer. Ticket `n` was opened, and acknowledged; `keys` are those of its beginning (core/likeness.py). `again`:
    it was probably a robot's answer to an acknowledgement."""
    found = [storable(one) for one in keys]
    prefetch.likenesses_told(db, found)
    found += [_again(n)] if again else []
    db.many(
        "INSERT INTO thread (message_id, ticket_n, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(LIKENESS + key, n, _KIND) for key in found],
    )


def of_likeness(db: Database, keys: Iterable[str]) -> set[int]:
    """The newest acknowledged tickets with one of these keys."""
    found = [storable(one) for one in keys]
    wanted = [LIKENESS + key for key in found if not prefetch.is_unlike_all(db, key)]
    if not wanted:
        return set()
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT ticket_n FROM thread WHERE message_id IN ({marks}) ORDER BY ticket_n DESC LIMIT {_LOOKED_AT}"
    return {row[0] for row in db.execute(sql, wanted)}


def of_address(db: Database, address: str, since: datetime) -> set[int]:
    """The newest tickets of which an acknowledgement was written to this address since then."""
    key, moment = address.casefold(), to_text(since)
    if prefetch.has_no_recent_letter(db, "acknowledgement", key, moment):
        return set()
    sql = (
        "SELECT ticket_n FROM letter WHERE addressee = ? AND kind = 'acknowledgement' AND created_at >= ? "
        "AND ticket_n IS NOT NULL ORDER BY created_at DESC LIMIT 5"
    )
    return {row[0] for row in db.execute(sql, (key, moment))}


def earlier(
    db: Database, tickets: Collection[int], since: datetime, wanted: Callable[[int, Address, str], bool]
) -> Iterator[tuple[int, Acknowledged]]:
    """Those of these tickets that were acknowledged since then, newest first, with the mails they began with.

    `wanted`, asked with a ticket's n, who began it and the address its acknowledgement went to: the words of the
    others, which are most, are not read (2,000 characters of twenty mails for each request).
    """
    if not tickets:
        return
    marks = ", ".join("?" * len(tickets))
    sql = (
        "SELECT l.ticket_n, addressee, created_at, m.sender, m.at, m.id "
        f"FROM letter l JOIN message m ON m.id = ({_FIRST}) WHERE l.ticket_n IN ({marks}) "
        "AND l.kind = 'acknowledgement' AND l.created_at >= ? AND m.sender IS NOT NULL ORDER BY l.id DESC"
    )
    for n, told, told_at, sender, asked_at, message in db.execute(sql, (*tickets, to_text(since))).fetchall():
        author = _author(sender)
        if wanted(n, author, told):
            subject, text = db.one(f"SELECT subject, substr(text, 1, {MOST}) FROM message WHERE id = ?", (message,))
            yield n, Acknowledged(Begun(author, subject, text), from_text(asked_at), from_text(told_at), told)


@lru_cache(maxsize=64)  # each is compared with many requests that follow: 3 µs of 20 rows each, 1.5 % of requests
def _author(sender: str) -> Address:
    return Address(*json.loads(sender))


_FIRST = "SELECT min(id) FROM message WHERE ticket_n = l.ticket_n AND direction = 'in'"


def came_again(db: Database, tickets: Collection[int]) -> bool:
    """Whether one of these tickets was itself begun by an answer to an acknowledgement."""
    marks = ", ".join("?" * len(tickets))
    sql = f"SELECT 1 FROM thread WHERE message_id IN ({marks}) LIMIT 1"  # by its key: `ticket_n` has no index
    return bool(tickets) and db.value(sql, [LIKENESS + _again(n) for n in tickets]) is not None


def _again(n: int) -> str:
    return f"{_AGAIN}{n}"
