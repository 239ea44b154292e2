"""Which texts answer a question only with what they quote: the words stand in an earlier text of the same conversation,
which answers it too. Most replies repeat what they reply to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailflow.core.search.answer import terms_in
from mailflow.core.search.numbers import ticket_form
from mailflow.core.search.tokens import fold
from mailflow.core.search.word_query import WordQuery
from mailflow.lazy_dataclasses import dataclass

_QUOTED = (">", "|>", "&gt;")


@dataclass(frozen=True, slots=True)
class SearchedText:
    """A text that answers a question."""

    n: int  # its ticket
    text: str
    beside: str = ""  # what else it is found by: its subject, people, names of files


def repeated(found: Sequence[SearchedText], question: WordQuery) -> frozenset[int]:
    """Places in `found`, which is oldest first, of those that answer only with what they quote. The first of each
    ticket never does; nor does any when the question names its ticket."""
    seen: dict[int, set[str]] = {}
    places = []
    for place, one in enumerate(found):
        lines = list(_lines(one.text))
        before = seen.setdefault(one.n, set())
        new = [line for line in lines if line not in before]
        if before and not _answers(one, new or lines, question):
            places.append(place)
        before.update(lines)
    return frozenset(places)


def unquoted(text: str) -> str:
    """`text` without the lines marked as quoted."""
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(_QUOTED))


def _lines(text: str) -> Iterator[str]:
    """Without those marked as quoted; the others as they are compared, for many programs mark nothing."""
    for line in unquoted(text).split("\n"):
        if plain := " ".join(fold(line).split()):
            yield plain


def _answers(one: SearchedText, own: Sequence[str], question: WordQuery) -> bool:
    number = ticket_form(one.n)
    known = {which for which, term in enumerate(question.wanted) if number in term.words}
    known |= terms_in("\n".join((one.beside, *own)), question)
    return len(known) == len(question.wanted)
