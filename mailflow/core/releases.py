"""What a reply to the daily digest, or to a letter about floods, may say, a line each:

lepas 17            release 17 18        these mails; 17-19 are three
lepas 17, buang 18  release 17; drop 18  one after the other
lepas 17 semua      release 17 all       all that is held of its sender
lepas banjir 3      release flood 3      all that one flood holds
lepas               release              all of the floods the letter is about, or its only mail; in a digest, nothing
buang 18 iklan      drop 18 x            and why
blokir domain 17    block domain 17      the same as "blokir 17 domain"
lagi                more                 the next page of the list

Which words there are, flow/settle/digest_commands.py says.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Literal

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass

MOST_IDS = 100  # in one reply: more is a mistake
MORE = ("lagi", "more")  # the words that need no number
Scope = Literal["mail", "sender", "flood", "page"]

# "tolong lepas nomor 17", "ok, release mail 17"
_PLEASE = (
    r"[/*•-]?\s*(?:(?:tolong|mohon|silahkan|silakan|harap|coba|minta|please|pls|oke?|okay|baik(?:lah)?|ya|yes)\b"
    r"[\s,.:]+){0,3}"
)
_OF_MAIL = r"(?:(?:nomor|nomer|no|id|e-?mail|mail|number)\b[.:]?\s*){0,2}"
_WHOSE = (  # "blokir seluruh domain dari nomor 17", "trust the sender of 17"
    r"(?:(?:(?:seluruh|semua|all|the|whole|entire|of)\s+){0,3}(domain|pengirim|alamat|sender|address)(?:nya)?\b[.:]?\s*"
    r"(?:(?:dari|of|from)\s+)?)?"
)
_HEAD = LazyPattern(_PLEASE + rf"([a-z]+)\b[:\s]+{_WHOSE}{_OF_MAIL}(#?\d.*)", re.IGNORECASE)
_NUMBER = r"#?(\d{1,15})(?:\s*[-–]\s*#?(\d{1,15}))?(?!\d|[./-]\d)"
_FIRST = LazyPattern(_NUMBER)
# "percayai 17 30 hari": behind the first number, one before a unit or a month counts days, not mails
_FURTHER = LazyPattern(
    rf"(?:\s*(?:[,;&]|\bdan\b|\band\b)\s*|\s+){_NUMBER}(?!\s*(?:hari|minggu|pekan|bulan|tahun|jam|days?|weeks?|months?|"
    r"years?|hours?|jan|feb|mar|apr|mei|may|jun|jul|agu|aug|sep|okt|oct|nov|des|dec))",
    re.IGNORECASE,
)
_NEXT = LazyPattern(
    rf"\s*(?:[,;&]|\bdan\b|\band\b|\blalu\b|\bthen\b)\s*(?=([a-z]+)[:\s]+{_WHOSE}{_OF_MAIL}#?\d)", re.IGNORECASE
)
_FLOOD = LazyPattern(_PLEASE + r"([a-z]+)\b[:\s]+(?:banjir|flood)\s+#?(\d{1,15})\b(.*)", re.IGNORECASE)
_ALONE = LazyPattern(
    _PLEASE
    + r"([a-z]+)(?:\s+(?:semua(?:nya)?|all))?(?:[\s,]+(?:please|ya|dong|kak|thanks?|makasih|terima kasih))?[\s.!]*",
    re.IGNORECASE,
)
_EVERY = LazyPattern(r"(?:semua(?:nya)?|all)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a colleague wants done with one mail, a sender's mails, or a flood."""

    line: str  # as written
    word: str  # the command's, in lower case
    id: int  # of a mail, or of a flood
    why: str = ""  # the text after the numbers
    scope: Scope = "mail"  # that mail, all that is held of its sender, that flood, or the next page


def asked(text: str, words: Container[str], floods: Sequence[int] = (), alone: Sequence[int] = ()) -> list[Asked]:
    """The lines of `text` that begin with one of `words`, one entry for each mail or flood. Other lines are nobody's.

    `floods`: those the letter told of, which a word alone is about; `alone`: the only mail it told of, likewise.
    Elsewhere nothing is done without a number.
    """
    lines = [part for line in text.splitlines() for part in _parts(line.strip(), words)]
    found = [one for line in lines for one in _of_line(line, floods, alone)]
    return [one for one in found if one.word in words][:MOST_IDS]


def _parts(line: str, words: Container[str]) -> list[str]:
    """ "lepas 17, buang 18" → both; a question asks for nothing."""
    if line.endswith("?"):
        return []
    found, begin = [], 0
    for next_one in _NEXT.finditer(line):
        if next_one[1].lower() in words:
            found.append(line[begin : next_one.start()])
            begin = next_one.end()
    return [*found, line[begin:]]


def _numbers(said: str) -> tuple[list[int], str]:
    """ "17, 19-21 iklan" → 17, 19, 20, 21, and what stands behind them; none where a range is none, or too long."""
    found: list[int] = []
    end, item = 0, _FIRST.match(said)
    while item:
        first, last = int(item[1]), int(item[2] or item[1])
        if not 0 <= last - first < MOST_IDS:
            return [], ""
        found += range(first, last + 1)
        end = item.end()
        item = _FURTHER.match(said, end)
    return found, said[end:].lstrip(" ,;")


def _of_line(line: str, floods: Sequence[int], alone: Sequence[int]) -> list[Asked]:
    shown = " ".join(line.split())[:200]
    if match := _ALONE.fullmatch(line):
        if match[1].lower() in MORE:
            return [Asked(shown, match[1].lower(), 0, scope="page")]
        about_floods = [Asked(shown, match[1].lower(), flood, scope="flood") for flood in floods]
        return about_floods or [Asked(shown, match[1].lower(), one) for one in alone]
    if match := _FLOOD.fullmatch(line):
        return [Asked(shown, match[1].lower(), int(match[2]), _reason(match[3]), "flood")]
    if match := _HEAD.fullmatch(line):
        numbers, behind = _numbers(match[3])
        every = _EVERY.match(behind)
        why = _reason(behind[every.end() if every else 0 :])
        if (match[2] or "").lower() == "domain":
            why = f"domain {why}".rstrip()
        scope: Scope = "sender" if every else "mail"
        return [Asked(shown, match[1].lower(), one, why, scope) for one in numbers]
    return []


def _reason(words: str) -> str:
    return words.strip(" .!,;")
