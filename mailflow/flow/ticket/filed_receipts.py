"""Programs' receipts that a rule filed (`kind: transaction`): they stand on no ticket, and are found nevertheless.

They are no documents of the index, which knows texts of tickets only, so the newest are read again each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, tzinfo
from itertools import islice

from mailflow.core.message import Message, OurAddresses
from mailflow.core.plain import JsonObject
from mailflow.core.search.answer import excerpt, terms_in
from mailflow.core.search.word_query import WordQuery
from mailflow.errors import CannotDo
from mailflow.lazy_dataclasses import replace
from mailflow.mail.understand import understand
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, shown
from mailflow.store.mail import inbox
from mailflow.store.read.search import Filters

_NEWEST = 50_000  # mails of the inbox among which they are looked for
_READ = 300  # of them, so that an answer takes a second at most


def receipts(
    db: Database, question: WordQuery, filters: Filters, limit: int = 50, zone: tzinfo = UTC
) -> list[JsonObject]:
    """Those that answer, newest first, as `search` shows hits; number, n, status and owner are null. [] where a
    filter asks for tickets' owners or categories."""
    if filters.owner or filters.category or not (question.asks or filters.customer):
        return []
    kept = ((_message(db, inbox_id), at) for inbox_id, at in _filed(db, filters))
    answers = ((one, at) for one, at in kept if one is not None and _answers(one, question))
    return [_hit(one, shown(at, zone), question) for one, at in islice(answers, limit)]


def _filed(db: Database, filters: Filters) -> Iterator[tuple[int, str]]:
    sql = (
        "SELECT id, arrived_at, sender FROM inbox WHERE id > (SELECT coalesce(max(id), 0) FROM inbox) - ? "
        "AND outcome = 'transaction' ORDER BY id DESC LIMIT ?"
    )
    wanted = (filters.customer or "").casefold()
    for inbox_id, at, sender in list(db.execute(sql, (_NEWEST, _READ))):
        arrived = from_text(at)
        since = filters.since is None or arrived >= filters.since
        until = filters.until is None or arrived < filters.until
        if since and until and (not wanted or (sender or "").casefold() == wanted):
            yield int(inbox_id), at


def _message(db: Database, inbox_id: int) -> Message | None:
    """None: its bytes are no longer kept."""
    with suppress(CannotDo):
        return understand(inbox.raw(db, inbox_id), OurAddresses(()))
    return None


def _hit(message: Message, at: str | None, question: WordQuery) -> JsonObject:
    line = excerpt(message.text, question)
    sender = message.shown_sender.email if message.shown_sender else None
    return {
        "number": None,
        "n": None,
        "at": at,
        "from": sender,
        "subject": message.subject,
        "excerpt": line.text,
        "marks": [list(mark) for mark in line.marks],
        "kind": "mail",
        "file": None,
        "status": None,
        "requester": sender,
        "owner": None,
        "message_id": message.message_id,
    }


def _answers(message: Message, question: WordQuery) -> bool:
    sender = message.shown_sender.email if message.shown_sender else ""
    whole = f"{message.subject} {sender} {message.text}"
    if len(terms_in(whole, question)) < len(question.wanted):
        return False
    return not terms_in(whole, replace(question, wanted=question.unwanted))
