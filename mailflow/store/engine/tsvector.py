"""The words of all texts in PostgreSQL: a tsvector made of our own tokens, and a GIN index.

The planner knows nothing of a word's frequency (our plans are generic), so the way is chosen here. Each row has, among
its words, the names of two windows of ids it lies in. Asked together with the newest windows, GIN skips in the lists of
common words whatever lies outside of them; so only a question that few documents answer goes through all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mailflow.core.search.common_pairs import pairs_in
from mailflow.core.search.tokens import GAP, Tokens
from mailflow.core.search.word_query import Term, WordQuery
from mailflow.store.engine.statements import Params
from mailflow.store.engine.word_index import Run, Scope

NEAR, FAR = 10, 14  # bits: a row has a lexeme for its window of 1,024 ids, and one for that of 16,384
_FIRST, _MOST = 2, 8  # newest windows that are asked first, and at most: beyond, the whole index takes no longer
_AMPLE = 1.3  # times as many rows as should do
_MEMORY = 32  # MB of the server's for all hits of a common word; with its usual 4 it compares each row once more
_AT_ONCE = 500
_LAST = "16383"  # tsvector's last place, where forms stand: behind PLACES, so next to no word. A token without a place
# makes a phrase fail whose last word is a beginning of it


class TsvectorWords:
    by_content = False
    layout: str = ".2"
    clear: str = "DELETE FROM words"
    put: str = "INSERT INTO words (id, said) VALUES (?, CAST(CAST(? AS TEXT) AS TSVECTOR))"

    def row(self, document: int, tokens: Tokens) -> Params:
        windows = " ".join(f"'{_window(level, document >> level)}'" for level in (NEAR, FAR))
        return (document, f"{vector(tokens)} {windows}")

    def removal(self, document: int, tokens: Tokens) -> tuple[str, Params]:
        return "DELETE FROM words WHERE id = ?", (document,)

    def newest(self, run: Run, question: WordQuery, scope: Scope, limit: int) -> list[int]:
        top = scope.between[1] if scope.between else run("SELECT max(id) FROM words", ()).fetchall()[0][0] or 0
        first = (top >> NEAR) - _FIRST + 1
        near = f"({_windows(NEAR, first, top)}) & "
        if scope.few is not None:
            left = _left(run, question, near) if len(scope.few) > _AT_ONCE else question
            return self._among(run, expression(left), sorted(scope.few, reverse=True), limit) if left else []
        found = self._found(run, near + expression(question), scope, limit)
        if len(found) >= limit:
            return found
        left = _left(run, question, near)
        share = len(found) / (top - (max(0, first) << NEAR) + 1)
        return self._further(run, expression(left), scope, limit, (top, share)) if left else []

    def _further(self, run: Run, query: str, scope: Scope, limit: int, seen: tuple[int, float]) -> list[int]:
        """`seen`: the newest row, and which share of the newest answers."""
        top, share = seen
        lowest = scope.between[0] >> FAR if scope.between else -_MOST
        first = (top >> FAR) + 1
        while share or scope.between:
            enough = (top - int(_AMPLE * limit / share)) >> FAR if share else lowest
            first = max(lowest, min(enough, first - 1))
            if (top >> FAR) - first >= _MOST:
                break
            found = self._found(run, f"({_windows(FAR, first, top)}) & {query}", scope, limit)
            if len(found) >= limit or first == lowest:
                return found
            share = len(found) / (top - (max(0, first) << FAR) + 1)
        run(_ENOUGH, (_MEMORY, _MEMORY))
        return self._found(run, query, scope, limit)

    def _among(self, run: Run, query: str, few: Sequence[int], limit: int) -> list[int]:
        found: list[int] = []
        for start in range(0, len(few), _AT_ONCE):
            some = few[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id FROM words WHERE id IN ({marks}) AND said @@ {_QUERY} ORDER BY id DESC"
            found += [row[0] for row in run(sql, (*some, query))]
            if len(found) >= limit:
                break
        return found[:limit]

    def _found(self, run: Run, query: str, scope: Scope, limit: int) -> list[int]:
        which = "" if scope.everything else f"JOIN document d ON d.id = hit.id WHERE {scope.where} "
        return [row[0] for row in run(_INDEXED.format(which=which), (query, *scope.params, limit))]

    def lacking(self, run: Run, documents: Mapping[int, str]) -> list[int]:
        sql = f"SELECT 1 FROM words WHERE id = ? AND said @@ {_QUERY}"
        return [one for one, token in documents.items() if run(sql, (one, f"'{token}'")).fetchone() is None]

    def purge(self, run: Run) -> bool:
        """Nothing: removed rows are the server's to clean up (autovacuum)."""
        return False


def _left(run: Run, question: WordQuery, near: str) -> WordQuery | None:
    """The question without the forms that no row has, which are most of them; None: nothing answers. `near` begins a
    query for the newest rows: common forms are found among them, and the others are rare enough to be looked for in the
    whole index."""
    tokens = {token for term in (*question.wanted, *question.unwanted) for token in term.tokens()}
    known = _known(run, tokens, near)
    return question.among(known | _known(run, tokens - known, ""))


def _known(run: Run, tokens: set[str], near: str) -> set[str]:
    asked = " ".join(f"'{token}'" for token in sorted(tokens))
    return {row[0].strip("'") for row in run(_KNOWN, (asked, near))}


def _windows(level: int, first: int, top: int) -> str:
    """As a query: one of those from `first` to that of row `top`."""
    return " | ".join(f"'{_window(level, number)}'" for number in range(max(0, first), (top >> level) + 1))


def _window(level: int, number: int) -> str:
    """No token of ours has this sign."""
    return f"~{level}.{number}"


_QUERY = "CAST(CAST(? AS TEXT) AS TSQUERY)"
_KNOWN = (
    "SELECT word FROM unnest(string_to_array(CAST(? AS TEXT), ' ')) word WHERE EXISTS (WITH hit AS MATERIALIZED ("
    "SELECT 1 FROM words WHERE said @@ CAST(CAST(? AS TEXT) || word AS TSQUERY)) SELECT 1 FROM hit)"
)
_ENOUGH = (
    "SELECT set_config('work_mem', ? || 'MB', TRUE) "
    "WHERE pg_size_bytes(current_setting('work_mem')) < CAST(? AS BIGINT) * 1024 * 1024"
)
# MATERIALIZED: or the planner reads the rows from the newest on and compares each, in the hope of a common word
_INDEXED = (
    f"WITH hit AS MATERIALIZED (SELECT id FROM words WHERE said @@ {_QUERY}) "
    "SELECT hit.id FROM hit {which}ORDER BY hit.id DESC LIMIT ?"
)


def vector(tokens: Tokens) -> str:
    """As tsvector's input: 'mail':2,7 'email':16383."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(tokens.words, start=1):
        if word != GAP:
            places.setdefault(word, []).append(str(place))
    for form in tokens.forms:
        places.setdefault(form, [_LAST])
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def expression(question: WordQuery) -> str:
    """The question as tsquery's input; every token is in quotes, so none is read anew."""
    wanted = [f"({' | '.join(_alternatives(term))})" for term in question.wanted]
    unwanted = [f"!({' | '.join(_alternatives(term))})" for term in question.unwanted]
    return " & ".join((*wanted, *unwanted))


def _alternatives(term: Term) -> Iterator[str]:
    yield from (f"'{word}'" for word in term.words)
    yield from (f"({_with_pairs(phrase, _phrase(phrase))})" for phrase in term.phrases)
    yield from (f"({_with_pairs(start[:-1], f'{_phrase(start)}:*')})" for start in term.starts)


def _phrase(words: Sequence[str]) -> str:
    return " <-> ".join(f"'{word}'" for word in words)


def _with_pairs(words: Sequence[str], said: str) -> str:
    """Rows without these pairs are not compared."""
    return " & ".join((*(f"'{pair}'" for pair in dict.fromkeys(pairs_in(words))), said))
