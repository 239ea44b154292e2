"""The text above a quotation that introduces it, in unknown words or in those of an attribution."""

from __future__ import annotations

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.lines import last_inked
from mailflow.mail.quoting.quotes import BLANK, INTRO, TEXT
from mailflow.mail.quoting.words import ADDRESS, has_date


def adopt_introduction(lines: list[str], kinds: list[str], start: int) -> None:
    """Mark the text that introduces the quotation of ours below."""
    first, above = introducing(lines, kinds, start)
    kinds[first:above] = [INTRO] * (above - first)


def introducing(lines: list[str], kinds: list[str], start: int) -> tuple[int, int]:
    """The text directly above a quotation that may introduce it in unknown words: it ends with a colon and contains an
    address. Two equal places for none."""
    above = last_inked(lines, start)
    if above < 0 or above < start - 2 or kinds[above] != TEXT or not lines[above].endswith(_MAY_END):
        return start, start
    first = above - 1 if above and kinds[above - 1] == TEXT and not ADDRESS.search(lines[above]) else above
    joined = " ".join(lines[first : above + 1])
    whose = _BRACKETED.search(joined) is not None or (ADDRESS.search(joined) and has_date(joined))
    if whose and len(joined) < 300 and joined.rstrip(" *_\xa0").endswith((":", "：")):
        return first, above + 1
    return start, start


_MAY_END = (":", "：", " ", "*", "_", "\xa0")


_BRACKETED = LazyPattern(r"[<(][^<>()\s]{1,64}@[^<>()\s]{1,190}[>)]")


def introduction(kinds: list[str], start: int) -> int:
    """Where the introduction above `start` begins; `start` when there is none."""
    first = start
    while first and kinds[first - 1] in (INTRO, BLANK):
        first -= 1
    while first < start and kinds[first] == BLANK:
        first += 1
    return first
