"""The words of all texts in PostgreSQL: a tsvector made of our own tokens, and a GIN index.

The planner knows nothing of a word's frequency (our plans are generic), so the way is chosen here: a common word is
found among the newest documents one by one, a rare one by the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mailflow.core.search.tokens import GAP, Tokens
from mailflow.core.search.word_query import Term, WordQuery
from mailflow.store.engine.statements import Params
from mailflow.store.engine.word_index import Run, Scope

NEWEST, MOST = 500, 60_000  # documents looked at one by one, first and at most
_COMMON = 0.02  # share of documents that have a word from which on that is the better way
_AT_ONCE = 500


class TsvectorWords:
    by_content = False
    clear: str = "DELETE FROM words"
    put: str = "INSERT INTO words (id, said) VALUES (?, CAST(CAST(? AS TEXT) AS TSVECTOR))"

    def row(self, document: int, tokens: Tokens) -> Params:
        return (document, vector(tokens))

    def removal(self, document: int, tokens: Tokens) -> tuple[str, Params]:
        return "DELETE FROM words WHERE id = ?", (document,)

    def newest(self, run: Run, question: WordQuery, scope: Scope, limit: int) -> list[int]:
        query = expression(question)
        if scope.few is not None:
            return self._among(run, query, sorted(scope.few, reverse=True), limit)
        common = self._one_by_one(run, query, scope, limit)
        return common if common is not None else self._by_index(run, query, scope, limit)

    def _among(self, run: Run, query: str, few: Sequence[int], limit: int) -> list[int]:
        found: list[int] = []
        for start in range(0, len(few), _AT_ONCE):
            some = few[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id FROM words WHERE id IN ({marks}) AND said @@ {_QUERY} ORDER BY id DESC"
            found += [row[0] for row in run(sql, (*some, query))]
        return found[:limit]

    def _one_by_one(self, run: Run, query: str, scope: Scope, limit: int) -> list[int] | None:
        """None where too few of the newest answer: the index knows the others at once."""
        found = self._near(run, query, scope, NEWEST)
        if len(found) >= limit:
            return found[:limit]
        if len(found) < NEWEST * _COMMON:
            return None
        found = self._near(run, query, scope, min(MOST, int(1.5 * limit * NEWEST / len(found))))
        return found[:limit] if len(found) >= limit else None

    def _near(self, run: Run, query: str, scope: Scope, newest: int) -> list[int]:
        return [
            row[0] for row in run(_NEAR.format(joins=scope.joins, where=scope.where), (newest, query, *scope.params))
        ]

    def _by_index(self, run: Run, query: str, scope: Scope, limit: int) -> list[int]:
        first = -(2**62) if scope.first is None else scope.first
        sql = _INDEXED.format(joins=scope.joins, where=scope.where)
        return [row[0] for row in run(sql, (query, first, *scope.params, limit))]

    def lacking(self, run: Run, documents: Mapping[int, str]) -> list[int]:
        sql = f"SELECT 1 FROM words WHERE id = ? AND said @@ {_QUERY}"
        return [one for one, token in documents.items() if run(sql, (one, f"'{token}'")).fetchone() is None]

    def purge(self, run: Run) -> bool:
        """Nothing: removed rows are the server's to clean up (autovacuum)."""
        return False


_QUERY = "CAST(CAST(? AS TEXT) AS TSQUERY)"
# MATERIALIZED: the planner shall not join the two ways
_NEAR = (
    "WITH near AS MATERIALIZED (SELECT id, said FROM words ORDER BY id DESC LIMIT ?) "
    f"SELECT w.id FROM near w JOIN document d ON d.id = w.id {{joins}} WHERE w.said @@ {_QUERY} "
    "AND {where} ORDER BY w.id DESC"
)
_INDEXED = (
    f"WITH hit AS MATERIALIZED (SELECT id FROM words WHERE said @@ {_QUERY}) "
    "SELECT w.id FROM hit w JOIN document d ON d.id = w.id {joins} WHERE w.id >= ? AND {where} "
    "ORDER BY w.id DESC LIMIT ?"
)


def vector(tokens: Tokens) -> str:
    """As tsvector's input: 'mail':2,7 'email'."""
    places: dict[str, list[str]] = {form: [] for form in tokens.forms}
    for place, word in enumerate(tokens.words, start=1):
        if word != GAP:
            places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" if at else f"'{word}'" for word, at in places.items())


def expression(question: WordQuery) -> str:
    """The question as tsquery's input; every token is in quotes, so none is read anew."""
    wanted = [f"({' | '.join(_alternatives(term))})" for term in question.wanted]
    unwanted = [f"!({' | '.join(_alternatives(term))})" for term in question.unwanted]
    return " & ".join((*wanted, *unwanted))


def _alternatives(term: Term) -> Iterator[str]:
    yield from (f"'{word}'" for word in term.words)
    yield from (_phrase(phrase) for phrase in term.phrases)
    yield from (f"{_phrase(start)}:*" for start in term.starts)


def _phrase(words: Sequence[str]) -> str:
    return " <-> ".join(f"'{word}'" for word in words)
