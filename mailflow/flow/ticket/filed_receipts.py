"""Programs' receipts that a rule filed (`kind: transaction`): they stand on no ticket, and are found nevertheless.

They are no documents of the index, which knows texts of tickets only, so the newest are read again each time: some
300 ms at first, then only those that are new to the process.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import lru_cache, partial
from itertools import islice

from mailflow.core.message import OurAddresses
from mailflow.core.plain import JsonObject
from mailflow.core.search.answer import excerpt, terms_in
from mailflow.core.search.word_query import WordQuery
from mailflow.flow.parsed import ParsedMails
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.understand import understand
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, shown, unpack
from mailflow.store.read.search import EVERYTHING, MOST, Filters, Hits
from mailflow.store.read.search import search as searched

_NEWEST = 50_000  # mails of the inbox among which they are looked for
_READ = 300  # of them, so that an answer takes a second at most


@dataclass(frozen=True, slots=True)
class _Receipt:
    subject: str
    sender: str | None
    text: str
    message_id: str


def search(
    db: Database,
    question: WordQuery,
    filters: Filters = EVERYTHING,
    limit: int = 50,
    zone: tzinfo = UTC,
    *,
    best: bool = False,
    parsed: ParsedMails | None = None,
) -> Hits:
    """The archive (store/read/search.py) with receipts in their place by time; behind the tickets when `best`.
    `parsed`: in a transaction, which is interrupted to read them."""
    found = searched(db, question, filters, limit, zone, best=best)
    further = receipts(db, question, filters, _READ, zone, parsed=parsed)
    if not further:
        return found
    hits = [*found.hits, *further]
    if not best:
        hits.sort(key=lambda hit: datetime.fromisoformat(hit["at"]), reverse=True)
    total = found.total + len(further)
    return replace(found, hits=hits[:limit], total=min(total, MOST), more=found.more or total > MOST)


def receipts(
    db: Database,
    question: WordQuery,
    filters: Filters,
    limit: int = 50,
    zone: tzinfo = UTC,
    *,
    parsed: ParsedMails | None = None,
) -> list[JsonObject]:
    """Those that answer, newest first, as `search` shows hits; number, n, status and owner are null. [] where a
    filter asks for tickets' owners or categories."""
    if filters.owner or filters.category or not (question.asks or filters.customer):
        return []
    filed = list(_filed(db, filters))
    parsers: dict[tuple[int, Hashable], Callable[[], object]] = {
        (inbox_id, "receipt"): partial(_read, packed) for inbox_id, packed, _ in filed
    }
    read = parsed.of(db, parsers) if parsed else [parse() for parse in parsers.values()]
    kept = ((one, at) for one, (_, _, at) in zip(read, filed, strict=True) if isinstance(one, _Receipt))
    answers = ((one, at) for one, at in kept if _answers(one, question))
    return [_hit(one, shown(at, zone), question) for one, at in islice(answers, limit)]


def _filed(db: Database, filters: Filters) -> Iterator[tuple[int, bytes, str]]:
    """The ids and packed bytes of those that are still kept, and when they came."""
    sql = (
        "SELECT i.id, r.data, i.arrived_at, i.sender FROM inbox i JOIN inbox_raw r ON r.inbox_id = i.id WHERE i.id > "
        "(SELECT coalesce(max(id), 0) FROM inbox) - ? AND i.outcome = 'transaction' ORDER BY i.id DESC LIMIT ?"
    )
    wanted, but = (filters.customer or "").strip().casefold(), {address.casefold() for address in filters.but}
    for inbox_id, packed, at, sender in db.execute(sql, (_NEWEST, _READ)).fetchall():
        arrived, author = from_text(at), (sender or "").casefold()
        since = filters.since is None or arrived >= filters.since
        until = filters.until is None or arrived < filters.until
        if since and until and author not in but and (not wanted or author == wanted):
            yield int(inbox_id), bytes(packed), at


@lru_cache(maxsize=_READ)  # 140 µs a receipt, each time somebody asks
def _read(packed: bytes) -> _Receipt:
    """By its bytes: of a mail that was redacted nothing is remembered."""
    message = understand(unpack(packed), OurAddresses(()))
    sender = message.shown_sender.email if message.shown_sender else None
    return _Receipt(message.subject, sender, message.text, message.message_id)


def _hit(one: _Receipt, at: str | None, question: WordQuery) -> JsonObject:
    line = excerpt(one.text, question)
    return {
        "number": None,
        "n": None,
        "at": at,
        "from": one.sender,
        "subject": one.subject,
        "excerpt": line.text,
        "marks": [list(mark) for mark in line.marks],
        "kind": "mail",
        "file": None,
        "status": None,
        "requester": one.sender,
        "owner": None,
        "message_id": one.message_id,
    }


def _answers(one: _Receipt, question: WordQuery) -> bool:
    whole = f"{one.subject} {one.sender or ''} {one.text}"
    if len(terms_in(whole, question)) < len(question.wanted):
        return False
    return not terms_in(whole, replace(question, wanted=question.unwanted))
