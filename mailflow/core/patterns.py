"""Text search for policies: case folding for plain words, and regular expressions written by the admin.

A mail's text is untrusted, so every expression must finish fast on any text. RE2 guarantees that: its time is linear in
the length of the text. In return it has no look-around and no references to groups; the alternatives are told when
rules.yaml is read.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, Protocol

from mailflow.core.lazy_regex import LazyPattern

TEXT = 100_000  # characters of a mail an expression sees at all


class LineMatch(Protocol):
    """The part of `re.Match` that we use."""

    def group(self, *groups: str | int) -> Any: ...


class Pattern(Protocol):
    """The part of `re.Pattern` that we use, for one line or a text without lone surrogates."""

    @property
    def groupindex(self) -> dict[str, int]: ...
    def search(self, text: str) -> LineMatch | None: ...


@lru_cache(maxsize=64)  # every rule folds the same few texts: 35 µs for 1,000 characters, each time
def folded(text: str) -> str:
    """For comparison: NFKC, case-folded, every run of white space one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_expression(value: str) -> bool:
    """Whether it is written between slashes: `/…/`."""
    return len(value) > 2 and value.startswith("/") and value.endswith("/")


@lru_cache(maxsize=256)  # 80 µs for a short expression, each time
def compiled(expression: str, *, exact: bool = False) -> Pattern:
    """The expression, ignoring case unless `exact`; `^` and `$` match at line ends. Raises ValueError, in words for the
    admin, if it is invalid or needs a feature RE2 does not have."""
    import re2  # a fifteenth of a second, and many desks have no expressions

    options = re2.Options()
    options.case_sensitive = exact
    options.log_errors = False  # it writes to stderr by itself, where JSON and people's messages go
    try:
        pattern: Pattern = re2.compile(f"(?m){expression}", options)
    except UnicodeEncodeError:
        raise ValueError("not a regular expression: half of a character in it (a lone surrogate)") from None
    except re2.error as wrong:
        raise ValueError(_in_words(expression, wrong)) from None
    _refuse_what_means_something_else(expression)
    return pattern


# What `re` knows and RE2 does not, and what to write instead.
_INSTEAD = (
    (re.compile(r"\(\?<?[=!]"), "look-around, (?=…) and its kin, is not supported",
     "match what stands beside it as well, and mark the part that is meant: (?P<name>…)"),
    (re.compile(r"\(\?P=|\\[1-9]"), "references back, \\1 or (?P=…), are not supported",
     "write out what may stand there: (aa|bb)"),
    (re.compile(r"\{\d{4,}|\{\d*,\d{4,}"), "a repetition counts to 1000 at most", "write {1000,} or +"),
    (re.compile(r"[+*?}]\+|\(\?>"), "possessive and atomic parts are not supported, nor needed: every search ends soon",
     "leave the second + or the ?> away"),
    (re.compile(r"\(\?\(|\(\?R|\(\?[0-9&]|\(\?P>"), "conditions and recursion, (?(1)…) and (?R), are not supported",
     "write out what may stand there: (aa|bb)"),
    (re.compile(r"\\[GKRXh]"), "\\G, \\K, \\R, \\X and \\h are not supported",
     "mark the part that is meant: (?P<name>…); a blank is \\s"),
    (re.compile(r"\\Z"), "\\Z is not supported", "write \\z, or $ for the end of a line"),
    (re.compile(r"\\[uN]"), "\\u and \\N are not supported", "write the character itself, or \\x{…}"),
    (re.compile(r"\(\?[aiLmsux-]*[aLux]|\(\?#"), "of the flags only (?i), (?m), (?s) and (?U) are supported",
     "leave blanks and comments out of the expression"),
)  # fmt: skip


_PRODUCT = LazyPattern(r"invalid repetition size: \{(\d+),?(\d*)\}")


def _in_words(expression: str, wrong: Exception) -> str:
    told = wrong.args[0] if wrong.args else ""
    said = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    bare = _bare(expression)
    for sign, what, instead in _INSTEAD:
        if sign.search(bare):
            return f"not a regular expression: {what}; {instead}"
    size = _PRODUCT.fullmatch(said)
    if size is not None and int(size[1]) <= int(size[2] or size[1]):
        return "not a regular expression: nested repetitions count to 1000 together; write + or * for one of them"
    return f"not a regular expression: {said.replace('(?m)', '', 1)}"


def _bare(expression: str) -> str:
    return re.sub(r"\\\\", "", expression)  # an escaped backslash begins nothing


def _refuse_what_means_something_else(expression: str) -> None:
    """What RE2 takes without a word, and Python's `re` means otherwise or refuses: the rule would never hold, the form
    would lose its customer. Raises ValueError."""
    bare = re.sub(r"\\.|\[\^?\]?[^]]*\]", "", _bare(expression), flags=re.DOTALL)  # characters that mean themselves
    if (open_count := re.search(r"\{,(\d+)\}", bare)) is not None:
        raise ValueError(
            f"not a regular expression: {open_count[0]} would be text to find; write {{0,{open_count[1]}}}"
        )
    names = re.findall(r"\(\?P?<(\w+)>", bare)
    if (twice := next((name for name in names if names.count(name) > 1), None)) is not None:
        raise ValueError(f"not a regular expression: two parts are named {twice}; write one: (?P<{twice}>aa|bb)")


def search(pattern: Pattern, text: str) -> LineMatch | None:
    """The first match within one line of the text, within the limit above."""
    lines = plain(text[:TEXT]).splitlines()
    return next((found for line in lines if (found := pattern.search(line)) is not None), None)


def search_whole(pattern: Pattern, text: str) -> LineMatch | None:
    """The first match in the text, also across lines, within the limit above."""
    return pattern.search(plain(text[:TEXT]))


# Zs of Unicode but the space. RE2's \s is ASCII, Python's is not: in "Nominal:\xa050.000", as forms and Outlook write
# it, RE2 finds none.
_BLANKS = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def plain(text: str) -> str:
    """As an expression sees it, of the same length: each blank is a space, and no lone surrogates, which some mails
    contain and RE2 refuses."""
    whole = text.encode("utf-8", "replace").decode()
    if not whole.isascii():
        for blank in _BLANKS:
            whole = whole.replace(blank, " ")
    return whole
