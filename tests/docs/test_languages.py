"""The Indonesian pages keep step with the English ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.tutorial import steps
from tests.test_docs import commands_in, parsed

DOCS = Path(__file__).parents[2] / "docs"
PAIRS = {"tutorial.md": "tutorial.md", "pic.md": "pic.md", "admin.md": "admin.md"}
QUOTED = re.compile(r'"[^"]*"')  # words of a note or a reason are in the page's language


def english(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def indonesian(page: str) -> str:
    return (DOCS / "id" / page).read_text(encoding="utf-8")


def headings(text: str) -> int:
    """Sections; lines of shell that begin with a # are none."""
    return len(re.findall(r"^## ", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.M))


def typed(text: str) -> set[str]:
    """The commands of a page's blocks, without the words in quotes."""
    blocks = "\n".join(re.findall(r"^    .*$", text, re.M))
    return {QUOTED.sub('""', words) for words in commands_in(blocks)}


@pytest.mark.parametrize(("page", "other"), PAIRS.items())
def test_a_page_has_the_same_sections(page: str, other: str) -> None:
    """What one language's page tells, the other's does, if shorter."""
    assert headings(indonesian(other)) == headings(english(page))


@pytest.mark.parametrize(("page", "other"), PAIRS.items())
def test_a_page_shows_the_same_commands(page: str, other: str) -> None:
    """A command that is new in one is missed in the other."""
    assert typed(indonesian(other)) == typed(english(page))


@pytest.mark.parametrize("page", sorted((DOCS / "id").rglob("*.md")), ids=lambda page: page.name)
def test_commands_in_sentences_exist(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each `mailflow …` is what the command line takes, where the files it names are there."""
    monkeypatch.chdir(tmp_path)
    for name in ("FILE.eml", "FILE.csv", "desk.tar.gz", "arsip.mbox"):
        (tmp_path / name).write_bytes(b"")
    spans = re.findall(r"`mailflow ([a-z][^`]*)`", page.read_text(encoding="utf-8"))
    for words in spans:
        if not re.search(r"[A-Z]{4,}-?|PERINTAH|COMMAND", words) or words.split()[0] in ("import", "customers"):
            parsed(words.replace("ID…", "1").replace("…", ""))


def test_the_tutorial_is_typed_alike() -> None:
    """Block by block, with what each prints."""
    assert list(steps(indonesian("tutorial.md"))) == list(steps(english("tutorial.md")))


@pytest.mark.parametrize(("page", "other"), PAIRS.items())
def test_links_between_languages_are_mutual(page: str, other: str) -> None:
    """Whoever reads one finds the other."""
    assert f"(../{page})" in indonesian(other)
    assert f"(id/{other})" in english(page)
