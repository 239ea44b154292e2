"""Text search for policies: folding for plain words, and regular expressions an admin wrote kept from running away.

A mail's text belongs to strangers, and `re` backtracks: `(a+)+$` needs years for 40 letters (libraries.md, DoS-safe
regex). So an expression with a repetition inside a repetition is refused when rules.yaml is read, and what is left
looks at one line at a time, through a window of WINDOW characters, and at no more than TEXT characters in all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WINDOW = 300  # characters of a line an expression sees at once: bounds what "a.*b.*c" costs (1.4 s at the very worst)
TEXT = 20_000  # characters of a mail an expression sees at all
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?#[^)]*\)|\(|\)|\||(?:[*+?]|\{\d*,?\d*\})[?+]?|.", re.DOTALL)


@lru_cache(maxsize=64)  # every rule folds the same few texts
def folded(text: str) -> str:
    """For comparison: case and accents' spelling levelled (NFKC, casefold), every run of white space one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_expression(value: str) -> bool:
    """Written between slashes: `/…/`."""
    return len(value) > 2 and value.startswith("/") and value.endswith("/")


@lru_cache(maxsize=256)
def compiled(expression: str) -> re.Pattern[str]:
    """The expression, without case. ValueError, in words for the admin, if it is wrong or could run away."""
    try:
        pattern = re.compile(expression, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as wrong:
        raise ValueError(f"not a regular expression: {wrong}") from None
    if repeats_nest(expression):
        raise ValueError("a repetition or alternative inside a repetition, as in (a+)+ or (a|b)*, can take for ever")
    return pattern


def search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match within one line of the text, within the limits above.

    Long lines are seen through overlapping windows, so that whatever is no longer than half a window is found anywhere.
    """
    windows = (
        (line, start, pattern.search(line, start, start + WINDOW))
        for line in text[:TEXT].splitlines()
        for start in range(0, max(len(line) - WINDOW // 2, 1), WINDOW // 2)
    )
    anchored = "$" in pattern.pattern  # then the end of a window must not pass for the end of the line
    return next((m for line, at, m in windows if m and not (anchored and m.end() == at + WINDOW < len(line))), None)


def repeats_nest(expression: str) -> bool:
    """Whether a group that is repeated itself holds a repetition of open length, or alternatives.

    `(a+)+`, `(a{1,9})*`, `(a+){20}` and `(a|aa)+` do; `(ab)+`, `(a+)?`, `(a|b)` do not. Coarser than need be, so that a
    person can tell by looking: `(ab|cd)+` is harmless and refused all the same.
    """
    groups = [False]  # for each open group, and the whole: does it hold such a thing?
    closed = False  # what the group that ended just before this token held
    for token in _TOKEN.findall(expression):
        if closed and _repeats(token):
            return True
        closed = False
        if token == "(":
            groups.append(False)
        elif token == ")" and len(groups) > 1:
            closed = groups.pop()
            groups[-1] = groups[-1] or closed
        elif token == "|" or _is_open(token):
            groups[-1] = True
    return False


def _repeats(token: str) -> bool:
    """More than once: `*`, `+`, `{2,}`, `{20}`; not `?`, `{1}`, `{0,1}`."""
    return token[0] in "*+" or (
        token[0] == "{" and len(token) > 2 and token.rstrip("?+")[1:-1] not in ("1", "0,1", "1,1")
    )


def _is_open(token: str) -> bool:
    """A repetition of more than one possible length: `*`, `+`, `{2,}`, `{1,9}`; not `{4}`, `?`."""
    return _repeats(token) and (token[0] in "*+" or "," in token)
