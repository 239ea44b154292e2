"""The signature below a line of two dashes: `-- ` of RFC 3676 §4.3, and the bare `--` that people and programs also
write."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.mail.quoting import card_words as w
from mailflow.mail.quoting.card import Kind, is_own_name, kind
from mailflow.mail.quoting.lines import ink, last_inked, leads_in

MAX_EXACT = 15  # longest signature accepted below `-- `, in lines
MAX_BARE = 10
LOOKED_AT = 30  # lines from the end that are examined

_DASHES = ("--", "—-", "-\xa0-")
_OF_CARD = frozenset({Kind.NAME, Kind.ROLE, Kind.CONTACT})


def signature(lines: list[str], names: Sequence[str] = (), *, careful: bool = False) -> int:
    """How many lines to keep, without the signature. `careful`: keep what is not certainly one."""
    for index in range(len(lines) - 1, max(-1, len(lines) - LOOKED_AT), -1):
        if lines[index].rstrip(" \t\xa0\r") in _DASHES:
            return index if _signs(lines, index, names, careful) else len(lines)
    return len(lines)


def may_sign(lines: list[str]) -> bool:
    """Whether any of these lines may have a signature below it."""
    text = "\n".join(("", *lines))
    return any(f"\n{dashes}" in text for dashes in _DASHES)


def _signs(lines: list[str], index: int, names: Sequence[str], careful: bool) -> bool:
    below = [one for one in lines[index + 1 :] if ink(one)]
    exact = lines[index].startswith("-- ") or lines[index] == "--\xa0"
    if len(below) > (MAX_EXACT if exact else MAX_BARE) or _in_code(lines, index):
        return False
    kinds = [kind(one) for one in below]
    sure = bool(below) and (is_own_name(below[0], names) or (exact and is_name_first(kinds)))
    if below and _is_told(lines, index, below, kinds, sure):
        return False
    if careful:
        return not below or (_names_somebody(kinds) if exact else _is_strict(below, kinds, names))
    return exact or _looks_like_card(lines, index, below, kinds)


def _names_somebody(kinds: list[Kind]) -> bool:
    """Below `-- ` a name or an office is enough, or only addresses; and one slogan."""
    named = Kind.NAME in kinds or Kind.ROLE in kinds or all(one in _OF_CARD or one is Kind.DECOR for one in kinds)
    return named and kinds.count(Kind.WORDS) <= 1


def _in_code(lines: list[str], index: int) -> bool:
    return sum(one.startswith("```") for one in lines[:index]) % 2 == 1


def _is_told(lines: list[str], index: int, below: list[str], kinds: list[Kind], sure: bool) -> bool:
    """Whether the text below belongs to the answer: the line above announces it, or it is data, code, a list."""
    above = last_inked(lines, index)
    if above >= 0 and leads_in(lines[above]) and not sure:
        return True
    if sum(w.LIST_ITEM.match(one) is not None for one in below) >= 2 or w.CODE.search(below[0]) is not None:
        return True
    return kinds[0] is Kind.DATA or kinds.count(Kind.DATA) * 2 > len(kinds)


def is_name_first(kinds: list[Kind]) -> bool:
    """A card in the usual order: a name, then the other lines."""
    return kinds[0] is Kind.NAME and all(one in _OF_CARD or one is Kind.DECOR for one in kinds)


def _is_strict(below: list[str], kinds: list[Kind], names: Sequence[str]) -> bool:
    """Certainly a card: it begins with the author's name, or with a name above a telephone number."""
    if is_own_name(below[0], names):
        return all(one in _OF_CARD or one in (Kind.DECOR, Kind.WORDS) for one in kinds)
    return is_name_first(kinds) and Kind.CONTACT in kinds


def _looks_like_card(lines: list[str], index: int, below: list[str], kinds: list[Kind]) -> bool:
    if any(len(one) >= 120 for one in below):
        return False
    apart = index + 1 < len(lines) and not ink(lines[index + 1]) and bool(index) and not ink(lines[index - 1])
    if apart and any(len(one) > 60 for one in below):
        return False
    return not below or kinds[0] in _OF_CARD or kinds[0] is Kind.DECOR or _is_short(below[0])


def _is_short(line: str) -> bool:
    """At most three words, the first of which begins like a name; not a sentence."""
    words = line.split()
    return len(words) <= 3 and line[0].isupper() and line.rstrip()[-1:] not in ".,:;!?"
