"""What can be searched: a row of `document` for each mail, letter, note and attachment, and an index of their words
(fts5.py, tsvector.py). Here the rows are only listed, in the order of time; the words follow in the background."""

from __future__ import annotations

from mailflow.core.search.tokens import VERSION
from mailflow.store.engine.database import Database

_TABLES = (
    """CREATE TABLE document (
        id {id}, ticket_n {integer} NOT NULL REFERENCES ticket (n), kind TEXT NOT NULL, source_id {integer} NOT NULL,
        part {integer} NOT NULL, at TEXT NOT NULL, digest TEXT NOT NULL, text TEXT, reading {integer},
        CHECK (kind IN ('mail', 'letter', 'note', 'attachment')))""",
    "CREATE UNIQUE INDEX document_source ON document (ticket_n, kind, source_id, part)",
    "CREATE INDEX document_at ON document (at)",
    "CREATE INDEX document_due ON document (id) WHERE digest = ''",
    "CREATE INDEX document_reading ON document (id) WHERE reading IS NOT NULL",
)
WORDS = {  # of SQLite (fts5.py) and of PostgreSQL (tsvector.py)
    True: (
        "CREATE VIRTUAL TABLE words USING fts5(said, forms, content='', columnsize=0, tokenize='ascii')",
        "INSERT INTO words (words, rank) VALUES ('automerge', 8)",  # half the writing of 4; reads stay under 10 ms
    ),
    False: (
        "CREATE TABLE words (id BIGINT NOT NULL PRIMARY KEY, said TSVECTOR NOT NULL)",
        "CREATE INDEX words_said ON words USING gin (said) WITH (gin_pending_list_limit = 1024)",
    ),
}
_FILES = {  # of SQLite and of PostgreSQL
    True: (
        "FROM message m, json_each(m.attachments) f WHERE m.attachments <> '[]' "
        "AND COALESCE(json_extract(f.value, '$.inline'), 0) = 0",
        "f.key + 1",
    ),
    False: (
        "FROM message m, json_array_elements(CAST(m.attachments AS JSON)) WITH ORDINALITY f(value, key) "
        "WHERE m.attachments <> '[]' AND COALESCE(f.value ->> 'inline', 'false') = 'false'",
        "f.key",
    ),
}
_LIST = """
    INSERT INTO document (ticket_n, kind, source_id, part, at, digest, reading)
    SELECT ticket_n, kind, source_id, part, at, '', reading FROM (
        SELECT ticket_n, CASE direction WHEN 'in' THEN 'mail' ELSE 'letter' END AS kind, id AS source_id, 0 AS part,
            at, CAST(NULL AS {integer}) AS reading FROM message
        UNION ALL SELECT ticket_n, 'note', seq, 0, at, CAST(NULL AS {integer}) FROM event
            WHERE kind IN ('note-added', 'note-filed')
        UNION ALL SELECT m.ticket_n, 'attachment', m.id, {part}, m.at,
            CASE WHEN m.inbox_id IS NULL THEN NULL ELSE 1 END {files}
    ) found ORDER BY at, ticket_n, kind DESC, source_id, part"""


def _fill(db: Database) -> None:
    for statement in WORDS[db.engine.one_writer]:
        db.execute(statement)
    files, part = _FILES[db.engine.one_writer]
    db.execute(_LIST.format(integer=db.engine.types["integer"], files=files, part=part))
    db.execute("INSERT INTO meta (key, value) VALUES ('search-version', ?)", (f"{VERSION}{db.engine.words.layout}",))


CHANGES = (*_TABLES, _fill)
