"""What the README, docs/, rules.yaml's comments and mailflow's own sentences say is there, is there."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mailflow.cli import cli
from mailflow.config.letters import shipped
from mailflow.core import actions, conditions, events
from mailflow.core.commands.listed import card
from mailflow.core.letter_kinds import KINDS
from mailflow.flow.settle import digest_commands
from mailflow.mail.facts import LETTERS
from mailflow.mail.sources import SOURCES
from mailflow.mail.templates import Templates
from mailflow.mail.transports import TRANSPORTS
from tests import operators_card

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = {file: file.read_text(encoding="utf-8") for file in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))}
MANUAL = "\n\n".join(PAGES.values())
BLOCKS = "\n".join(re.findall(r"^    .*$", MANUAL, re.M))  # indented lines are code
SPANS = re.findall(r"`([^`\n]+)`", MANUAL)
PACKAGE = ROOT / "mailflow"
PLACEHOLDER = re.compile(r"\b(?:N|ID)\b|\{\w+\}")  # stands for a number


# -- commands


def parsed(words: str) -> None:
    """The real command line takes these words; nothing is run. Raises click's own errors. A command's bare name, as in
    a sentence about it, need not be all of what one types."""
    args = shlex.split(PLACEHOLDER.sub("1", words))
    group: click.Command = cli
    context: click.Context | None = None
    while isinstance(group, click.Group):
        context = group.make_context(group.name, args, parent=context)
        args = [*context._protected_args, *context.args]
        if not args:
            assert group.invoke_without_command or context.params or group is cli, words
            return
        _, found, args = group.resolve_command(context, args)
        assert found is not None
        group = found
    try:
        group.make_context(group.name, list(args), parent=context)
    except click.UsageError:
        if args:
            raise


def commands_in(lines: str) -> Iterator[str]:
    """`mailflow close 7 9` out of lines of code; after ` · ` and `;` stand further commands of the same kind."""
    for line in lines.splitlines():
        found = re.search(r"(?:^|\s|bin/)mailflow ((?!desk|0\.|/|\.)\S.*)", line.strip())
        if not found or line.strip().startswith(("#", "[", "Description", "User")):
            continue
        code, _, comment = found[1].partition("  #")
        code = re.sub(r" > \S+$", "", code.rstrip())  # what the shell takes
        first, *more = re.split(r" · ", code)
        yield first.strip()
        yield from (word.strip() for word in more)
        family = first.split()[0]
        hints = comment.rpartition(";")[2] if ";  " in comment else ""
        yield from (f"{family} {hint.strip()}" for hint in hints.split("·") if hint.strip())


def sentences_of_the_program() -> Iterator[str]:
    """Every `mailflow …` in backticks that the program, its rules.yaml or its letters tell people to type."""
    texts = [rules_comments(), *(file.read_text(encoding="utf-8") for file in sorted(shipped().rglob("*.txt")))]
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
            elif isinstance(node, ast.JoinedStr):
                texts.append("".join(p.value if isinstance(p, ast.Constant) else "1" for p in node.values))
    for text in texts:
        yield from (words for words in re.findall(r"`mailflow ([a-z][^`]*)`", text))


def rules_comments() -> str:
    return (ROOT / "rules.yaml").read_text(encoding="utf-8")


SAID = sorted({
    *commands_in(BLOCKS),
    *(span.removeprefix("mailflow ") for span in SPANS if span.startswith("mailflow ") and span[9:10].islower()),
    *sentences_of_the_program(),
})  # fmt: skip


def test_there_are_commands_to_look_at() -> None:
    """The net has caught the pages' blocks, their text, and the program's own advice."""
    assert {"close 7 9", "assign 7 Sari", "run --once", "outbox drop ID", "explain mail.eml", "doctor"} <= set(SAID)
    assert len(SAID) > 40


@pytest.mark.parametrize("words", SAID)
def test_a_command_that_is_named_exists_with_its_flags(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parsed by the real command line, where the files it names are there."""
    monkeypatch.chdir(tmp_path)
    for name in ("mail.eml", "FILE.eml", "FILE.csv", "desk.tar.gz", "rules.yaml"):
        (tmp_path / name).write_bytes(b"")
    try:
        parsed(words)
    except click.exceptions.Exit as over:  # --help, --version
        assert over.exit_code == 0


@pytest.mark.parametrize(
    "words", ["clsoe 7", "clsoe", "close 7 --fast", "assign 7", "outbox dorp 1", "list --status shut"]
)
def test_what_is_no_command_is_found(words: str) -> None:
    """The check can fail."""
    with pytest.raises(click.UsageError):
        parsed(words)


def test_every_command_is_in_the_manual() -> None:
    """A command nobody can find is none."""
    context = click.Context(cli)
    named = {words.split()[0] for words in commands_in(BLOCKS)} | {
        word for span in SPANS for word in re.findall(r"[a-z-]+", span)
    }
    assert [name for name in cli.list_commands(context) if name not in named] == []


def test_the_operators_card_lists_every_command_by_mail() -> None:
    """In both languages the list is the table of commands; `python -m tests.operators_card` writes it."""
    page = PAGES[DOCS / "operators.md"]
    assert operators_card.written(page) == page
    assert all(row in page for language in ("id", "en") for row in card(language))


def test_the_manual_lists_every_command_of_the_digest() -> None:
    """The list is the table of the desk's commands, line by line."""
    page = PAGES[DOCS / "when-something-is-wrong.md"]
    rows = page.partition("| a line | what happens |")[2].partition("\n\n")[0].splitlines()[2:]
    assert rows == [
        f"| {', '.join(f'*{word}*' for word in one.words)} | {one.help[1]} |" for one in digest_commands.COMMANDS
    ]


# -- files, links, targets


def test_the_map_of_the_house_is_complete() -> None:
    """Every folder and file of the map is there; every room of the house is on it."""
    table = PAGES[DOCS / "architecture.md"].partition("| room | holds |")[2].partition("\n\n")[0]
    rooms = re.findall(
        r"`([^`]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if line.count("|") > 2)
    )
    places = {room if (ROOT / room.split("*")[0]).exists() else f"mailflow/{room}" for room in rooms}
    assert [place for place in places if not list(ROOT.glob(place.rstrip("/")))] == []
    there = {
        f"mailflow/{path.name}{'/' if path.is_dir() else ''}"
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert there - places == {"mailflow/__init__.py"}


@pytest.mark.parametrize(
    "span", sorted({s for s in SPANS if re.fullmatch(r"(?!.*NAME)\w[\w./-]*(\.(py|md|yaml|txt)|/)", s)})
)
def test_a_file_that_is_named_exists(span: str) -> None:
    """In the repository, in the package, in one of its rooms, or in a home."""
    homes = {"mailflow.db", "ca.pem", ".env"}
    candidates = [ROOT / span, PACKAGE / span, *(room.parent / span for room in PACKAGE.rglob("__init__.py"))]
    assert span in homes or any(path.exists() for path in candidates)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Files that exist, and headings in them."""
    for link in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        aim = (page.parent / file).resolve() if file else page
        assert aim.exists(), link
        assert not anchor or anchor in headings(aim), link


def headings(page: Path) -> set[str]:
    """The anchors of a page as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.casefold()).strip().replace(" ", "-") for title in titles}


def test_every_page_is_linked_from_the_readme() -> None:
    """A page nobody can find is none."""
    linked = {
        (ROOT / link.partition("#")[0]).resolve() for link in re.findall(r"\]\(([^)]+)\)", PAGES[ROOT / "README.md"])
    }
    assert {page.name for page in PAGES} - {page.name for page in linked} == {"README.md"}


def test_the_readme_is_one_screen() -> None:
    """What is long stands in docs/."""
    assert len(PAGES[ROOT / "README.md"].splitlines()) <= 60


def test_make_targets_exist() -> None:
    """In the pages, and in what the program and its tests say."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    others = [(ROOT / path).read_text() for path in ("Makefile", "tests/conftest.py", "tests/simulation/README.md")]
    named = {name for text in (MANUAL, *others) for name in re.findall(r"(?:`|^    |- )make ([a-z]+)", text, re.M)}
    assert {"demo", "test", "live", "lint", "simulate"} <= named
    assert named <= targets


# -- words


def test_letters_that_are_named_exist() -> None:
    """In the pages, and in rules.yaml's comments and ladders."""
    templates = Templates(ROOT, shipped(), "id")
    assert templates.load() == []
    text = MANUAL + rules_comments()
    named = {*re.findall(r"letters (?:show|preview) ([a-z-]+)", text), *re.findall(r"--letter ([a-z-]+)", text)}
    named |= {name for name in re.findall(r"letter: ([a-z-]+)", text) if name != "my-letter"}
    assert {"closing-satisfied", "reminder-claim"} <= named
    assert named <= set(templates.names())


def test_every_letter_says_what_it_is_for() -> None:
    """`letters list` shows the line, in every language the letter is written in."""
    templates = Templates(ROOT, shipped(), "id")
    templates.load()
    mute = [(n, x) for n in templates.names() for x in templates.languages(n) if not templates.get(n, x).description]
    assert mute == []
    assert set(LETTERS) - set(templates.names()) == {name for name, kind in KINDS.items() if kind.partial}


def test_keys_of_rules_yaml_that_the_pages_show_are_known() -> None:
    """Every `key:` of a setting in the pages stands in rules.yaml too, which another test holds against the schema."""
    shown = {key for span in SPANS for key in re.findall(r"^\{?([a-z_]+):(?: |$)", span)}
    shown |= set(re.findall(r"^ {4,}([a-z_]+): ", MANUAL, re.M))
    shown -= {"closes", "description", "attach", "title", "runbook", "public"}  # headers of letters
    assert {"trust", "retention", "mailboxes", "alarm_after"} <= shown
    assert [key for key in sorted(shown) if not re.search(rf"\b{key}:", rules_comments())] == []


def test_the_tables_named_under_how_to_add_exist() -> None:
    """Where to put a word, a source, a transport, an event."""
    section = PAGES[DOCS / "contributing.md"].partition("## How to add")[2]
    for name, there in (
        ("WORDS", conditions.WORDS),
        ("WORDS", actions.WORDS),
        ("SOURCES", SOURCES),
        ("TRANSPORTS", TRANSPORTS),
    ):
        assert name in section
        assert there
    assert "core/events.py" in section
    assert events.Event


def test_a_decision_is_written_once() -> None:
    """Two branches that change one paragraph leave both versions when they are joined line by line."""
    headings = re.findall(r"^\*\*\d{4}-.*?\*\*", (ROOT / "mailflow/DECISIONS.md").read_text(), re.MULTILINE)
    assert headings and sorted(set(headings)) == sorted(headings)


def test_the_changelog_says_a_thing_once() -> None:
    """A heading once, and no line twice: two branches that move lines may both keep them."""
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    said = [line for line in lines if line.startswith(("### ", "- "))]
    assert sorted(set(said)) == sorted(said)


def test_decisions_stand_by_their_day_and_name_what_overrules_them() -> None:
    """One paragraph each; what a *Superseded* names is another paragraph's beginning."""
    paragraphs = (ROOT / "mailflow/DECISIONS.md").read_text().split("\n\n")[2:]
    begun = [re.match(r"\*\*(\d{4}-\d\d-\d\d) · ([^*]*)", one) for one in paragraphs]
    days = [one[1] for one in begun if one]
    assert len(days) == len(paragraphs) and days == sorted(days)
    assert not [one for one in paragraphs if "\n**20" in one]
    titles = [one[2].replace("`", "") for one in begun if one]
    named = [name for one in paragraphs for mark in re.findall(r"\*Superseded .*?\*", one)
             for name in re.findall(r'"([^"]+)"', mark)]  # fmt: skip
    assert [name for name in named if not any(title.startswith(name) for title in titles)] == []
