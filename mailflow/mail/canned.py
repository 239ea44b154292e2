"""One canned letter: a file of headers and body, read and proven to render. Faults name file and line.

Subject: Re: {{ ticket.subject }}
closes: satisfied                    (only of the texts that propose to close a ticket)
attach: [brosur.pdf]                 (files beside the letter, sent along when an operator answers with it)
title: Cek data seluler             (above its text in an acknowledgement, in the receipt and on the public page)
runbook: pulsa-tidak-masuk 3        (offered in the receipt of that category: `/balas 3`)
public: yes                         (stands on the page that `mailflow letters publish` writes)
description: what `mailflow letters list` says of it

Halo {{ recipient.name }}, …
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from jinja2 import TemplateSyntaxError, UndefinedError

from mailflow.core.lazy_regex import LazyPattern
from mailflow.errors import Fault
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.facts import samples_of
from mailflow.mail.pieces import Piece, remedy
from mailflow.mail.sandbox import LONGEST_OUTPUT, run

CLOSES = ("satisfied", "no-feedback")
_HEADERS = ("subject", "closes", "description", "partial", "attach", "title", "runbook", "public")
LARGEST_FILE = 10_000_000  # bytes of an attachment of a letter
_HEADER = re.compile(r"([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*)")
_HOLES = LazyPattern(r"\n[ \t]*\n(?:[ \t]*\n)+")
_CODE = LazyPattern(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WORD = LazyPattern(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's text. `subject` is one line; `html` is the alternative a template may have beside its text."""

    subject: str
    text: str
    html: str | None = None
    language: str = ""


@dataclass(frozen=True)
class Canned:
    """A canned letter in one language, as written by the admin, ready to render."""

    name: str
    language: str
    place: str  # the file, for messages: "templates/canned/closed.id.txt"
    subject: str  # as written, with its {{ }}
    body: str  # as written
    pieces: tuple[Piece, Piece, Piece | None]  # subject, text, HTML
    # satisfied | no-feedback: an operator who sends this text states that the ticket may be closed
    closes: str | None = None
    title: str = ""
    description: str = ""
    partial: bool = False  # only used as part of other letters
    runbook: tuple[str, int] | None = None  # (category, number): a step that its receipt offers
    public: bool = False
    attach: tuple[Path, ...] = ()  # files sent along when an operator answers with it

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Of the body without its Jinja2 parts: what every mail made from it contains."""
        return words_of(_CODE.sub(" ", self.body))

    def prepare(self) -> None:
        """Compile it, if not done yet. Errors show when the letter is written."""
        with suppress(TemplateSyntaxError):
            for piece in self.pieces:
                if piece is not None:
                    piece.template  # noqa: B018

    def render(self, context: Mapping[str, object]) -> tuple[Rendered, bool]:
        """The letter's text, and whether it had to be cut. Raises whatever the template raises."""
        subject, text, html = self.pieces
        line, _ = run(subject.template, context)
        words, too_long = run(text.template, context)
        alternative = run(html.template, context)[0].strip() + "\n" if html is not None else None
        return Rendered(" ".join(line.split()), _tidy(words), alternative, self.language), too_long


def words_of(text: str) -> tuple[str, ...]:
    """Its words, case-folded, as closing texts are compared."""
    return tuple(_WORD.findall(text.casefold()))


def read_canned(
    name: str, language: str, path: Path, html: Path | None, place: str, *, proven: bool = False
) -> tuple[Canned | None, list[Fault]]:
    """The letter in `path` (and `html`), or None with every fault found in it. `proven`: its templates are known to be
    valid and are compiled only when the letter is first written."""
    source, faults = _source(path, place)
    if source is None:
        return None, faults
    headers, body, body_line, faults = _headers(source, place)
    partial, public = (headers.get(name, ("", 0))[0].lower() in ("yes", "true", "ya") for name in ("partial", "public"))
    step, faulty = _runbook(*headers.get("runbook", ("", 0)), place)
    faults += faulty
    subject, subject_line = headers.get("subject", ("", 1))
    if not subject and not partial and not faults:
        faults.append(Fault(f"{place}:1", "has no Subject", "begin with `Subject: …`, a blank line, the text"))
    closes, closes_line = headers.get("closes", ("", 0))
    if closes and closes not in CLOSES:
        faults.append(
            Fault(f"{place}:{closes_line}", f"closes: {closes!r} is unknown", f"possible are {', '.join(CLOSES)}")
        )
    alternative = None
    if html is not None:
        html_place = place.removesuffix(".txt") + ".html"
        html_source, html_faults = _source(html, html_place)
        faults += html_faults
        alternative = Piece(html_source or "", 1, html_place, escape=True)
    attached, missing = _attached(*headers.get("attach", ("", 0)), path.parent, place)
    faults += missing
    canned = Canned(
        name=name, language=language, place=place, subject=subject, body=body, closes=closes or None,
        title=headers.get("title", ("", 0))[0], description=headers.get("description", ("", 0))[0],
        partial=partial, attach=attached, runbook=step, public=public,
        pieces=(Piece(subject, subject_line, place), Piece(body, body_line, place), alternative),
    )  # fmt: skip
    if not proven:
        faults += [fault for piece in canned.pieces if piece is not None for fault in piece.faults(name)]
        faults += () if faults else _trial(canned)
    return (None if faults else canned), faults


# ---- reading


def _runbook(written: str, line: int, place: str) -> tuple[tuple[str, int] | None, list[Fault]]:
    category, _, number = written.strip().rpartition(" ")
    if not written:
        return None, []
    if not category or not number.isdecimal():
        return None, [
            Fault(f"{place}:{line}", f"runbook: {written!r} is none", "write a category and a number: pulsa 1")
        ]
    return (category.strip(), int(number)), []


def _attached(written: str, line: int, folder: Path, place: str) -> tuple[tuple[Path, ...], list[Fault]]:
    """The files that `attach:` names: beside the letter, without folders."""
    names = [name.strip(" '\"") for name in written.strip(" []").split(",") if name.strip(" '\"")]
    paths = tuple(folder / name for name in names)
    faults = []
    for name, path in zip(names, paths, strict=True):
        where = f"{place}:{line}"
        if path.name != name or not path.is_file():
            faults.append(Fault(where, f"there is no file {name!r} beside the letter", "put it into the same folder"))
        elif path.stat().st_size > LARGEST_FILE:
            faults.append(Fault(where, f"{name} is larger than 10 MB", "make it smaller, or put a link into the text"))
    return paths, faults


def _source(path: Path, place: str) -> tuple[str | None, list[Fault]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Fault(place, f"cannot be read: {error.strerror}", "make the file readable")]
    if len(data) > LONGEST_OUTPUT:
        return None, [Fault(place, "is larger than 256 KB", "shorten it")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Fault(f"{place}:{line}", "is not UTF-8", "save the file as UTF-8")]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def _headers(source: str, place: str) -> tuple[dict[str, tuple[str, int]], str, int, list[Fault]]:
    """(headers with their lines, body, line the body begins on, faults)."""
    headers: dict[str, tuple[str, int]] = {}
    faults: list[Fault] = []
    lines = source.split("\n")
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            break
        found = _HEADER.fullmatch(line.rstrip())
        if found is None:
            faults.append(Fault(f"{place}:{number}", "is no header", "put a blank line between headers and text"))
            break
        key, value = found.group(1).lower(), found.group(2)
        if key not in _HEADERS:
            faults.append(Fault(f"{place}:{number}", f"header {found.group(1)!r} is unknown", remedy(key, _HEADERS)))
        elif key in headers:
            faults.append(Fault(f"{place}:{number}", f"header {found.group(1)!r} stands twice", "keep one"))
        headers[key] = (value, number)
    return headers, "\n".join(lines[number:]), number + 1, faults


def _tidy(text: str) -> str:
    """Without blank lines at the ends, and never two in a row: an omitted `if` block leaves no gap."""
    return _HOLES.sub("\n\n", text.strip("\n").rstrip()) + "\n"


# ---- checking


def _trial(canned: Canned) -> Iterator[Fault]:
    """Faults that only show when the letter is rendered: it is rendered with samples."""
    for told, sample in zip(("all", "nothing"), samples_of(canned.name), strict=True):
        try:
            rendered, too_long = canned.render(sample)
        except Exception as error:  # anything a template raises is a fault of the template
            yield fault_of(canned, error)
            return
        if too_long:
            yield Fault(canned.place, "makes more than 256 KB of text", "look for a loop that does not end")
            return
        if told == "all" and not rendered.text.strip():
            yield Fault(canned.place, "has no text", "write the letter below the blank line")
            return


def fault_of(canned: Canned, error: Exception) -> Fault:
    """What failed in this letter, with the line of its file if known."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(canned.place.removesuffix("txt")):
            line = trace.tb_lineno
        trace = trace.tb_next
    what = str(error) if isinstance(error, UndefinedError) else f"{type(error).__name__}: {error}"
    return Fault(f"{canned.place}:{line}" if line else canned.place, what, "mend that expression")
