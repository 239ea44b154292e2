"""What a person typed into a search, as terms: words, "phrases", -without, begin*.

All terms must hold. A word stands for its family (families.py); in quotes it stands for itself. A word of several
parts (kira-kira, budi@desk.example, INV/2026/1) is a phrase, or the parts joined; a number is found in any spelling;
words are found written together or apart (apart.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain

from mailflow.core.search.apart import apart, forms_of_pair, runs, together
from mailflow.core.search.families import family
from mailflow.core.search.numbers import (
    LONG,
    amount_phrases,
    amount_spellings,
    number_form,
    percent_spans,
    ticket_form,
    whole_numbers,
)
from mailflow.core.search.tokens import fold, joined_of, words_of
from mailflow.lazy_dataclasses import dataclass, replace

MOST_TERMS = 30  # of one question; the rest is not looked at
FEWEST_LETTERS = 3  # of a beginning: a shorter one has too many words (libraries.md)
_UNIT = re.compile(r'(-?)(?:"([^"]*)"?|“([^”]*)”?|((?:[^\s"“]|(?<=\w)")+))')
_LONG_AMONG_LETTERS = 9  # digits of a number that is found without the letters beside it: 2026-11-0305, not 2026-2027
_GROUP, _CODE = 6, 4  # digits of a group, and of a country or area code
_DIGITS = re.compile(r"[+(]*\d[\d().\-/]*")
_LABELS = frozenset("tiket ticket no nomor no. nomer #".split())
_NUMBER = re.compile(r"\[?#?([^\s\[\]#]{1,40})\]?[.,;:!?]*")

Numbered = Callable[[str], int | None]  # the ticket with this number as written


@dataclass(frozen=True, slots=True)
class Term:
    """One of these must stand in the text."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()  # two words or more, one behind the other
    starts: tuple[tuple[str, ...], ...] = ()  # the same, the last of them only the beginning of a word

    def or_words(self, words: Sequence[str]) -> Term:
        """These may stand there, too."""
        return replace(self, words=tuple(dict.fromkeys((*self.words, *words))))

    def tokens(self) -> Iterator[str]:
        """All of them but beginnings."""
        return chain(self.words, *self.phrases)

    def among(self, known: Collection[str]) -> Term | None:
        """The same where no other tokens than these stand in any text; None: it stands nowhere."""
        words = tuple(word for word in self.words if word in known)
        phrases = tuple(phrase for phrase in self.phrases if all(word in known for word in phrase))
        return replace(self, words=words, phrases=phrases) if words or phrases or self.starts else None


@dataclass(frozen=True, slots=True)
class WordQuery:
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    short: str = ""  # a beginning that is too short to ask for, as written; then nothing else is set

    @property
    def asks(self) -> bool:
        """Whether anything must stand in the text."""
        return bool(self.wanted)

    def among(self, known: Collection[str]) -> WordQuery | None:
        """The same where no other tokens than these stand in any text; None: nothing answers."""
        wanted = [term.among(known) for term in self.wanted]
        if None in wanted:
            return None
        unwanted = [term.among(known) for term in self.unwanted]
        return WordQuery(tuple(filter(None, wanted)), tuple(filter(None, unwanted)))


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    without: bool = False
    exact: bool = False  # in quotes


def asked(words: Sequence[str], numbered: Numbered = lambda text: None) -> WordQuery:
    """The question of these words: each may hold several, quotes included. `numbered` finds tickets by number."""
    units = _without_labels(list(_merged(_units(words)))[:MOST_TERMS], numbered)
    for unit in units:
        if _is_too_short(unit):
            return WordQuery(short=unit.text)
    each = [() if unit.without else tuple(_terms(unit, numbered)) for unit in units]
    for places, one in together([_plain_word(unit, "-") for unit in units]):
        for place in places:
            each[place] = tuple(term.or_words(forms_of_pair(one)) for term in each[place])
    unwanted = (_term(unit, numbered) for unit in units if unit.without)
    return WordQuery(
        tuple(term for terms in each for term in terms), tuple(term for term in unwanted if term is not None)
    )


def _units(words: Sequence[str]) -> Iterator[_Unit]:
    for minus, straight, curly, plain in (found for written in words for found in _UNIT.findall(written)):
        quoted = straight or curly
        yield _Unit(quoted or plain, bool(minus), bool(quoted))


def _without_labels(units: Sequence[_Unit], numbered: Numbered) -> list[_Unit]:
    """ "tiket 12" asks for ticket 12; its texts need not say "tiket"."""
    label = [unit.text.casefold() in _LABELS and not unit.exact for unit in units]
    ticket = [_ticket(unit, numbered) is not None for unit in units]
    return [unit for i, unit in enumerate(units) if not (label[i] and any(ticket[i + 1 : i + 2]))]


def _merged(units: Iterator[_Unit]) -> Iterator[_Unit]:
    """Groups of digits with blanks between are one number; "tiket 12" is the ticket's number."""
    held: list[_Unit] = []
    for unit in units:
        if _is_digits(unit):
            held.append(unit)
            continue
        yield from _number_of(held)
        held = []
        yield unit
    yield from _number_of(held)


def _is_digits(unit: _Unit) -> bool:
    return not (unit.exact or unit.without) and _DIGITS.fullmatch(unit.text) is not None


def _number_of(held: list[_Unit]) -> Iterator[_Unit]:
    """Groups of a few digits, or a whole number behind its country or area code; not two numbers."""
    counts = sorted(sum(map(str.isdecimal, unit.text)) for unit in held)
    if len(held) > 1 and sum(counts) >= LONG and (counts[-1] <= _GROUP or sum(counts[:-1]) <= _CODE):
        yield _Unit(" ".join(unit.text for unit in held))
    else:
        yield from held


def _is_too_short(unit: _Unit) -> bool:
    if unit.exact or not unit.text.endswith("*"):
        return False
    words = list(words_of(fold(unit.text)))
    return len(words) < 2 and len("".join(words)) < FEWEST_LETTERS


def _plain_word(unit: _Unit, but: str = "") -> str | None:
    """The one word that it is, without a sign in it `but` these."""
    if unit.without or unit.exact or unit.text.endswith("*"):
        return None
    folded = fold(unit.text)
    bare = folded.replace(but, "") if but else folded
    return bare if bare and "".join(words_of(folded)) == bare else None


def _terms(unit: _Unit, numbered: Numbered) -> Iterator[Term]:
    """The letters and the long number of EE123456785ID may stand in it one by one: EE 123 456 785 ID."""
    word = _plain_word(unit) or ""
    parts = runs((word,))
    if len(parts) > 1 and any(part.isdecimal() and len(part) >= LONG for part in parts):
        tokens = (number_form(part) if part.isdecimal() and len(part) >= LONG else part for part in parts)
        yield from (Term((token, word)) for token in tokens)
        return
    term = _term(unit, numbered)
    if term is not None:
        yield term


def _term(unit: _Unit, numbered: Numbered) -> Term | None:
    """None when there is nothing to look for in it: "&", "--"."""
    folded = fold(unit.text)
    words = tuple(words_of(folded))
    if not words:
        return None
    if unit.text.endswith("*") and not unit.exact:
        return Term(starts=(words,))
    if unit.exact:
        return _said_so(folded, words)
    if percents := [token for token, start, end in percent_spans(folded) if (start, end) == (0, len(folded))]:
        return Term(tuple(percents))
    further = (*_joined(folded), *_whole_number(folded), *_of_ticket(unit, numbered))
    if len(words) > 1:
        return Term(tuple(dict.fromkeys(further)), tuple(dict.fromkeys((words, runs(words)))))
    alike = family(words[0]) if words[0] in folded else words  # not of c++
    alike = (*alike, *amount_spellings(words[0]))
    phrases = dict.fromkeys((*amount_phrases(words[0]), *(apart(words[0]) if words[0] == folded else ())))
    return Term(tuple(dict.fromkeys((*alike, *further))), tuple(phrases))


def _said_so(folded: str, words: tuple[str, ...]) -> Term:
    """In quotes: the words as they are, except that parts may be joined and digits stand apart from letters."""
    joined = tuple(word for one in folded.split() for word in (list(joined_of(one)) or words_of(one)))
    spellings = dict.fromkeys((words, runs(words), joined))
    single = tuple(one[0] for one in spellings if len(one) == 1)
    return Term(single, tuple(one for one in spellings if len(one) > 1))


def _joined(folded: str) -> Iterator[str]:
    for form in joined_of(folded):
        yield from family(form)
    least = _LONG_AMONG_LETTERS if any(map(str.isalpha, folded)) else LONG
    yield from whole_numbers(folded, least)


def _whole_number(folded: str) -> Iterator[str]:
    digits = "".join(filter(str.isdecimal, folded))
    if len(digits) >= LONG and _DIGITS.fullmatch(folded.replace(" ", "")):
        yield number_form(digits)


def _of_ticket(unit: _Unit, numbered: Numbered) -> Iterator[str]:
    """A ticket's number finds all texts of the ticket."""
    n = _ticket(unit, numbered)
    if n is not None:
        yield ticket_form(n)


def _ticket(unit: _Unit, numbered: Numbered) -> int | None:
    found = _NUMBER.fullmatch(unit.text)
    return numbered(found[1]) if found and not unit.exact and any(map(str.isdigit, found[1])) else None
