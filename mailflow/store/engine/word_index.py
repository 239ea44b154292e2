"""The words of all texts, searched by the database: what both engines offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from mailflow.core.search.tokens import Tokens
from mailflow.core.search.word_query import WordQuery
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.statements import Cursor, Params

Run = Callable[[str, Params], Cursor]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents count. `where` is SQL over `document d`."""

    where: str = "1 = 1"
    params: Params = ()
    few: frozenset[int] | None = None  # all documents in it, if they are few
    between: tuple[int, int] | None = None  # ids: no document outside of them is in it

    @property
    def everything(self) -> bool:
        return self.where == "1 = 1"


class WordIndex(Protocol):
    """The table `words` (migrations/m0016_words.py): a row for each row of `document`."""

    clear: str
    layout: str  # how tokens are put in, beside tokens.VERSION: another one rebuilds the index
    by_content: bool  # whether a removal needs exactly the tokens that were put in
    put: str  # the statement for `row`

    def row(self, document: int, tokens: Tokens) -> Params: ...

    def removal(self, document: int, tokens: Tokens) -> tuple[str, Params]:
        """The statement that takes out a document. `tokens` are exactly those it was put in with."""

    def newest(self, run: Run, question: WordQuery, scope: Scope, limit: int) -> list[int]:
        """Documents that answer the question, newest first, at most `limit`."""

    def lacking(self, run: Run, documents: Mapping[int, str]) -> list[int]:
        """Of these {document: a token of it}, those that cannot be found."""

    def purge(self, run: Run) -> bool:
        """Writer. Make removed words unreadable, a step at a time; whether there is more to do."""
