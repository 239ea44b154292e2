"""Numbers in words, Indonesian and English: "dua ratus lima puluh ribu", "fifty thousand", "sejuta"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * n for n, word in enumerate(words.split())}


_UNITS: Mapping[str, int] = MappingProxyType(
    _numbered("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas", 1)
    | _numbered("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen", 1)
    | _numbered("seventeen eighteen nineteen", 17)
    | _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
    | {"seratus": 100, "delapanbelas": 18, "duapuluh": 20, "limapuluh": 50}
    | _numbered("siji rong telung patang limang nem pitung wolung sangang", 1)  # Javanese
    | _numbered("rongpuluh telungpuluh patangpuluh limangpuluh", 20, 10)
    | _numbered("satus rongatus telungatus patangatus limangatus", 100, 100)
    | {"selikur": 21, "selawe": 25, "seket": 50, "sewidak": 60}
    | _numbered("hiji duo tilu opat limo genep tujuah dalapan salapan sapuluh", 1)  # Sundanese, Minang
    | {"tigo": 3, "ampek": 4, "anam": 6, "lapan": 8, "sambilan": 9, "sapuluah": 10, "saratus": 100, "saratuih": 100}
)
_WITHIN: Mapping[str, int] = MappingProxyType(
    {"puluh": 10, "puluhan": 10, "puluah": 10, "ratus": 100, "ratusan": 100, "ratuih": 100, "atus": 100, "hundred": 100}
)
_BEHIND: Mapping[str, int] = MappingProxyType(
    dict.fromkeys("ribu rebu ewu ribuan rb rbu thousand".split(), 1_000)
    | dict.fromkeys("juta jutaan jt million".split(), 10**6)
)
_ALONE: Mapping[str, int] = MappingProxyType(
    dict.fromkeys("seribu serebu seribuan sewu sarebu saribu".split(), 1_000)
    | {"rongewu": 2_000, "limangewu": 5_000, "sejuta": 10**6, "sajuta": 10**6}
)
_HALF = frozenset({"setengah", "half"})


def spoken_number(words: Sequence[str]) -> tuple[int, int]:
    """How many of `words` (lower case) are one number, and its value; (0, 0): they begin with none.

    >>> spoken_number(["dua", "ratus", "lima", "puluh", "ribu", "rupiah"])
    (5, 250000)
    """
    total = part = count = 0
    for word in words:
        if word in _ALONE:
            total, part = total + part + _ALONE[word], 0
        elif word in _UNITS:
            part += _UNITS[word]
        elif word == "belas" and part % 10 > 0:
            part += 10
        elif word in _WITHIN and part:
            part = _scaled(part, _WITHIN[word])
        elif word in _HALF and words[count + 1 : count + 2] and words[count + 1] in _BEHIND:  # "satu setengah juta"
            return count + 2, total + (2 * part + 1) * _BEHIND[words[count + 1]] // 2
        elif word in _BEHIND and part:
            total, part = total + part * _BEHIND[word], 0
        elif not (word == "and" and part):
            break
        count += 1
    return count, total + part


def _scaled(part: int, by: int) -> int:
    """The last unit times ten or a hundred: in "dua ratus lima puluh" only the five is."""
    last = part % 10 if part % 10 else part % 100
    return part - last + last * by
