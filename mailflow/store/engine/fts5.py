"""The words of all texts in SQLite: FTS5 without the texts, newest first in constant time.

Contentless: the texts are in other tables already. The tokenizer `ascii` takes our tokens as they are: it parts at
ASCII's punctuation only, of which they have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from mailflow.core.search.common_pairs import pairs_in
from mailflow.core.search.tokens import Tokens
from mailflow.core.search.word_query import Term, WordQuery
from mailflow.store.engine.statements import Params
from mailflow.store.engine.word_index import Run, Scope

_NOWHERE = "··"  # no token


class Fts5Words:
    by_content = True
    layout: str = ""
    clear: str = "INSERT INTO words (words) VALUES ('delete-all')"
    put: str = "INSERT INTO words (rowid, said, forms) VALUES (?, ?, ?)"

    def row(self, document: int, tokens: Tokens) -> Params:
        return (document, " ".join(tokens.words), " ".join(tokens.forms))

    def removal(self, document: int, tokens: Tokens) -> tuple[str, Params]:
        sql = "INSERT INTO words (words, rowid, said, forms) VALUES ('delete', ?, ?, ?)"
        return sql, self.row(document, tokens)

    def newest(self, run: Run, question: WordQuery, scope: Scope, limit: int) -> list[int]:
        match = expression(question)
        if scope.few is not None:
            return list(islice(_among(run, match, scope.few), limit))
        if scope.everything:
            sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
            return [row[0] for row in run(sql, (match, limit))]
        ids = "AND w.rowid BETWEEN ? AND ? " if scope.between else ""
        sql = (
            f"SELECT d.id FROM words w CROSS JOIN document d ON d.id = w.rowid "
            f"WHERE words MATCH ? {ids}AND {scope.where} ORDER BY w.rowid DESC LIMIT ?"
        )
        return [row[0] for row in run(sql, (match, *(scope.between or ()), *scope.params, limit))]

    def lacking(self, run: Run, documents: Mapping[int, str]) -> list[int]:
        sql = "SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?"
        return [one for one, token in documents.items() if run(sql, (f'"{token}"', one)).fetchone() is None]

    def purge(self, run: Run) -> bool:
        """A step of merging everything into one: what was removed stays in older parts of the index until then."""
        before = run("SELECT total_changes()", ()).fetchall()[0][0]
        run("INSERT INTO words (words, rank) VALUES ('merge', -500)", ())
        return bool(run("SELECT total_changes()", ()).fetchall()[0][0] - before > 1)


def _among(run: Run, match: str, few: frozenset[int]) -> Iterator[int]:
    """Those of a few documents that answer: reading past the others is cheaper than asking for each."""
    if few:
        sql = "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC"
        yield from (row[0] for row in run(sql, (match, min(few), max(few))) if row[0] in few)


def expression(question: WordQuery) -> str:
    """The question in FTS5's language; every token is in quotes, so none is an operator."""
    wanted = " AND ".join(f"({_term(term)})" for term in question.wanted)
    unwanted = " OR ".join(f"({_term(term)})" for term in question.unwanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _term(term: Term) -> str:
    return " OR ".join(_alternatives(term))


def _alternatives(term: Term) -> Iterator[str]:
    yield from (f'"{word}"' for word in term.words)
    yield from map(_phrase, term.phrases)
    yield from map(_beginning, term.starts)


def _phrase(words: Sequence[str]) -> str:
    return _with_pairs(words, f'said : "{" ".join(words)}"')


def _beginning(start: Sequence[str]) -> str:
    column = "said : " if len(start) > 1 else ""
    return _with_pairs(start[:-1], f'{column}"{" ".join(islice(start, 64))}" *')


def _with_pairs(words: Sequence[str], said: str) -> str:
    """Only documents with these pairs are compared. FTS5 moves all parts of an AND on in turns, the costly phrase too;
    an OR it moves on by itself, to the next document with all pairs, and then the phrase to that."""
    pairs = " AND ".join(f'"{pair}"' for pair in dict.fromkeys(pairs_in(words)))
    return f'(({pairs} OR "{_NOWHERE}") AND {said})' if pairs else said
