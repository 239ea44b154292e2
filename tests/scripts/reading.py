"""A Markdown script → sections of steps. Knows how scripts are written, not what they do.

A file has a title, perhaps steps that every section begins with, and `##` sections; each section is one test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

BLOCKS = ("rules", "mail", "sent", "ticket", "command", "letter")
DIRECTIVES = (
    "at",
    "wait",
    "wait until",
    "nothing sent",
    "no ticket",
    "mailflow looks",
    "mailflow stops",
    "mailflow starts again",
    "the server refuses the next letter",
    "the server defers the next letter",
    "the server refuses letters to",
    "the server defers letters to",
    "the server accepts letters to",
    "the server is down",
    "the server is up again",
)
_FENCE = re.compile(r"^```\s*(\S*)\s*(.*?)\s*$")
_BOLD = re.compile(r"\*\*(.+?)\*\*(?:\s+`([^`]+)`)?")
_SEPARATOR = re.compile(r"^-{3,}\s*$")


class Unreadable(Exception):
    """The script itself is wrong; the words begin with file and line."""


@dataclass(frozen=True)
class Step:
    """One thing a script says: a block with its lines, or a directive with its argument."""

    kind: str
    place: str  # "claim.md:12"
    argument: str = ""
    lines: tuple[str, ...] = ()


@dataclass
class Section:
    """One test: its own steps, after those of the file's beginning."""

    script: str
    title: str
    steps: list[Step] = field(default_factory=list)

    def __str__(self) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")
        return f"{self.script.removesuffix('.md')}:{words}"


def read(file: Path) -> list[Section]:
    """The sections of a script; without any `##` the whole file is one."""
    beginning = Section(file.name, file.stem)
    sections: list[Section] = []
    lines = file.read_text(encoding="utf-8").splitlines()
    at = 0
    while at < len(lines):
        place, line = f"{file.name}:{at + 1}", lines[at]
        at += 1
        if line.startswith("# ") and not sections:
            beginning.title = line[2:].strip()
        elif line.startswith("## "):
            sections.append(Section(file.name, line[3:].strip(), list(beginning.steps)))
        elif (fence := _FENCE.match(line)) is not None:
            body, at = _body(lines, at, place)
            _last(sections, beginning).steps.append(_block(fence, body, place))
        else:
            _last(sections, beginning).steps.extend(_directives(line, place))
    return sections or [beginning]


def _last(sections: list[Section], beginning: Section) -> Section:
    return sections[-1] if sections else beginning


def _body(lines: list[str], at: int, place: str) -> tuple[tuple[str, ...], int]:
    for end in range(at, len(lines)):
        if lines[end].rstrip() == "```":
            return tuple(lines[at:end]), end + 1
    raise Unreadable(f"{place}: this block has no end")


def _block(fence: re.Match[str], body: tuple[str, ...], place: str) -> Step:
    kind, argument = fence[1], fence[2]
    if kind not in BLOCKS:
        raise Unreadable(f"{place}: {kind!r} is no kind of block; there are {', '.join(BLOCKS)}")
    return Step(kind, place, argument, body)


def _directives(line: str, place: str) -> list[Step]:
    found = []
    for bold, argument in _BOLD.findall(line):
        words = " ".join(bold.lower().strip(" .:,").split())
        count = re.fullmatch(r"(\d+) tickets?", words)
        if count:
            found.append(Step("tickets", place, count[1]))
        elif words in DIRECTIVES:
            found.append(Step(words, place, argument.strip()))
        else:
            raise Unreadable(f"{place}: **{bold}** is no directive (emphasis is written *so*)")
    return found


def fields(step: Step, lines: tuple[str, ...] | None = None) -> tuple[dict[str, list[str]], list[str]]:
    """The `Key: value` lines of a block (keys lower-case, in order, repeatable) and the lines of its body."""
    lines = step.lines if lines is None else lines
    heads: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        if not line.strip():
            return heads, list(lines[number + 1 :])
        key, colon, value = line.partition(":")
        if not colon:
            raise Unreadable(f"{step.place}: {line!r} is no `Key: value`; an empty line begins the body")
        heads.setdefault(key.strip().lower(), []).append(value.strip())
    return heads, []


def stanzas(step: Step) -> list[tuple[str, ...]]:
    """A block's parts, divided by lines of dashes: several letters in one `sent` block."""
    parts: list[list[str]] = [[]]
    for line in step.lines:
        if _SEPARATOR.match(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return [tuple(_trimmed(part)) for part in parts]


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    return lines
