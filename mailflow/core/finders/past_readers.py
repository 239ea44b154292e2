"""Which words and figures can begin what is told of a moment in the past, and who reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailflow.core.finders.past_days import (
    CLOCK_WORDS,
    LAST_NIGHT,
    YESTERDAY,
    ago,
    named_day,
    numeric,
    recent,
    weekday,
    written,
)
from mailflow.core.finders.past_hours import TIME_WORDS, bare_clock, clock, part, zone
from mailflow.core.finders.past_words import TextWords, Told, WrittenAt
from mailflow.core.when import vocabulary as v

Reader = Callable[[TextWords, int, WrittenAt], "Told | None"]

# The words a moment can begin with; figures besides.
OPENERS = frozenset(
    {*YESTERDAY, *LAST_NIGHT, *CLOCK_WORDS, *v.WEEKDAY, *v.MONTH, *v.PART, *v.ONE, *v.HALF, *v.NUMBER}
    | {"hari", "today", "last", "tadi", "this", "in", "on", "malam", "sebulan", "tengah", "midnight", "quarter"}
    | TIME_WORDS
)


def first_told(tokens: TextWords, at: int, arrival: WrittenAt, beside: Told | None = None) -> Told | None:
    word = tokens.words[at]
    readers: tuple[Reader, ...] = _of_figure(word) if word[:1].isdigit() else _BY_WORD.get(word, ())
    if beside is not None:
        beside_day = beside.day is not None
        found = bare_clock(tokens, at, dotted=beside_day) or zone(tokens, at, clock_before=beside.clock is not None)
        if found is not None:
            return found
    for reader in readers:
        if (said := reader(tokens, at, arrival)) is not None:
            return recent(tokens, said) if reader in (numeric, written) else said
    return None


def _of_figure(word: str) -> tuple[Reader, ...]:
    """Those that may begin with this figure: a plain number, or one with signs in it."""
    if not word.isdigit():
        return (numeric, clock)
    return (ago, written, clock) if len(word) <= 2 else (ago,)


# Those that may begin with a word, in their order, and the words that each begins with.
_OF_WORDS: tuple[tuple[Reader, frozenset[str]], ...] = (
    (ago, frozenset({*v.ONE, *v.HALF, *v.NUMBER, "sebulan"})),
    (named_day, YESTERDAY | LAST_NIGHT | {"hari", "today", "last", "tadi", "malam"}),
    (written, frozenset(v.MONTH)),
    (weekday, frozenset({*v.WEEKDAY, "hari", "last", "on"})),
    (part, frozenset({*v.PART, "tadi", "this", "in", "tengah", "midnight"})),
    (clock, CLOCK_WORDS | TIME_WORDS | {"quarter"}),
)
_BY_WORD: Mapping[str, tuple[Reader, ...]] = MappingProxyType(
    {word: tuple(reader for reader, begins in _OF_WORDS if word in begins) for word in OPENERS}
)
