"""How well a text answers a question, and the line of it that shows why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mailflow.core.search.tokens import LONGEST, Span, fold, spans_of, words_of
from mailflow.core.search.word_query import Term, WordQuery
from mailflow.lazy_dataclasses import dataclass

WIDTH = 160  # characters of an excerpt
_LEAD = 40  # of them before the first found word
_MOST_MARKS = 2_000
_USUAL_LENGTH = 100  # words of a text
Mark = tuple[int, int]  # half-open, in characters


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of a text. `marks`: what was asked for in it."""

    text: str
    marks: tuple[Mark, ...] = ()

    def marked(self, before: str = "*", after: str = "*") -> str:
        """With `before` and `after` around what was asked for."""
        pieces, last = [], 0
        for start, end in self.marks:
            pieces += [self.text[last:start], before, self.text[start:end], after]
            last = end
        return "".join((*pieces, self.text[last:]))


def excerpt(text: str, question: WordQuery) -> Excerpt:
    """The line with the most of what was asked for; the beginning of a text that has it elsewhere (in its subject)."""
    line = " ".join(text[:LONGEST].split())
    places = list(_places(line, question.wanted))
    start = _best_start(places)
    begin = max(0, start - _LEAD) if start + WIDTH - _LEAD < len(line) else max(0, len(line) - WIDTH)
    begin = line.find(" ", begin - 1) + 1 if 0 < begin <= start else begin
    end = begin + WIDTH
    if end < len(line) and (blank := line.rfind(" ", begin, end + 1)) > begin + WIDTH // 2:
        end = blank
    left, right = "…" if begin else "", "…" if end < len(line) else ""
    moved = len(left) - begin
    marks = [(a + moved, b + moved) for a, b, _ in places if begin <= a and b <= end]
    return Excerpt(left + line[begin:end] + right, tuple(_apart(marks)))


def terms_in(text: str, question: WordQuery) -> frozenset[int]:
    """Which of the terms that are wanted stand there, by their place in the question."""
    return frozenset(which for _, _, which in _places(" ".join(text[:LONGEST].split()), question.wanted))


def _best_start(places: Sequence[tuple[int, int, int]]) -> int:
    """Where the excerpt with the most different terms begins; the first of several."""
    best, most, first = (places[0][0] if places else 0), 0, 0
    inside: Counter[int] = Counter()
    for start, end, term in places:
        inside[term] += 1
        while end - places[first][0] > WIDTH - _LEAD:
            inside[places[first][2]] -= 1
            first += 1
        kinds = sum(count > 0 for count in inside.values())
        if kinds > most:
            best, most = (places[first][0] if first < len(places) else start), kinds
    return best


def _apart(marks: Sequence[Mark]) -> Iterator[Mark]:
    """In order, without those that lie within others."""
    last = -1
    for start, end in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if start >= last:
            yield start, end
            last = end


def _places(line: str, terms: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    """(start, end, which term) of what answers, in order of their starts, as far as there are not too many."""
    spans, forms = spans_of(line)
    found = []
    for which, term in enumerate(terms):
        words = frozenset(term.words)
        found += [(start, end, which) for form, start, end in forms if form in words]
        runs = [(phrase, False) for phrase in term.phrases] + [(phrase, True) for phrase in term.starts]
        for at, (token, start, end) in enumerate(spans):
            if token in words:
                found.append((start, end, which))
            for phrase, begins in runs:
                if _stands_at(spans, at, phrase, begins=begins):
                    found.append((start, spans[at + len(phrase) - 1][2], which))
        if len(found) > _MOST_MARKS:
            break
    yield from sorted(found)


def _stands_at(spans: Sequence[Span], at: int, phrase: Sequence[str], *, begins: bool) -> bool:
    if begins and not spans[at][0].startswith(phrase[0]):
        return False
    if not begins and spans[at][0] != phrase[0]:
        return False
    tokens = [token for token, _, _ in spans[at : at + len(phrase)]]
    if len(tokens) < len(phrase) or tokens[:-1] != list(phrase[:-1]):
        return False
    return tokens[-1].startswith(phrase[-1]) if begins else tokens[-1] == phrase[-1]


class _Read(NamedTuple):
    words: Sequence[str]
    head: frozenset[str]  # words of the subject
    folded: str
    dampened: float  # the more, the longer the text is


class Judge:
    """How well texts answer one question."""

    def __init__(self, query: WordQuery) -> None:
        self._terms = [(term, frozenset(term.words), term.words[:1]) for term in query.wanted]

    def points(self, subject: str, text: str) -> float:
        """The higher, the better: how often the words stand there, for a text of this length; as they were asked for
        counts more than their family, in the subject more than below."""
        folded = fold(text[:LONGEST])
        words, head = list(words_of(folded)), frozenset(words_of(fold(subject)))
        dampened = 0.3 + 0.9 * len(words) / _USUAL_LENGTH
        read = _Read(words, head, folded, dampened)
        return sum(self._of_term(*term, read) for term in self._terms)

    def _of_term(self, term: Term, alike: frozenset[str], exact: Sequence[str], read: _Read) -> float:
        often = sum([word in alike for word in read.words]) + sum(map(read.words.count, exact))
        often += sum(read.folded.count(" ".join(phrase)) for phrase in term.phrases)
        often += sum(word.startswith(start[-1]) for start in term.starts for word in read.words)
        titled = (not read.head.isdisjoint(alike)) + 0.5 * (not read.head.isdisjoint(exact))
        return often / (often + read.dampened) + titled
