"""The index of words, in step with messages and notes: written in their transaction, taken out only by erasure and
redaction. All functions are writers; those at the end only read.

A row of `document` says what was indexed: of a contentless index only exactly the same words can be taken out again
(libraries.md), so its digest is kept. "" there: its words are not in the index yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from mailflow.core.search.tokens import VERSION, Tokens, tokens_of, tokens_of_each
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.protocol import Row

NOTES = frozenset({"note-added", "note-filed"})  # kinds of events
# in meta: whose tokens.VERSION and layout made the index; all must be indexed anew; removed words must go for good
VERSION_KEY, STALE, PURGE = "search-version", "search-stale", "search-purge"
_STEPS_AT_ONCE = 16  # of purging: 8,000 pages, about 0.3 s
_PUT = "INSERT INTO document (id, ticket_n, kind, source_id, part, at, digest, reading) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found: its texts in the order they are indexed."""

    n: int  # ticket
    kind: str  # mail | letter | note | attachment
    source: int  # id of the message; of a note the number of its event
    at: str  # as a column has it
    texts: tuple[str, ...]
    part: int = 0  # of an attachment its place in the message, from 1
    unread: bool = False  # an attachment whose text is not known yet

    @property
    def tokens(self) -> Tokens:
        return tokens_of(*_indexed(self))


def _indexed(one: Document) -> tuple[Sequence[str], Sequence[str]]:
    """Its texts, and the token that all texts of its ticket have (core.search.numbers.ticket_form)."""
    return one.texts, (f"no{one.n}",)


@dataclass(frozen=True, slots=True)
class Filed:
    """A message as the index sees it. `people` are JSON as the columns have it."""

    n: int
    source: int
    at: str
    people: tuple[str | None, str]  # sender, recipients
    subject: str
    text: str
    files: Sequence[Mapping[str, object]]
    incoming: bool


def of_message(one: Filed) -> Iterator[Document]:
    """The message itself, and each file that is not a picture of its text."""
    names = [str(file.get("name", "")) for file in one.files]
    texts = (one.subject, *people(*one.people), *names, one.text)
    yield Document(one.n, "mail" if one.incoming else "letter", one.source, one.at, texts)
    for part, file in enumerate(one.files, start=1):
        if not file.get("inline"):
            yield Document(one.n, "attachment", one.source, one.at, (names[part - 1],), part, one.incoming)


def people(sender: str | None, recipients: str) -> Iterator[str]:
    """Names and addresses of a message, as they are indexed."""
    found = json.loads(recipients)
    for person in (*([json.loads(sender)] if sender else []), *found["to"], *found["cc"]):
        yield " ".join(filter(None, person))


def add(db: Database, documents: Iterable[Document]) -> None:
    """At the end of the transaction: one by one, between the savepoints of many mails, they cost three times as much
    (FTS5 writes out what it has at each savepoint)."""
    for document in documents:
        db.later(_add, document)


def _add(db: Database, documents: list[Document]) -> None:
    ids = db.new_ids("document", len(documents))
    every = list(zip(ids, documents, tokens_of_each([_indexed(one) for one in documents]), strict=True))
    rows = [
        (row, one.n, one.kind, one.source, one.part, one.at, _digest(tokens), 1 if one.unread else None)
        for row, one, tokens in every
    ]
    db.many(_PUT, rows)
    db.many(db.engine.words.put, [db.engine.words.row(row, tokens) for row, _, tokens in every])


def note(n: int, number: int, at: str, data: Mapping[str, object]) -> Document:
    """A note: the event with this number of ticket `n`."""
    return Document(n, "note", number, at, (str(data.get("text") or ""),))


def _digest(tokens: Tokens) -> str:
    whole = f"{' '.join(tokens.words)}\n{' '.join(tokens.forms)}"
    return blake2b(whole.encode("utf-8", "replace"), digest_size=8).hexdigest()


# -- what changes


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of `document`, with what it is made of now; None when its source is gone."""

    id: int
    digest: str
    document: Document | None


def take_out(db: Database, n: int, sources: Sequence[int] | None = None) -> None:
    """Before texts of ticket `n` change: their words leave the index. `put_back` follows, in the same transaction.
    `sources`: only these messages and their attachments."""
    db.act_now()
    for kept in documents_of(db, n, sources):
        _remove(db, kept)
    where, params = _of(n, sources)
    db.execute(f"UPDATE document SET digest = '' WHERE {where}", params)
    meta.put(db, PURGE, "1")


def _remove(db: Database, kept: Kept) -> None:
    if not kept.digest:
        return
    tokens = kept.document.tokens if kept.document is not None else Tokens((), ())
    if db.engine.words.by_content and _digest(tokens) != kept.digest:
        meta.put(db, STALE, "1")  # what stands there is not known any more: all is indexed anew
        return
    db.execute(*db.engine.words.removal(kept.id, tokens))


def put_back(db: Database, n: int, sources: Sequence[int] | None = None) -> None:
    """After texts of ticket `n` have changed."""
    put(db, [kept for kept in documents_of(db, n, sources) if not kept.digest])


def put(db: Database, documents: Sequence[Kept]) -> None:
    """The words of documents that are not in the index; a document without a source goes."""
    there = [(one.id, one.document.tokens) for one in sorted(documents, key=_id) if one.document is not None]
    db.many("DELETE FROM document WHERE id = ?", [(one.id,) for one in documents if one.document is None])
    db.many("UPDATE document SET digest = ? WHERE id = ?", [(_digest(tokens), row) for row, tokens in there])
    db.many(db.engine.words.put, [db.engine.words.row(row, tokens) for row, tokens in there])


def _id(kept: Kept) -> int:
    return kept.id


def forget_files(db: Database, n: int) -> None:
    """The texts of the attachments of ticket `n`, between `take_out` and `put_back`."""
    db.execute("UPDATE document SET text = NULL, reading = NULL WHERE ticket_n = ? AND kind = 'attachment'", (n,))


def move(db: Database, before: int, after: int, sources: Sequence[int]) -> None:
    """Between `take_out` and `put_back`: these messages belong to ticket `after`."""
    where, params = _of(before, sources)
    db.execute(f"UPDATE document SET ticket_n = ? WHERE {where}", (after, *params))


def read(db: Database, document: int, text: str) -> None:
    """The text of an attachment is known now."""
    row = db.execute(f"{_SELECT} WHERE d.id = ?", (document,)).fetchone()
    if row is None:
        return
    _remove(db, _kept(row))
    db.execute("UPDATE document SET text = ?, reading = NULL, digest = '' WHERE id = ?", (text or None, document))
    row = db.one(f"{_SELECT} WHERE d.id = ?", (document,))
    put(db, [_kept(row)])


# -- what a document is made of


def documents_of(db: Database, n: int, sources: Sequence[int] | None = None) -> list[Kept]:
    where, params = _of(n, sources)
    sql = f"{_SELECT} WHERE d.id IN (SELECT id FROM document WHERE {where}) ORDER BY d.id"
    return [_kept(row) for row in db.all(sql, params)]


def due(db: Database, limit: int) -> list[Kept]:
    """Documents whose words are not in the index, the newest first."""
    return [_kept(row) for row in db.all(f"{_SELECT} WHERE d.digest = '' ORDER BY d.id DESC LIMIT ?", (limit,))]


def named(db: Database, ids: Sequence[int]) -> list[Kept]:
    marks = ", ".join("?" * len(ids)) or "NULL"
    return [_kept(row) for row in db.all(f"{_SELECT} WHERE d.id IN ({marks})", tuple(ids))]


def is_true(kept: Kept) -> bool:
    """Whether the document was indexed with the words it has now."""
    return not kept.digest or (kept.document is not None and _digest(kept.document.tokens) == kept.digest)


def sure_token(kept: Kept) -> str:
    """A token by which the document must be found."""
    assert kept.document is not None
    return _indexed(kept.document)[1][0]


def _of(n: int, sources: Sequence[int] | None) -> tuple[str, tuple[int, ...]]:
    if sources is None:
        return "ticket_n = ?", (n,)
    marks = ", ".join("?" * len(sources)) or "NULL"
    return f"ticket_n = ? AND kind <> 'note' AND source_id IN ({marks})", (n, *sources)


_SELECT = (
    "SELECT d.id, d.digest, d.ticket_n, d.kind, d.source_id, d.part, d.at, d.text, m.sender, m.recipients, m.subject, "
    "m.text, m.attachments, e.data FROM document d "
    "LEFT JOIN message m ON m.id = d.source_id AND d.kind <> 'note' "
    "LEFT JOIN event e ON e.ticket_n = d.ticket_n AND e.seq = d.source_id AND d.kind = 'note'"
)


def _kept(row: Row) -> Kept:
    document_id, digest, n, kind, source, part, at, text, sender, recipients, subject, said, attachments, event = row
    made = None
    if kind == "note" and event is not None:
        made = note(n, source, at, json.loads(event))
    elif attachments is not None:
        filed = Filed(n, source, at, (sender, recipients), subject, said, json.loads(attachments), kind == "mail")
        made = next((one for one in of_message(filed) if one.part == part), None)
    if made is not None and text:
        made = replace(made, texts=(*made.texts, text))
    return Kept(document_id, digest, made)


# -- all of it


def is_current(db: Database) -> bool:
    """Whether what the index has was made by today's rules, and is known to be right."""
    return meta.get(db, VERSION_KEY) == _version(db) and not meta.get(db, STALE)


def begin_anew(db: Database) -> None:
    """Empty the index: every document is due again."""
    db.execute(db.engine.words.clear)
    db.execute("UPDATE document SET digest = '' WHERE digest <> ''")
    meta.put(db, VERSION_KEY, _version(db))
    meta.put(db, STALE, "")


def _version(db: Database) -> str:
    return f"{VERSION}{db.engine.words.layout}"


def purge(db: Database) -> bool:
    """A step on the way to where removed words cannot be read in the database file any more; whether one is left."""
    if not meta.get(db, PURGE):
        return False
    more = db.engine.words.purge(db.execute)
    if not more:
        meta.put(db, PURGE, "")
    return more


def purge_now(db: Database) -> None:
    """As many steps as a transaction has time for: all of a desk with some ten thousand mails. The daemon does the
    rest."""
    for _ in range(_STEPS_AT_ONCE):
        if not purge(db):
            return


def purge_all(db: Database) -> None:
    """All steps of it, each in a transaction of its own."""
    more = True
    while more:
        with db.transaction(quiet=True):
            more = purge(db)


def has_work(db: Database) -> bool:
    """Whether a document is due, or removed words have to become unreadable."""
    return bool(meta.get(db, PURGE)) or db.value("SELECT 1 FROM document WHERE digest = '' LIMIT 1") is not None


def count_due(db: Database) -> int:
    """How many documents are not in the index, or not by today's rules."""
    which = "WHERE digest = ''" if is_current(db) else ""
    return int(db.value(f"SELECT count(*) FROM document {which}"))
