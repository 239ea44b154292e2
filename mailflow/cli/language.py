"""The language of the command line's help: Indonesian where the user's locale is, else English.

Texts are looked up in help.id.po by their English words, at the one place all help goes through: click's formatter.
`python -m tests.cli.catalog` adds what is missing there, and a test says so.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from inspect import cleandoc

import click

AS_IT_IS = "\b"  # click's sign in front of a paragraph whose lines stay lines
CATALOG = "help.id.po"
# Click's own words, which it puts around ours
CLICK_WORDS = (
    "Usage:", "Options", "Commands", "Example", "Examples", "Show this message and exit.",
    "Show the version and exit.", "default: {}", "required", "env var: {}",
)  # fmt: skip
_EXTRA = re.compile(r"^(.*?)(?:  )?\[([^\[\]]*(?:default|required|env var)[^\[\]]*)\]$", re.DOTALL)


def language(environ: Mapping[str, str] = os.environ) -> str:
    """ "id" or "en": of the first that is set of LC_ALL, LC_MESSAGES, LANG (locale(7)); LANGUAGE goes before them,
    but in the C locale."""
    said = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "C")
    if said.partition(".")[0] not in ("C", "POSIX"):
        said = environ.get("LANGUAGE", "").partition(":")[0] or said
    return "id" if re.match(r"id(?:[_.@-]|$)", said) else "en"


def told(text: str, tongue: str | None = None) -> str:
    """A text of the help in this language, else the user's; English where there is no translation."""
    if (tongue or language()) == "en":
        return text
    return catalog().get(flat(text)) or text


def flat(text: str) -> str:
    """Without the line ends and indents of the source; paragraphs stay apart, and lines in one that begins with \b."""
    parts = re.split(r"\n\s*\n", cleandoc(text).strip("\n"))
    return "\n\n".join(part if part.startswith(AS_IT_IS) else " ".join(part.split()) for part in parts)


@cache
def catalog() -> dict[str, str]:
    """English text → Indonesian, of the shipped help.id.po."""
    return read_po(files("mailflow.cli").joinpath(CATALOG).read_text(encoding="utf-8"))


def read_po(text: str) -> dict[str, str]:
    """msgid → msgstr of a PO file as gettext writes it; its head and comments left out."""
    found: dict[str, str] = {}
    key, into = "", ""
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "msgid":
            key, into = ast.literal_eval(rest), "msgid"
        elif word == "msgstr":
            found[key], into = ast.literal_eval(rest), "msgstr"
        elif line.startswith('"') and into == "msgid":
            key += ast.literal_eval(line)
        elif line.startswith('"'):
            found[key] += ast.literal_eval(line)
    found.pop("", None)
    return found


class Formatter(click.HelpFormatter):
    """Click's, which says everything in the user's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, f"{told('Usage:')} " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(told(heading))

    def write_text(self, text: str) -> None:
        super().write_text(told(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, explained(words)) for name, words in rows], col_max, col_spacing)


def explained(words: str, tongue: str | None = None) -> str:
    """An option's help, and what click says of it in brackets."""
    found = _EXTRA.match(words)
    if found is None:
        return told(words, tongue)
    extras = "; ".join(_extra(one, tongue) for one in found[2].split("; "))
    return f"{told(found[1], tongue)}  [{extras}]" if found[1] else f"[{extras}]"


def _extra(words: str, tongue: str | None) -> str:
    name, colon, value = words.partition(": ")
    return told(f"{name}: {{}}", tongue).replace("{}", value) if colon else told(words, tongue)
