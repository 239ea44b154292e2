"""What a reply to the daily digest may say, a line each: `lepas 17`, `release 17 18`, `buang 18 iklan`, `drop 18 x`,
`ulangi 19`, `retry 19`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mailflow.core.lazy_regex import LazyPattern

# The word a colleague writes, and what it means.
VERBS: Mapping[str, str] = MappingProxyType(
    {
        "lepas": "release",
        "lepaskan": "release",
        "release": "release",
        "ulangi": "retry",
        "retry": "retry",
        "buang": "drop",
        "drop": "drop",
    }
)
MOST_IDS = 100  # in one reply: more is a slip, or somebody else's list

_LINE = LazyPattern(
    rf"[/*•-]?\s*({'|'.join(VERBS)})\b[:\s]+((?:#?\d{{1,15}}(?:\s*(?:[,;&]|\bdan\b|\band\b)\s*|\s+|\b))+)(.*)",
    re.IGNORECASE,
)
_ID = re.compile(r"\d{1,15}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One mail a colleague wants released, judged again or dropped."""

    line: str  # as written
    verb: str  # release | retry | drop
    id: int
    why: str = ""  # what stood behind the numbers


def asked(text: str) -> list[Asked]:
    """The lines of `text` that ask for something, one entry for each mail. Other lines are nobody's."""
    found: list[Asked] = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is None:
            continue
        verb, words = VERBS[match[1].lower()], match[3].strip(" .!,;")
        shown = " ".join(line.split())[:200]
        found += [Asked(shown, verb, int(number), words) for number in _ID.findall(match[2])]
    return found[:MOST_IDS]
