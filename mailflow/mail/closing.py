"""What an operator's words mean beyond their text: a closing statement, command lines. Pure, linear, conservative.

A mail is a closing statement when it *is* one of the canned texts that say `closes:`, with another greeting, other
names, a signature, a few words changed; not when it merely ends as politely (procedure.md, step 8).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Set
from difflib import SequenceMatcher, get_close_matches
from itertools import pairwise
from typing import Literal, cast

from mailflow.core.commands import LATER, MAILED, CommandLines, is_closing
from mailflow.core.replies.cards import without_signature
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

_SLASHES = "/\N{FULLWIDTH SOLIDUS}\N{FRACTION SLASH}\N{DIVISION SLASH}"
_SEEN_AS = str.maketrans(dict.fromkeys(_SLASHES, "/") | {"\u2800": " ", "\u3164": " "})  # blanks that no strip() knows
# how clients show a word they made a link of: "/close <http://desk.example/close>", "[/close](…)"
_LINKED = re.compile(r"\[(/[^\]\s]{1,40})\]\([^()\s]{0,300}\)|(?<=\S)\s{0,3}<(?:https?|file|mailto)?:?/[^<>\s]{0,300}>")
_COMMAND = re.compile(r"/\s*([A-Za-z][A-Za-z-]{1,19})(?![\w/])[.!,:;]*(?:\s+(.*))?")
_PERHAPS = re.compile(r"/([A-Za-z]{2,20})((?:\s+[\w-]+){0,3})")
_PATH = re.compile(r"(?:^|[\s\"'(])[/~]?[\w.-]*/[\w.-]+/|(?:^|\s)/\w*[\d.]", re.MULTILINE)
LONGEST_LINE = 1_000  # characters: what is longer is no command
_LIKE = 0.75  # of a known name's letters: "/selsai", "/tutupkan"


def command_lines(text: str, names: tuple[str, ...] = ()) -> CommandLines:
    """The command lines in an operator's new words, and the words without them (interfaces-2.md, "Commands by mail").

    A command is a line that begins with `/` before any other word, and a closing one alone on the last line (the
    author's `names` and "Salam," below it are a signature). Such a line elsewhere is `inside`, and the words are left
    as they are. Of what is at the top and no known name, only a line of few words is a command nobody knows, and none
    where paths are: "/etc/hosts is …" is text.
    """
    if not any(slash in text for slash in _SLASHES):
        return CommandLines(words=text)
    lines = text.split("\n")
    bare = [_bare(line) for line in lines]
    top, first = _top(bare, paths=_PATH.search(text) is not None)
    end = _told(bare, names)
    last = _last(bare, first, end) if end > first else None
    inside = tuple(
        bare[at] for at in range(first, end - (last is not None)) if _is_inside(bare[at], last=at == end - 1)
    )
    if inside:
        return CommandLines(words=text, inside=inside)
    if not top and last is None:
        return CommandLines(words=text)
    kept = lines[first : end - 1] + lines[end:] if last else lines[first:]
    words = _joined(kept)
    return CommandLines((*top, *([last] if last else ())), words, bool(top) and bool(words.strip()))


def without_commands(relay: str, said: str, told: str) -> str:
    """What is passed on, without the lines by which `said`, the new words, is more than `told`; "" when nothing is."""
    if said == told or not told:
        return relay if told else ""
    gone = Counter(line.strip() for line in said.split("\n")) - Counter(line.strip() for line in told.split("\n"))
    kept = []
    for line in relay.split("\n"):
        if gone[line.strip()] and line.strip():
            gone[line.strip()] -= 1
        else:
            kept.append(line)
    return _joined(kept)


def _bare(line: str) -> str:
    """What a person sees of a line: no blanks around, no marks of format or emphasis, no link behind a word."""
    if len(line) > LONGEST_LINE or not any(slash in line for slash in _SLASHES):
        return line.strip()
    seen = line.strip() if line.isascii() else _without_marks(line)
    if seen.startswith(("*", "_")) and seen.endswith(seen[0]):
        seen = seen.strip(seen[0]).strip()
    return _LINKED.sub(lambda found: found[1] or "", seen).strip() if "<" in seen or "[" in seen else seen


def _without_marks(line: str) -> str:
    return "".join(one for one in line if unicodedata.category(one) != "Cf").translate(_SEEN_AS).strip()


def _top(bare: list[str], *, paths: bool) -> tuple[list[tuple[str, str]], int]:
    """The commands above all words, and the index of the first line below them."""
    found: list[tuple[str, str]] = []
    for at, line in enumerate(bare):
        if line and (command := _known(line, MAILED.keys() | LATER) or (None if paths else _unknown(line))) is None:
            return found, at
        if line and command:
            found.append(command)
    return found, len(bare)


def _known(line: str, names: Set[str]) -> tuple[str, str] | None:
    found = _COMMAND.fullmatch(line) if line.startswith("/") else None
    name = found[1].lower() if found else ""
    return (name, " ".join((found[2] or "").split()).rstrip(".!")) if found and name in names else None


def _unknown(line: str) -> tuple[str, str] | None:
    found = _PERHAPS.fullmatch(line.rstrip(".!")) if line.startswith("/") else None
    return (found[1].lower(), " ".join(found[2].split())) if found else None


def _told(bare: list[str], names: tuple[str, ...]) -> int:
    """The index behind the last line that tells something: what signs, and blanks, are left out."""
    end = len(without_signature("\n".join(line or "." for line in bare), names).split("\n"))
    while end and not bare[end - 1].strip(".-_ "):
        end -= 1
    return end


def _last(bare: list[str], first: int, end: int) -> tuple[str, str] | None:
    """A closing command alone on the last line; not as the end of a list of what to type elsewhere."""
    command = _known(bare[end - 1], MAILED.keys())
    if command is None or not is_closing(command[1]):
        return None
    above = bare[end - 2] if end - 2 >= first else ""
    return None if above.startswith("/") or above.endswith(":") else command


def _is_inside(line: str, *, last: bool) -> bool:
    """The line is a closing command and nothing else, or, as the last one, what looks like one misspelt."""
    command = _known(line, MAILED.keys())
    if command is not None:
        return is_closing(command[1])
    name = found[0] if last and (found := _unknown(line)) else ""
    return bool(name) and (
        any(name.startswith(one) for one in MAILED) or bool(get_close_matches(name, MAILED, 1, cutoff=_LIKE))
    )


def _joined(lines: Iterable[str]) -> str:
    """The lines left, without the hole a command made: no blank lines at the ends, none doubled."""
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", "\n".join(lines)).strip("\n")
