"""Every page and section that a comment cites is there: `mail.md 4.5`, `procedure.md, "Durations"`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CODE = [
    *(file for folder in ("mailflow", "tests", "bench", "fuzz") for file in sorted((ROOT / folder).rglob("*.py"))),
    ROOT / "rules.yaml",
    ROOT / "mailflow" / "DECISIONS.md",
]
# they speak of pages they write themselves
MADE_UP = {"test_harness.py", "test_config_home.py", "test_citations.py", "play.py", "test_docs.py", "test_corpus.py"}
PAGE = re.compile(r"(?<![\w/.-])(?:docs/)?([a-z][a-z0-9-]*\.md)\b(.{0,90})")
NUMBERS = re.compile(r"[ ,]*((?:\d+(?:\.\d+)?)(?:(?:, |–| and )\d+(?:\.\d+)?)*)")
QUOTED = re.compile(r',? "([^"]+)"')
STEP = re.compile(r",? (step \d+|section \d+)", re.IGNORECASE)
NAMED = re.compile(r", ([A-Za-z][\w-]+(?: regex)?)(?=[).,;:])")


def citations(file: Path) -> Iterator[tuple[str, str]]:
    """(page, what follows its name) of each citation; a comment's line ends do not part it."""
    text = re.sub(r"\s*\n\s*(?:# ?)?", " ", file.read_text(encoding="utf-8"))
    for found in PAGE.finditer(text):
        yield found[1], found[2]


def sections(page: Path) -> set[str]:
    """Headings, and the numbers of rows: `4`, `4.5`, `step 3`, `section 1`."""
    text = page.read_text(encoding="utf-8")
    names = {title.casefold() for title in re.findall(r"^#+ (.+)$", text, re.M)}
    for title in list(names):
        if number := re.match(r"(\d+)\. ", title):
            names |= {number[1], f"section {number[1]}"}
        if step := re.match(r"(step \d+)", title):
            names.add(step[1])
    chapter = ""
    for line in text.splitlines():
        if heading := re.match(r"## (\d+)\. ", line):
            chapter = heading[1]
        if row := re.match(r"\| (\d+\.\d+) \|", line):
            names.add(row[1])
        if item := re.match(r"(\d+)\. ", line):
            names.add(f"{chapter}.{item[1]}")
    return names


def cited(page: str, rest: str) -> Iterator[str]:
    """The sections a citation names."""
    if page == "mail.md" and (numbers := NUMBERS.match(rest)):
        yield from re.findall(r"\d+(?:\.\d+)?", numbers[1])
    elif quoted := QUOTED.match(rest):
        yield quoted[1]
    elif step := STEP.match(rest):
        yield step[1]
    elif page in ("libraries.md", "procedure.md", "interfaces.md") and (named := NAMED.match(rest)):
        yield named[1]


def is_in(section: str, known: set[str]) -> bool:
    wanted = section.casefold()
    return wanted in known or (not wanted[0].isdigit() and any(wanted in name for name in known))


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_citations_resolve(file: Path) -> None:
    """The page is in docs/ (or beside the file, or at the root), and has the section."""
    wrong = []
    for page, rest in citations(file):
        places = [DOCS / page, file.parent / page, ROOT / page, ROOT / "tests" / "scripts" / page]
        place = next((place for place in places if place.exists()), None)
        if place is None:
            if file.parts[-2:-1] != ("scripts",) and file.name not in MADE_UP:
                wrong.append(page)
        elif place.parent == DOCS:
            known = sections(place)
            wrong += [f"{page} {section}" for section in cited(page, rest) if not is_in(section, known)]
    assert wrong == []


def test_there_are_citations_to_look_at() -> None:
    """The net catches numbers, steps, headings and names."""
    found = {(page, section) for file in CODE for page, rest in citations(file) for section in cited(page, rest)}
    assert ("mail.md", "4.5") in found and ("procedure.md", "Durations") in found
    assert ("libraries.md", "imapclient") in found
    assert len(found) > 80


@pytest.mark.parametrize("section", ["4.99", "15", "Nowhere"])
def test_a_section_that_is_not_there_is_found(section: str) -> None:
    """The check can fail."""
    assert not is_in(section, sections(DOCS / "mail.md"))
