"""The command lines in an operator's new words (`/selesai`), and the words without them. Pure, linear, conservative."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from difflib import get_close_matches

from mailflow.core.commands.table import AT_TOP, BY_WORD, may_be_last, understands
from mailflow.core.replies.cards import without_signature


@dataclass(frozen=True, slots=True)
class CommandLines:
    """The new words of a mail, parted into command lines and what is told."""

    commands: tuple[tuple[str, str], ...] = ()  # (name, argument) in order
    words: str = ""  # without the command lines; as written when there are none
    below: bool = False  # words stand below a command line
    inside: tuple[str, ...] = ()  # lines that might be meant as commands, but stand among words


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

    A command is a line that begins with `/` before any other word, and one that may be last alone on the last line (the
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
        if line and (command := _known(line, AT_TOP) or (None if paths else _unknown(line))) is None:
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
    """A command that may be last, alone on the last line; not as the end of a list of what to type elsewhere."""
    command = _known(bare[end - 1], BY_WORD.keys())
    if command is None or not may_be_last(*command):
        return None
    above = bare[end - 2] if end - 2 >= first else ""
    return None if above.startswith("/") or above.endswith(":") else command


def _is_inside(line: str, *, last: bool) -> bool:
    """The line is a whole command and nothing else, or, as the last one, what looks like one misspelt."""
    command = _known(line, BY_WORD.keys())
    if command is not None:
        return understands(*command)
    name = found[0] if last and (found := _unknown(line)) else ""
    return bool(name) and (
        any(name.startswith(one) for one in BY_WORD) or bool(get_close_matches(name, BY_WORD, 1, cutoff=_LIKE))
    )


def _joined(lines: Iterable[str]) -> str:
    """The lines left, without the hole a command made: no blank lines at the ends, none doubled."""
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", "\n".join(lines)).strip("\n")
