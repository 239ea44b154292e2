"""A text's words, as they are indexed and asked for. SQLite and PostgreSQL get the same tokens and read nothing into
them: their own parsers tear telephone numbers apart and disagree about hyphens and accents (libraries.md).

Case and accents are folded; `e-mail` is e, mail and also email; `10.000` is 10000; `c++` is cplusplus; `34%` is 34 and
also 34persen.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.search.common_pairs import pairs_in
from mailflow.core.search.numbers import number_forms, number_spans, percent_spans
from mailflow.lazy_dataclasses import dataclass

VERSION = 3  # of all that decides about tokens (this file, numbers.py, common_pairs.py): a new one rebuilds the index
LONGEST = 200_000  # characters of a text that are indexed
LONGEST_WORD = 40  # characters; the rest of a longer one is cut, here and in questions
PLACES = 16_000  # words whose order is kept (PostgreSQL counts to 16,383); later ones are found, but in no phrase
OFTEN = 255  # places kept of one word (PostgreSQL's limit)
GAP = "·"  # stands where a place is not kept; no word

_INVISIBLE = (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)
_ACCENTS = range(0x300, 0x370)  # combining
_PLAIN = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("‘’ʼ`´", "'")
    | dict(zip("ıøđłæœþðħ", ("i", "o", "d", "l", "ae", "oe", "th", "d", "h"), strict=True))
    | dict.fromkeys(map(chr, (*_INVISIBLE, *_ACCENTS)), "")
)
_FREE, _ENDS = r"(?:(?<![\w.,])|(?<=\brp)|(?<=\brp\.)|(?<=\bidr))", r"(?!\w|[.,]\d)"
_AMOUNT = (  # 10.000 and 10,000, with decimals; "rp" may be glued to it
    rf"\b(?:rp|idr)(?=\.?\d)|{_FREE}\d{{1,3}}(?:\.\d{{3}}){{1,5}}(?:,\d{{2}})?{_ENDS}"
    rf"|{_FREE}\d{{1,3}}(?:,\d{{3}}){{1,5}}(?:\.\d{{2}})?{_ENDS}"
)
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"  # written without blanks: each is a word
_MARKS = "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\ua980-\ua983\ua9b3-\ua9c0"
_WORD = LazyPattern(
    rf"[^\W\d_{_IDEOGRAPH}{_MARKS}]++(?![\d+#{_MARKS}])|{_AMOUNT}|[{_IDEOGRAPH}]"
    rf"|[^\W_{_IDEOGRAPH}](?:[^\W_{_IDEOGRAPH}]|[{_MARKS}])*+(?:\+\+|#(?![^\W_]))?"
)
_ASCII_WORD = LazyPattern(rf"[a-z]++(?![\d+#])|{_AMOUNT}|[a-z0-9]++(?:\+\+|#(?![a-z0-9]))?")
_INNER = LazyPattern(r"[^\W_][-'/_.][^\W_]")  # a hyphen or the like within a word
_JOINED = LazyPattern(r"[^\W_]+(?:[-'/_.][^\W_]+){1,7}")
_TWICE = LazyPattern(r"([a-z]{3,20})2")  # kira2: kira-kira


@dataclass(frozen=True, slots=True)
class Tokens:
    """What is indexed of a text."""

    words: tuple[str, ...]  # in their order
    forms: tuple[
        str, ...
    ]  # further tokens without a place: email of "e-mail", n8123… of a telephone number, common_pairs.py


def fold(text: str) -> str:
    """Lower case without accents, of one width; hyphens and apostrophes of one kind."""
    if text.isascii():
        return text.lower()
    if "\n" in text:  # most lines of most mails are ASCII; what is combined stands in one
        return "\n".join(map(fold, text.split("\n")))
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold().translate(_PLAIN)
    return unicodedata.normalize("NFC", plain)


def tokens_of(texts: Iterable[str], further: Iterable[str] = ()) -> Tokens:
    """The tokens of these texts, in their order; `further` are forms that do not stand in them."""
    folded = fold("\n".join(texts)[:LONGEST])
    units, forms = folded.split(), dict.fromkeys(further)
    own = dict[str, tuple[str, ...]]()
    for unit in dict.fromkeys(units):  # each once: in a mail of 600 words most recur
        own[unit], joined = _of_unit(unit)
        if joined:
            forms.update(dict.fromkeys(joined))
    words = [*chain.from_iterable(map(own.__getitem__, units))]
    forms.update(dict.fromkeys(number_forms(folded)))
    forms.update((token, None) for token, _, _ in percent_spans(folded))
    if len(words) > OFTEN:
        forms.update(dict.fromkeys(words[PLACES:]))
        words = _placed(words[:PLACES])
    forms.update(dict.fromkeys(pairs_in(words)))
    return Tokens(tuple(words), tuple(forms))


def tokens_of_each(documents: Iterable[tuple[Sequence[str], Sequence[str]]]) -> list[Tokens]:
    """The tokens of each of these (texts, further forms)."""
    return [tokens_of(texts, further) for texts, further in documents]


def words_of(folded: str) -> Iterator[str]:
    """The words of a folded text."""
    for unit in folded.split():
        yield from _of_unit(unit)[0]


def joined_of(folded: str) -> Iterator[str]:
    """What else the words of a folded text are found by: parts joined."""
    for unit in folded.split():
        yield from _of_unit(unit)[1]


@lru_cache(maxsize=8192)  # the words of a desk's mails recur: 3 % of any mail (bench/caches.py)
def _of_unit(unit: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words and forms of what stands between two blanks."""
    if unit.isascii() and unit.isalpha():
        return (unit[:LONGEST_WORD],), ()
    found = (_ASCII_WORD if unit.isascii() else _WORD).findall(unit)
    words = tuple(word for one in found for word in _unusual(one))
    joined = [form for form, _, _ in _joined_spans(unit)] if _INNER.search(unit) else ()
    return words, tuple(joined)


def _unusual(found: str) -> Iterator[str]:
    if found.isalpha():
        yield found[:LONGEST_WORD]
        return
    twice = _TWICE.fullmatch(found)
    if twice:
        yield from (twice[1], twice[1])
    elif found.endswith("++"):
        yield f"{found[:LONGEST_WORD]}".replace("++", "plusplus")
    elif found.endswith("#"):
        yield f"{found[: LONGEST_WORD - 1].removesuffix('#')}sharp"
    elif "." in found or "," in found:
        yield amount_digits(found)
    else:
        yield found[:LONGEST_WORD]


def amount_digits(written: str) -> str:
    """ "10.000,00" → "10000": without points and decimals."""
    whole = written[:-3] if written[-3] in ".," else written  # groups have three digits, decimals two
    return whole.replace(".", "").replace(",", "")


def joined_form(written: str) -> str | None:
    """ "e-mail" → "email", "inv/2026/0001" → "inv20260001"; None where parts are words of their own: "pulsa/kuota",
    "desk.example", or nothing but digits, which number_forms joins."""
    if not any(map(str.isdigit, written)):
        if "/" in written or "." in written:
            return None
    elif not any(map(str.isalpha, written)):
        return None
    joined = "".join(filter(str.isalnum, written))
    return joined if 3 <= len(joined) <= LONGEST_WORD else None


Span = tuple[str, int, int]  # a token, and where it stands (half-open)


def _joined_spans(line: str) -> Iterator[Span]:
    """Each group of parts joined, and smaller groups in it: email of "e-mail/telepon", quran of "al-qur'an"."""
    for group in _JOINED.finditer(line):
        whole = joined_form(fold(group[0]))
        if whole:
            yield whole, group.start(), group.end()
        for looser in ("/", "-"):
            if looser in group[0]:
                yield from _of_parts(group[0], looser, group.start())


def _of_parts(group: str, looser: str, start: int) -> Iterator[Span]:
    """The joined form of each part between these that has parts itself, and no digits: numbers are found anyway."""
    for part in group.split(looser):
        if not part.isalnum() and not any(map(str.isdigit, part)):
            form = joined_form(fold(part))
            if form:
                yield form, start, start + len(part)
        start += len(part) + 1


def spans_of(line: str) -> tuple[list[Span], list[Span]]:
    """The words of a line, in order, and its forms."""
    low = line.lower() if len(line.lower()) == len(line) else line
    found = (_ASCII_WORD if low.isascii() else _WORD).finditer(low)
    words = [(token, one.start(), one.end()) for one in found for token in words_of(fold(one[0]))]
    return words, [*_joined_spans(low), *number_spans(low), *percent_spans(low)]


def _placed(words: list[str]) -> list[str]:
    """Beyond OFTEN occurrences a gap keeps the place of the words behind it."""
    counts = Counter(words)
    if max(counts.values(), default=0) <= OFTEN:
        return words
    often = frozenset(word for word, count in counts.items() if count > OFTEN)
    seen: Counter[str] = Counter()
    for place, word in enumerate(words):
        if word in often:
            seen[word] += 1
            if seen[word] > OFTEN:
                words[place] = GAP
    return words
