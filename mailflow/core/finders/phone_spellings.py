"""Telephone numbers that are not written in plain groups of digits: in words ("nol delapan satu dua …"), with letters
for digits (O8I2), with slashes (0812/3456/7890), within a top-up order by SMS (S10.081234567890.1234)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from mailflow.core.lazy_regex import LazyPattern

_LETTERS = LazyPattern(r"(?<!\w)[oO0]8[\dIlOo]{0,11}(?:[ .\-]?(?=[IlOo]{0,4}\d)[\dIlOo]{2,5}){0,4}(?!\w)", re.ASCII)
_LOOKS_ALIKE = LazyPattern(r"[oO]8|\d[IlOo]", re.ASCII)
_SLASH_WITHIN = LazyPattern(r"\d/\d{3}", re.ASCII)
_DIGIT_OF = str.maketrans("oOIl", "0011")
# A document's number has its year in the middle: "0812/2026/1124".
_SLASHED = LazyPattern(
    r"(?<![\w/.\-])(?:(?:\+?62[ \-/]?|0)8\d\d/(?!20[0-3]\d/)\d{3,4}/\d{3,5}|0[2-79]\d{1,2}/\d{5,8})(?![\w/]|[.\-]\d)",
    re.ASCII,
)
# What is bought, for whom, and the seller's PIN: "S10.081234567890.1234", "10#0857…#9999".
_ORDER = LazyPattern(
    r"(?<!\w)[A-Za-z]{0,8}\d{1,4}(?:rb|ribu|k)?[.#*](08\d{8,11})(?:[.#*]\d{4,6})?(?!\w|[.\-]\d)", re.ASCII
)
_ORDERED = (".08", "#08", "*08")

_DIGIT: Mapping[str, str] = MappingProxyType(
    {
        word: str(n)
        for row in (
            "nol satu dua tiga empat lima enam tujuh delapan sembilan",
            "zero one two three four five six seven eight nine",
        )
        for n, word in enumerate(row.split())
    }
    | {"kosong": "0", "o": "0", "oh": "0", "lapan": "8", "sepuluh": "10", "sebelas": "11"}
)
_TIMES: Mapping[str, int] = MappingProxyType({"dobel": 2, "double": 2, "dabel": 2, "tripel": 3, "triple": 3})
_WORD = "|".join(sorted((*_DIGIT, *_TIMES, "plus", "belas", "puluh"), key=len, reverse=True))
_SPOKEN = LazyPattern(rf"(?<!\w)(?:{_WORD})(?:[ \t,.\-]{{1,5}}(?:{_WORD})\b){{7,40}}", re.IGNORECASE)
_PAUSE = LazyPattern(r"[,.]+|\s-")
_EIGHTS = ("elapan", "eight", "ELAPAN", "EIGHT", "Eight", "lapan")  # no mobile number is without one


class SpokenDigits(NamedTuple):
    """Digits said one by one, and where (half-open)."""

    digits: str
    plus: bool
    start: int
    end: int


def plain_digits(text: str) -> str:
    """`text` in its own length, with digits where letters or signs stand for them."""
    if _LOOKS_ALIKE.search(text) is not None:
        text = _LETTERS.sub(lambda match: match[0].translate(_DIGIT_OF), text)
    if "/" in text and _SLASH_WITHIN.search(text) is not None:
        text = _SLASHED.sub(lambda match: match[0].replace("/", "-"), text)
    if any(sign in text for sign in _ORDERED):
        text = _ORDER.sub(lambda match: match[1].rjust(match.end(1) - match.start()).ljust(len(match[0])), text)
    return text


def spoken_digits(text: str) -> Iterator[tuple[SpokenDigits, ...]]:
    """Runs of eight and more digits in words; each as a whole and, shorter and shorter, up to one of its commas: what
    follows may be a price."""
    if any(eight in text for eight in _EIGHTS):
        for match in _SPOKEN.finditer(text):
            ends = [match.start() + comma.start() for comma in _PAUSE.finditer(match[0])]
            yield tuple(_up_to(text, match.start(), end) for end in (match.end(), *reversed(ends)))


def _up_to(text: str, start: int, end: int) -> SpokenDigits:
    words = re.findall(r"\w+", text[start:end].casefold())
    return SpokenDigits(_digits(words), words[0] == "plus", start, end)


def _digits(words: list[str]) -> str:
    """ "delapan dua belas" is 812, "tiga puluh lima" 35, "dobel tujuh" 77."""
    digits, times = "", 1
    for at, word in enumerate(words):
        if word in _TIMES:
            times = _TIMES[word]
        elif word == "belas":
            digits = f"{digits[:-1]}1{digits[-1:]}"
        elif word == "puluh":
            digits += "" if words[at + 1 : at + 2] and len(_DIGIT.get(words[at + 1], "")) == 1 else "0"
        elif word in _DIGIT:
            digits, times = digits + _DIGIT[word] * times, 1
    return digits
