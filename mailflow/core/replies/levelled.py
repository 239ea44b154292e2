"""The words of a reply as the signs and the learned points spell them: one way for each word, marks between clauses,
`<colleague>` for every name of one. Beside each word stands what was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from mailflow.core.replies import operator_words as w
from mailflow.core.replies.addressee_words import ALIKE
from mailflow.core.replies.spoken import PARTING, SHORTEST_NICKNAME, Spoken
from mailflow.core.replies.tokens import Token
from mailflow.core.replies.words import words_of
from mailflow.lazy_dataclasses import dataclass

START, PART, ASKS, END = "<start>", "<,>", "<asks>", "<end>"
MARKS = frozenset({START, PART})
_NAMED = {w.COLLEAGUE: "<colleague>", w.THEY: "<colleague>", w.CUSTOMER: "<customer>", w.NUMBER: "<number>"}
_SHORT_NUMBER = 4  # digits
SPELLED: Mapping[str, str] = MappingProxyType({word: first for first, words in ALIKE for word in words.split()})


@dataclass(frozen=True, slots=True)
class Marked:
    """The words, and as many pieces of what was written; a mark was not. `signs`: the classes the reader gave them."""

    words: Sequence[str]
    raw: Sequence[str]
    signs: Sequence[str] = ()


def levelled(signed: Sequence[Spoken]) -> Marked:
    """An operator's words as SIGNS spells them; a comma, a full stop or a question mark as a word of its own."""
    words, raw = [START], [""]
    for one in signed:
        _part(words, raw, one.gap)
        parts = one.said.split(" ")
        raw += parts
        words += [_NAMED[one.sign]] * len(parts) if one.sign in _NAMED else map(alike, parts)
        _ask(words, raw, asks=one.token.asks)
    return Marked([*words, END], [*raw, ""], [one.sign for one in signed])


def of_tokens(found: Iterable[Token], called: Iterable[str], signs: Sequence[str] = ()) -> Marked:
    """The words of somebody who is no operator, and may call people by these names or as friends shorten them."""
    names = frozenset(word for name in called for word in _parts(name))
    words, raw = [START], [""]
    for one in found:
        _part(words, raw, one.gap)
        words.append("<name>" if one.word in names else alike(one.word))
        raw.append(one.word)
        _ask(words, raw, asks=one.asks)
    return Marked([*words, END], [*raw, ""], signs)


def _parts(name: str) -> list[str]:
    parts = words_of(name)
    return [*parts, *(parts[0][:size] for size in range(SHORTEST_NICKNAME, len(parts[0]) if parts else 0))]


def alike(word: str) -> str:
    if word.isdigit():
        return "<long-number>" if len(word) > _SHORT_NUMBER else "<n>"
    return SPELLED.get(word, word)


def _part(words: list[str], raw: list[str], gap: str) -> None:
    if len(words) > 1 and set(gap) & PARTING:
        words.append(PART)
        raw.append("")


def _ask(words: list[str], raw: list[str], *, asks: bool) -> None:
    if asks:
        words.append(ASKS)
        raw.append("?")
