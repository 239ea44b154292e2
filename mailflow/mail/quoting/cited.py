"""Which letter of ours a reply quotes, for replies whose threading headers a relay has replaced (mail.md 4.1 (4), 4.3).

Only a quotation that begins at once below an attribution or header block of ours counts, one level deep: what somebody
else has quoted of our letter, and the author quotes with it, says nothing about what *he* answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.attribution import attribution, quoted, unmarked
from mailflow.mail.quoting.heads import head
from mailflow.mail.quoting.said import inked, without_links
from mailflow.mail.quoting.words import ADDRESS

LEAST, MOST = 60, 4_000  # letters and digits of a letter that must be quoted, and that are compared
_LINES = 400  # of a mail that are looked at, and of its quotation

_NO_WORD = LazyPattern(r"[\s_*=-]{0,200}")


def cited(text: str, ours: Collection[str], letters: Iterable[tuple[str, str]]) -> str | None:
    """The Message-ID of the letter that is quoted, of `letters`: (Message-ID, text), newest first. None when it is none
    of them, or several of different words. `ours`: the desk's own addresses, lower-case."""
    words = _ink(_quotation(text.split("\n")[:_LINES], ours))
    if not words:
        return None
    known = [(one, _ink(letter)) for one, letter in letters]
    most = max((_shared(words, letter) for _, letter in known), default=0)
    found = [(one, letter) for one, letter in known if most and _shared(words, letter) == most]
    return found[0][0] if len({letter for _, letter in found}) == 1 else None


def _ink(text: str) -> str:
    return inked(without_links(text)).replace("\n", "")[:MOST]


def _shared(words: str, letter: str) -> int:
    """How much of a letter the quotation begins with; 0 for too little."""
    count = next((at for at, (a, b) in enumerate(zip(words, letter, strict=False)) if a != b), None)
    shared = min(len(words), len(letter)) if count is None else count
    return shared if shared >= min(LEAST, len(letter)) and shared >= LEAST // 2 else 0


def _quotation(lines: list[str], ours: Collection[str]) -> str:
    """What stands below the first attribution or header block, one level deep; "" unless that names us alone."""
    for at, line in enumerate(lines):
        if quoted(line):
            return ""  # above any attribution: nobody says whose it is
        count = attribution(lines, at)
        if count:
            return _below(lines, at + count) if _is_ours(" ".join(lines[at : at + count]), ours) else ""
        count, roles = head(lines, at)
        if count:
            return _below(lines, at + count) if _is_ours(roles.get("from", ""), ours) else ""
    return ""


def _is_ours(name: str, ours: Collection[str]) -> bool:
    named = {found[0].casefold() for found in ADDRESS.finditer(name)}
    return bool(named) and named <= set(ours)


def _below(lines: list[str], start: int) -> str:
    while start < len(lines) and _NO_WORD.fullmatch(lines[start]):
        start += 1
    rest = lines[start:]
    if not rest or not quoted(rest[0]):
        return "\n".join(rest)
    end = next((at for at, line in enumerate(rest) if line.strip() and not quoted(line)), len(rest))
    return "\n".join(unmarked(line) for line in rest[:end])
