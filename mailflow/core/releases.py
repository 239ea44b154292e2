"""What a reply to the daily digest may say, a line each: `lepas 17`, `release 17 18`, `buang 18 iklan`, `drop 18 x`,
`ulangi 19`, `retry 19`. Which words there are, flow/settle/digest_commands.py says."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

MOST_IDS = 100  # in one reply: more is a slip, or somebody else's list

_LINE = re.compile(
    r"[/*•-]?\s*([a-z]+)\b[:\s]+((?:#?\d{1,15}(?:\s*(?:[,;&]|\bdan\b|\band\b)\s*|\s+|\b))+)(.*)", re.IGNORECASE
)
_ID = re.compile(r"\d{1,15}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One mail a colleague wants something done with."""

    line: str  # as written
    word: str  # the command's, in lower case
    id: int
    why: str = ""  # what stood behind the numbers


def asked(text: str, words: Container[str]) -> list[Asked]:
    """The lines of `text` that begin with one of `words`, one entry for each mail. Other lines are nobody's."""
    found: list[Asked] = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is None or match[1].lower() not in words:
            continue
        why, shown = match[3].strip(" .!,;"), " ".join(line.split())[:200]
        found += [Asked(shown, match[1].lower(), int(number), why) for number in _ID.findall(match[2])]
    return found[:MOST_IDS]
