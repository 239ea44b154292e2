"""What a reply to the daily digest, or to a letter about floods, may say, a line each:

lepas 17            release 17 18        these mails
lepas 17 semua      release 17 all       all that is held of its sender
lepas banjir 3      release flood 3      all that one flood holds
lepas               release              all of the floods the letter is about, or its only mail; in a digest, nothing
buang 18 iklan      drop 18 x            and why
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

_LINE = LazyPattern(
    r"[/*•-]?\s*([a-z]+)\b[:\s]+((?:#?\d{1,15}(?:\s*(?:[,;&]|\bdan\b|\band\b)\s*|\s+|\b))+)(.*)", re.IGNORECASE
)
_FLOOD = LazyPattern(r"[/*•-]?\s*([a-z]+)\b[:\s]+(?:banjir|flood)\s+#?(\d{1,15})\b(.*)", re.IGNORECASE)
_ALONE = LazyPattern(r"[/*•-]?\s*([a-z]+)(?:\s+(?:semua(?:nya)?|all))?[\s.!]*", re.IGNORECASE)
_EVERY = LazyPattern(r"(?:semua(?:nya)?|all)\b", re.IGNORECASE)
_ID = LazyPattern(r"\d{1,15}")


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
    found = [one for line in text.splitlines() for one in _of_line(line.strip(), floods, alone)]
    return [one for one in found if one.word in words][:MOST_IDS]


def _of_line(line: str, floods: Sequence[int], alone: Sequence[int]) -> list[Asked]:
    shown = " ".join(line.split())[:200]
    if match := _ALONE.fullmatch(line):
        if match[1].lower() in MORE:
            return [Asked(shown, match[1].lower(), 0, scope="page")]
        about_floods = [Asked(shown, match[1].lower(), flood, scope="flood") for flood in floods]
        return about_floods or [Asked(shown, match[1].lower(), one) for one in alone]
    if match := _FLOOD.fullmatch(line):
        return [Asked(shown, match[1].lower(), int(match[2]), _reason(match[3]), "flood")]
    if match := _LINE.fullmatch(line):
        every = _EVERY.match(match[3])
        why = _reason(match[3][every.end() if every else 0 :])
        scope: Scope = "sender" if every else "mail"
        return [Asked(shown, match[1].lower(), int(one), why, scope) for one in _ID.findall(match[2])]
    return []


def _reason(words: str) -> str:
    return words.strip(" .!,;")
