"""Full-text search of the archive. Read only.

Plain LIKE: no index to keep in step with the messages, the same on SQLite and PostgreSQL, and any characters can be
searched for (`c++`, `0812-`). bench/store.py measures the cost of reading every message.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from mailflow.core.plain import JsonObject
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import shown
from mailflow.store.engine.like import literal

_EXCERPT = 160  # characters


def search(db: Database, words: Sequence[str], limit: int = 50, zone: tzinfo = UTC) -> list[JsonObject]:
    """Tickets with a message that contains all these words, anywhere in subject, text, people or the ticket's number,
    ignoring case (ASCII); newest such message first: [{number, n, status, subject, requester, owner, at, message_id,
    excerpt}]."""
    wanted = [word.lower() for word in words if word.strip()]
    if not wanted:
        return []
    condition = " AND ".join([f"lower({_HAYSTACK}) LIKE ? ESCAPE '!'"] * len(wanted))
    rows = db.execute(_FIND.format(condition=condition), (*(f"%{literal(word)}%" for word in wanted), limit))
    return [
        {
            "number": number,
            "n": n,
            "status": status,
            "subject": subject,
            "requester": requester,
            "owner": owner,
            "at": shown(at, zone),
            "message_id": message_id,
            "excerpt": excerpt(text, wanted),
        }
        for number, n, status, subject, requester, owner, at, message_id, text in rows
    ]


_HAYSTACK = (
    "t.number || ' ' || m.subject || ' ' || COALESCE(m.sender, '') || ' ' || m.recipients || ' ' || m.attachments "
    "|| ' ' || m.text"
)
# the newest matching message of each ticket: ids increase with time of storing
_FIND = (
    "SELECT t.number, t.n, t.status, t.subject, t.requester, t.owner, m.at, m.message_id, m.text FROM message m "
    "JOIN ticket t ON t.n = m.ticket_n WHERE m.id IN ("
    "SELECT max(m.id) FROM message m JOIN ticket t ON t.n = m.ticket_n WHERE {condition} GROUP BY m.ticket_n) "
    "ORDER BY m.at DESC, m.id DESC LIMIT ?"
)


def excerpt(text: str, words: Sequence[str]) -> str:
    """One line of the text around the first of the words it contains; else its beginning."""
    line = " ".join(text.split())
    places = [place for word in words if (place := line.lower().find(word)) >= 0]
    start = max(0, min(places, default=0) - _EXCERPT // 4)
    return ("…" if start else "") + line[start : start + _EXCERPT] + ("…" if len(line) > start + _EXCERPT else "")
