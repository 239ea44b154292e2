"""Numbers in one form, however they are written: 0812-3456-7890, +62 812 3456 7890 and 6281234567890 are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailflow.core.finders.phone import find_phones
from mailflow.core.lazy_regex import LazyPattern

LONG = 7  # digits from which on a number is one, whatever parts its groups
# groups of digits on one line; the digit is named first, so that a text is searched by it: 2 µs instead of 55 for 4 KB
_CHAIN = LazyPattern(r"\d(?<![^\W_]\d)[\d .()\-/]{5,60}(?<=\d)")
_PERCENT = LazyPattern(r"(\d(?<![\w.,\-]\d)\d{0,2}(?:[.,]\d{1,2})?)\s?(?:%|persen\b|percent\b)")
_LONGEST = 40  # digits: what is longer is a column of figures
_BEFORE, _BEHIND = 60, 12  # characters the finder of telephone numbers is shown around one
_GROUPS = LazyPattern(r"\d+")
_SCALES = {"rb": 1_000, "rbu": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}
_SCALED = LazyPattern(r"([1-9]\d{0,5})(rb|rbu|ribu|k|jt|juta)", re.ASCII)
_PLAIN_AMOUNT = LazyPattern(r"[1-9]\d{0,8}000", re.ASCII)


def number_form(digits: str) -> str:
    """The token of a number: without country code and leading zeros, so that all spellings of one are equal."""
    bare = digits.lstrip("0")
    if bare.startswith("62") and 10 <= len(bare) <= 15:
        bare = bare[2:].lstrip("0")
    return f"n{bare[:40]}"


def ticket_form(n: int) -> str:
    """The token that every text of ticket `n` has."""
    return f"no{n}"


def number_forms(text: str) -> Iterator[str]:
    """The tokens of all long numbers in a folded text: of each chain of groups, of its long groups, and of the
    telephone numbers in it."""
    return (token for token, _, _ in number_spans(text))


def number_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """(token, start, end) of each of them."""
    for chain in _CHAIN.finditer(text):
        groups = list(_GROUPS.finditer(chain[0]))
        start = chain.start()
        yield from (
            (number_form(one[0]), start + one.start(), start + one.end()) for one in groups if len(one[0]) >= LONG
        )
        if len(groups) > 1:
            yield from _of_chain(text, chain, groups)


def whole_numbers(text: str, least: int = LONG) -> Iterator[str]:
    """The tokens a question's numbers of so many digits ask for: the whole of each, not its long groups alone."""
    for chain in _CHAIN.finditer(text):
        groups = list(_GROUPS.finditer(chain[0]))
        if sum(len(one[0]) for one in groups) >= least:
            yield from (token for token, _, _ in _of_chain(text, chain, groups))


def _of_chain(text: str, chain: re.Match[str], groups: Sequence[re.Match[str]]) -> Iterator[tuple[str, int, int]]:
    """All its digits as one number, and the telephone numbers in it."""
    digits = "".join(one[0] for one in groups)
    if len(digits) < LONG:
        return
    if len(digits) <= _LONGEST:
        yield number_form(digits), chain.start(), chain.end()
    if len(groups) > 1:
        yield from _phones(text, chain)


def percent_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """(token, start, end) of "34%", "7,5 persen" in a folded text, not of a part of a number."""
    if "%" in text or "persen" in text or "percent" in text:
        for found in _PERCENT.finditer(text):
            yield f"{found[1].replace('.', 'p').replace(',', 'p')}persen", found.start(), found.end()


def _phones(text: str, chain: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The finder needs the words before a number, not the whole text."""
    begin = max(text.rfind("\n", 0, chain.start()) + 1, chain.start() - _BEFORE)
    for found in find_phones(text[begin : chain.end() + _BEHIND]):
        yield number_form(found.value.removeprefix("+")), begin + found.start, begin + found.end


def amount_spellings(word: str) -> tuple[str, ...]:
    """Other single words for the same amount: "50000" ↔ "50rb", "50k", "50ribu"; none for what is no round amount."""
    return tuple(f"{count}{name}" for count, name in _amounts(word))


def amount_phrases(word: str) -> tuple[tuple[str, str], ...]:
    """The same in two words: "50 rb"."""
    return tuple((count, name) for count, name in _amounts(word) if name)


def _amounts(word: str) -> tuple[tuple[str, str], ...]:
    scaled = _SCALED.fullmatch(word)
    if scaled is None and not _PLAIN_AMOUNT.fullmatch(word):
        return ()
    value = int(scaled[1]) * _SCALES[scaled[2]] if scaled else int(word)
    return ((str(value), ""), *((str(value // scale), name) for name, scale in _SCALES.items() if value % scale == 0))
