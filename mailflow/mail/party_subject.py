"""Subjects of the exchange with a party outside, whose ticket system may number it: "[issue7] Eskalasi tiket 12"."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.subject_prefix import without_marks
from mailflow.mail import writing

_LONGEST = 300  # characters
# A number in brackets of any kind, with the few words a ticket system puts there: [issue7], [Rooster #4711],
# [DESK-12], [#7], (SUP-9), {12}, ##RE-123##, [Ticket#2026112910000012].
_BRACKETED = LazyPattern(
    r"\[(?=[^\[\]]{0,60}\d)[^\[\]]{1,60}\]|\((?=[^()]{0,40}\d)[^()\s]{0,20}[ #:-]{0,3}[^()\s]{1,20}\)"
    r"|\{(?=[^{}]{0,40}\d)[^{}]{1,40}\}|##[A-Za-z]{0,10}-?\d{1,15}##"
)
# Without brackets: "Ticket #123", "Tiket: 123", "Case 00123", "INC0012345", "#123", "LAP/2026/11/0033".
_BARE = LazyPattern(
    r"\b(?:ticket|tiket|case|kasus|issue|request|incident|ref|laporan|nomor|no)\b[ .:#-]{0,4}[A-Z]{0,8}-?\d{1,15}"
    r"\b|\b[A-Z]{2,10}-?\d{3,15}\b|(?<!\w)#\d{1,15}\b"
    r"|\b[A-Z]{2,8}(?:/[\w.]{1,8}){1,4}/\d{2,8}\b|\b\d{1,6}/[A-Z]{2,8}(?:/[\w.]{1,8}){1,3}\b",
    re.IGNORECASE,
)


def party_subject(subject: str, theirs: str, *, reply: bool) -> str:
    """Of a letter to the party: without our tag, which its ticket system might take for its own, and with its number,
    in front, where the parsers of such systems want it."""
    words = writing.one_line(subject)[:_LONGEST]
    return f"{'Re: ' if reply else ''}{f'{theirs} ' if theirs and theirs not in words else ''}{words}"


def their_number(subject: str, ours: str) -> str:
    """The number of its own ticket in a subject of the party's, as it is written there; "" when there is none. `ours`:
    the subject of our letter, whose own words are no number of theirs, also where only a part of it is left."""
    rest = _without(writing.one_line(subject)[: 2 * _LONGEST], writing.one_line(ours))
    own = _plain(ours)
    found = (one[0].strip() for form in (_BRACKETED, _BARE) for one in form.finditer(rest))
    return next((one for one in found if not has_number(own, _plain(one.strip("[](){}")))), "")


def is_about(subject: str, ours: str) -> bool:
    """Whether the subject has the whole of ours in it, whatever stands before and behind."""
    words, own = _plain(subject), _plain(without_marks(ours))
    start = words.find(own) if own else -1
    after = words[start + len(own) : start + len(own) + 1]
    return start >= 0 and not after.isalnum()


def has_number(subject: str, theirs: str) -> bool:
    """Whether their number is in the subject as a whole: "#7" is not in "#71", nor in "[DESK#7]"."""
    return bool(theirs) and re.search(rf"(?<!\w){re.escape(theirs)}(?!\w)", subject, re.IGNORECASE) is not None


def _without(subject: str, ours: str) -> str:
    own = without_marks(ours).strip()
    start = subject.casefold().find(own.casefold()) if own else -1
    return subject if start < 0 else f"{subject[:start]} {subject[start + len(own) :]}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
