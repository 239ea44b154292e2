"""Full-text search of the archive. Read only.

The database finds documents by their words (engine/word_index.py), newest first; what is shown of them, and how well
they answer, comes from their texts (core/search/answer.py), so both databases answer alike. Nothing counts beyond
MOST hits, and match is judged among the newest JUDGED: both would be linear in the size of the archive.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from mailflow.core.plain import JsonObject
from mailflow.core.search.answer import Excerpt, Judge, excerpt, terms_in
from mailflow.core.search.numbers import ticket_form
from mailflow.core.search.repeated import SearchedText, repeated, unquoted
from mailflow.core.search.word_query import WordQuery
from mailflow.core.search.word_query import asked as asked_for
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import search_index, tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import shown, to_text
from mailflow.store.engine.protocol import Row, Value
from mailflow.store.engine.word_index import Scope

MOST = 1_000  # hits that are counted
JUDGED = 2_000  # newest hits among which the best are looked for
_LOOKED_AT = 4  # hits that are compared with each other, for each that is shown
_FEW = 20_000  # documents of a scope that are named one by one
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """Which tickets and times; None: any. Names in any case."""

    customer: str | None = None  # an address
    owner: str | None = None
    category: str | None = None
    since: datetime | None = None
    until: datetime | None = None  # before it
    but: Sequence[str] = ()  # addresses whose own tickets are left out


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Hits:
    """`hits`: [{number, n, at, from, subject, excerpt, marks, kind, file, status, requester, owner, message_id}];
    marks: [[start, end]] of what was found in the excerpt; file: an attachment's name."""

    hits: list[JsonObject]
    total: int  # at most MOST
    more: bool  # than `total`
    unfinished: int = 0  # documents that are not in the index yet
    quoted: int = 0  # documents left out, and not counted, because they only repeat what another hit says


def asked(db: Database, words: Sequence[str]) -> WordQuery:
    """The question of these words; a number of a ticket also finds all its texts."""
    return asked_for(words, lambda text: tickets.by_number(db, text))


def search(
    db: Database,
    question: WordQuery,
    filters: Filters = EVERYTHING,
    limit: int = 50,
    zone: tzinfo = UTC,
    *,
    best: bool = False,
) -> Hits:
    """Documents in which everything stands that the question wants, newest first; `best`: by match. Without a question
    all documents that pass the filters."""
    with db.reading():
        scope = _scope(db, filters)
        most = max(JUDGED if best else 0, limit, MOST + 1)
        ids = _newest(db, question, scope, most)
        total, more = min(len(ids), MOST), len(ids) > MOST
        chosen = _best(db, ids[:JUDGED], question) if best and question.asks else ids
        rows = list(_rows(db, chosen[: max(limit, min(_LOOKED_AT * limit, MOST))], _SHOWN))
        quoted = _quoted(rows, question) if question.asks else frozenset()
        found = [_hit(row, question, zone) for row in [row for row in rows if row[0] not in quoted][:limit]]
        return Hits(found, total if more else total - len(quoted), more, search_index.count_due(db), len(quoted))


def by_conversation(found: Hits, question: WordQuery) -> list[JsonObject]:
    """One hit for each ticket, in the order of their first, with `others`: how many more of the ticket were found. It
    is the first that shows the words. A ticket that the question names has all of its own, and so has what stands on no
    ticket (flow/ticket/filed_receipts.py)."""
    shown: dict[object, JsonObject] = {}
    for place, hit in enumerate(found.hits):
        alone = hit["n"] is None or any(ticket_form(hit["n"]) in term.words for term in question.wanted)
        first = shown.setdefault((hit["n"], place) if alone else hit["n"], {**hit, "others": -1})
        first["others"] += 1
        if hit["marks"] and not first["marks"]:
            first |= hit
    return list(shown.values())


def _newest(db: Database, question: WordQuery, scope: Scope, most: int) -> list[int]:
    if question.asks:
        return db.engine.words.newest(db.execute, question, scope, most)
    if question.unwanted or scope.everything:
        return []
    if scope.few is not None:
        return sorted(scope.few, reverse=True)[:most]
    ids = "AND d.id BETWEEN ? AND ? " if scope.between else ""
    sql = f"SELECT d.id FROM document d WHERE {scope.where} {ids}ORDER BY d.id DESC LIMIT ?"
    return [row[0] for row in db.execute(sql, (*scope.params, *(scope.between or ()), most))]


# -- filters


def _scope(db: Database, filters: Filters) -> Scope:
    conditions = list(_conditions(filters))
    if not conditions:
        return Scope()
    where = " AND ".join(condition for condition, _ in conditions)
    params = tuple(value for _, values in conditions for value in values)
    sql = f"SELECT d.id FROM document d WHERE {where} LIMIT ?"
    some = [row[0] for row in db.execute(sql, (*params, _FEW + 1))]
    if len(some) <= _FEW:
        return Scope(where=where, params=params, few=frozenset(some))
    return Scope(where=where, params=params, between=_ids_of_period(db, filters))


def _ids_of_period(db: Database, filters: Filters) -> tuple[int, int] | None:
    """Between which ids the documents of an old period are, so that nobody has to read all newer ones; None: it is no
    old one. Documents are numbered as they come, but those of an import are older than their neighbours."""
    if filters.until is None:
        return None
    when, params = _period(filters)
    newest = f"SELECT 1 FROM (SELECT d.at FROM document d ORDER BY d.id DESC LIMIT ?) d WHERE {when} LIMIT 1"
    if db.execute(newest, (_FEW, *params)).fetchone():
        return None
    sql = f"SELECT min(d.id + 0), max(d.id + 0) FROM document d WHERE {when}"  # + 0: or PostgreSQL reads by id to there
    first, last = db.one(sql, params)
    return (first, last) if first is not None else None


def _period(filters: Filters) -> tuple[str, tuple[str, ...]]:
    bounds = {"d.at >= ?": filters.since, "d.at < ?": filters.until}
    given = {sql: to_text(at) for sql, at in bounds.items() if at is not None}
    return " AND ".join(given), tuple(given.values())


def _conditions(filters: Filters) -> Iterator[tuple[str, tuple[Value, ...]]]:
    of_ticket = "d.ticket_n IN (SELECT n FROM ticket WHERE lower({}) = lower(?))"
    if filters.customer is not None:
        sql = "d.ticket_n IN (SELECT ticket_n FROM customer WHERE address = ?)"
        yield sql, (filters.customer.strip().casefold(),)
    if filters.owner is not None:
        yield of_ticket.format("owner"), (filters.owner,)
    if filters.category is not None:
        yield of_ticket.format("category"), (filters.category,)
    if filters.since is not None or filters.until is not None:
        yield _period(filters)
    if filters.but:
        marks = ", ".join("?" * len(filters.but))
        sql = f"NOT EXISTS (SELECT 1 FROM customer c WHERE c.ticket_n = d.ticket_n AND c.address IN ({marks}))"
        yield sql, tuple(address.casefold() for address in filters.but)


# -- what is shown


_OF = (
    "FROM document d JOIN ticket t ON t.n = d.ticket_n LEFT JOIN message m ON m.id = d.source_id AND d.kind <> 'note' "
    "LEFT JOIN event e ON e.ticket_n = d.ticket_n AND e.seq = d.source_id AND d.kind = 'note'"
)
_SHOWN = (
    "SELECT d.id, d.kind, d.part, d.at, d.text, t.number, t.n, t.status, t.subject, t.requester, t.owner, m.sender, "
    f"m.subject, m.text, m.attachments, m.message_id, e.actor, e.data, m.recipients {_OF}"
)
_JUDGED = f"SELECT d.id, d.kind, d.text, m.subject, m.text, t.subject, e.data {_OF}"


def _rows(db: Database, ids: Sequence[int], sql: str) -> Iterator[Row]:
    """The rows of these documents, in this order."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = {row[0]: row for row in db.execute(f"{sql} WHERE d.id IN ({marks})", some)}
        yield from (rows[one] for one in some if one in rows)


def _best(db: Database, ids: Sequence[int], question: WordQuery) -> list[int]:
    """By match; of equal ones the newest first."""
    points, judge = {}, Judge(question)
    for document, kind, own, subject, text, titled, event in _rows(db, ids, _JUDGED):
        body = json.loads(event).get("text", "") if event else own or text or ""
        points[document] = judge.points(titled if kind == "note" else subject or "", body)
    return sorted(points, key=lambda one: (-points[one], -one))


def _quoted(rows: Sequence[Row], question: WordQuery) -> frozenset[int]:
    """The documents that only repeat what an older one of their ticket says."""
    oldest_first = sorted(rows, key=lambda row: int(row[0]))
    found = repeated([_searched(row) for row in oldest_first], question)
    return frozenset(oldest_first[place][0] for place in found)


def _searched(row: Row) -> SearchedText:
    _, kind, part, _, own, _, n, _, titled, _, _, sender, subject, text, attachments, _, actor, event, recipients = row
    if kind == "note":
        return SearchedText(n, str(json.loads(event).get("text") or "") if event else "", actor or "")
    names = [str(file.get("name", "")) for file in json.loads(attachments or "[]")]
    if kind == "attachment":
        return SearchedText(n, own or "", "\n".join(names[part - 1 : part]))
    beside = (subject or titled or "", *search_index.people(sender, recipients), *names)
    return SearchedText(n, text or "", "\n".join(beside))


def _excerpt(text: str, subject: str, question: WordQuery) -> Excerpt:
    """Of its own words; of what it quotes only when the words stand nowhere else."""
    own = excerpt(unquoted(text), question)
    return own if own.marks or terms_in(subject, question) else excerpt(text, question)


def _hit(row: Row, question: WordQuery, zone: tzinfo) -> JsonObject:
    _, kind, part, at, own, number, n, status, titled, requester, owner, sender, *more = row
    subject, text, attachments, message_id, actor, event, _ = more
    name = ""
    if kind == "note":
        subject, text, author = titled, json.loads(event).get("text", "") if event else "", actor
    else:
        author = json.loads(sender)[0] if sender else None
    if kind == "attachment":
        files = json.loads(attachments or "[]")
        name = str(files[part - 1]["name"]) if part <= len(files) else ""
        text = own or ""
    line = _excerpt(f"{name}: {text}" if name else text or "", subject or "", question)
    return {
        "number": number,
        "n": n,
        "at": shown(at, zone),
        "from": author,
        "subject": subject or titled,
        "excerpt": line.text,
        "marks": [list(mark) for mark in line.marks],
        "kind": kind,
        "file": name or None,
        "status": status,
        "requester": requester,
        "owner": owner,
        "message_id": message_id,
    }
