"""Tests on single lines used by all parts of quoting/, and how cut lines are reported."""

from __future__ import annotations

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Cut

FOLDED = "ſıİ"  # what a pattern without regard to case takes for s and i, and `lower` does not
SHOWN = 60  # characters of a line quoted in a reason

_RULE = LazyPattern(r"\s{0,4}[-_=*~#—–•·+]{3,200}\s{0,4}$|\s{0,4}(?:\* ){2,40}\*?\s{0,4}$")
_BLANKS = (
    " \t\r\n\xa0\u200b\u200c\u200d\u200e\u200f\ufeff\xad\u2060\u2063\u2028\u2029\u3000\ue001\u034f\u2007\u202f\ufe0f"
)
_BLANK = str.maketrans("", "", _BLANKS)
_MARKS = LazyPattern(r"[\ue000-\ue006]+")
_LEADS_IN = frozenset(
    """di ke kepada via melalui lewat adalah yaitu ialah berikut hubungi kontak menghubungi at to contact is are via
    following below untuk for dengan with""".split()
)


def ink(line: str) -> str:
    """The line from its first visible character to its last; "" when nothing is visible."""
    return line.strip() if line.isascii() else line.strip(_BLANKS)


def inked_length(line: str) -> int:
    """How many of its characters are visible; in a line of ASCII the blanks between words count, too."""
    return len(line.strip() if line.isascii() else line.translate(_BLANK))


def stripped(lines: list[str]) -> list[str]:
    """Without blank lines at the end."""
    end = len(lines)
    while end and not ink(lines[end - 1]):
        end -= 1
    return lines[:end]


def rule(line: str) -> bool:
    """A drawn line."""
    return len(line) < 250 and _RULE.match(line) is not None


def last_inked(lines: list[str], end: int) -> int:
    """The index of the last line before `end` with anything visible; -1 for none."""
    while end and not ink(lines[end - 1]):
        end -= 1
    return end - 1


def leads_in(line: str) -> bool:
    """Whether this line announces the next, which then belongs to it: "Silakan hubungi:", "kirim ke"."""
    bare = line.rstrip(" \t\xa0*_")
    if bare.endswith((":", "：")):
        return True
    words = bare[-40:].split()
    return len(words) > 1 and words[-1].casefold() in _LEADS_IN


def shown(line: str) -> str:
    """A line as quoted in a reason."""
    bare = " ".join(_MARKS.sub("", line[: SHOWN * 4]).split())
    return f"'{bare if len(bare) <= SHOWN else bare[: SHOWN - 1] + '…'}'"


def cut(what: str, by: str, lines: list[str]) -> Cut:
    """A Cut of these lines; blank lines are not counted."""
    return Cut(what, by, inked_lines(lines))


def inked_lines(lines: list[str]) -> int:
    """How many of them are not blank. Of ASCII, as most are, without a call of `ink` for each: 1 µs instead of 10
    for sixty (bench/tricks.py, 2026-11-30)."""
    if "".join(lines).isascii():
        return len(list(filter(str.strip, lines)))
    return inked_one_by_one(lines)


def inked_one_by_one(lines: list[str]) -> int:
    """The same for any lines."""
    return sum(1 for line in lines if ink(line))
