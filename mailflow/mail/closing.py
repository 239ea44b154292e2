"""What an operator's words mean beyond their text: a closing statement, command lines. Pure, linear, conservative.

A mail is a closing statement when it *is* one of the canned texts that say `closes:`, with another greeting, other
names, a signature, a few words changed; not when it merely ends as politely (procedure.md, step 8).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, cast

from mailflow.core.commands import MAILED
from mailflow.mail.canned import Canned
from mailflow.mail.templates import Templates

Statement = Literal["satisfied", "no-feedback"]

LONGEST_TEXT = 20_000  # characters: no closing text with greeting and signature is longer
FEWEST_WORDS = 5  # "ok", "sudah, terima kasih" are no canned text, whatever the admin's texts are
LONG_ENOUGH = 12  # words: a canned text shorter than that must be there word for word

_WORD = re.compile(r"[^\W_]+")
_NOT_YET = frozenset({"belum", "not", "isn", "unsolved"})


def closing_statement(text: str, templates: Templates) -> Statement | None:
    """Which closing canned response `text` is, None if it is none."""
    if len(text) > LONGEST_TEXT:
        return None
    said = _words(text)
    if len(said) < FEWEST_WORDS:
        return None
    best, closes = 0.0, None
    for canned in templates.closings():
        likeness = _likeness(said, _words(canned.plain))
        if likeness > best:
            best, closes = likeness, _statement(canned)
    return closes


def _statement(canned: Canned) -> Statement:
    return cast(Statement, canned.closes)  # canned.py knows no other values


def _likeness(said: list[str], canned: list[str]) -> float:
    """The share of the canned words that are said, in order; 0 when it is too small or too much else is said."""
    if len(canned) < FEWEST_WORDS or len(said) > 2 * len(canned) + 40:
        return 0.0
    needed = 0.75 * len(canned) if len(canned) >= LONG_ENOUGH else len(canned)
    added = Counter(said) - Counter(canned)
    if len(said) - added.total() < needed or _denies(said, added):  # a bag of words first: it is cheap and says no
        return 0.0
    matched = sum(block.size for block in SequenceMatcher(None, canned, said, autojunk=False).get_matching_blocks())
    room = max(12, int(0.4 * len(canned)))  # greeting, names, a signature
    return matched / len(canned) if matched >= needed and len(said) - matched <= room else 0.0


def _denies(said: list[str], added: Counter[str]) -> bool:
    """A "not yet" that the canned text does not have turns it around; "do not hesitate" does not."""
    if not _NOT_YET & added.keys():
        return False
    polite = sum(1 for word, after in pairwise(said) if word == "not" and after == "hesitate")
    return sum(added[word] for word in _NOT_YET) > polite


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


# ---- command lines

_KNOWN = re.compile(rf"/({'|'.join(MAILED)})[.!]?(?:[ \t\xa0]+(.*))?", re.IGNORECASE)
_PERHAPS = re.compile(r"/([A-Za-z]{2,20})((?:[ \t\xa0]+[\w-]+){0,3})")
_PATH = re.compile(r"(?:^|[\s\"'(])[/~]?[\w.-]*/[\w.-]+/|(?:^|\s)/\w*[\d.]", re.MULTILINE)


def command_lines(text: str) -> tuple[list[tuple[str, str]], str]:
    """The command lines in an operator's new words as (name, argument), and the words without them.

    `/selesai` and `/close` count at the start of a line whatever follows (it must not reach a customer; whoever
    carries them out says so if the argument is unknown). Any other `/word` is returned, as a command nobody knows, if
    the line is nothing but it and a few words, and no path is anywhere in the text: "/etc/hosts is …" is text."""
    if "/" not in text:
        return [], text
    commands: list[tuple[str, str]] = []
    kept: list[str] = []
    paths = _PATH.search(text) is not None
    for line in text.split("\n"):
        bare = line.rstrip(" \t\r\xa0\u200b")
        found = _KNOWN.fullmatch(bare) or (None if paths else _PERHAPS.fullmatch(bare))
        if found is None:
            kept.append(line)
        else:
            commands.append((found.group(1).lower(), " ".join((found.group(2) or "").split()).rstrip(".!")))
    return (commands, _joined(kept)) if commands else ([], text)


def _joined(lines: Iterable[str]) -> str:
    """The lines left, without the hole a command made: no blank lines at the ends, none doubled."""
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", "\n".join(lines)).strip("\n")
