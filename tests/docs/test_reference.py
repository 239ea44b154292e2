"""Every setting, word, letter, event, figure and command is documented, in both languages where the code has both."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from mailflow_reference import MARK, PARTS, commands, events, letters, made, mail_commands, settings, words

from mailflow.core.commands.table import COMMANDS
from mailflow.core.eventlog import EVENTS
from mailflow.core.figures import FIGURES
from mailflow.core.letter_kinds import KINDS
from mailflow.core.wording import in_language

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SETTINGS = settings.read((ROOT / "rules.yaml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "id")
EVERY = commands.every()


def says_something(text: str, *, beside: str = "") -> bool:
    """Three words at least that are not the name itself."""
    own = set(re.findall(r"\w+", beside.casefold()))
    return len([word for word in re.findall(r"[^\W\d_]+", text.casefold()) if word not in own]) >= 3


# -- each part of the code


@pytest.mark.parametrize("key", settings.KEYS)
def test_a_setting_is_explained(key: str) -> None:
    """By a comment of rules.yaml above it or beside it."""
    comments = [*SETTINGS[key].prose, *(line.partition("# ")[2] for line in SETTINGS[key].lines)]
    assert says_something(" ".join(comments), beside=key)


@pytest.mark.parametrize("path", sorted({path for key in settings.KEYS for path, _, _ in settings.parts(key)}))
def test_a_part_of_a_setting_is_shown_where_it_belongs(path: str) -> None:
    """How it is written stands with its own setting, or with the one whose comment says it is written alike."""
    key, name = path.split(".")[0].split("[")[0], path.rpartition(".")[2]
    alike = {"ladders": ("reminders",), "outgoing": ("mailboxes",), "alarm": ("mailboxes",), "pic": ("operators",),
             "operators": ("pic",)}  # fmt: skip
    text = "\n".join(SETTINGS[one].text for one in (key, *alike.get(key, ())))
    assert re.search(rf"\b{name}\b", text)


@pytest.mark.parametrize(("table", "word"), [(name, word) for name, table in words.TABLES.items() for word in table])
def test_a_word_of_the_rules_is_explained(table: str, word: str) -> None:
    """By the docstring of its function, with an example of how it is written."""
    assert says_something(words.meaning(word, table), beside=word)
    assert f"`{word}:" in words.meaning(word, table)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_letter_is_explained(kind: letters.LetterKind, language: str) -> None:
    """By its own description, in both languages."""
    assert says_something(letters.meaning(kind, language), beside=kind.name)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_explained(name: str) -> None:
    """By its docstring; each field with its type."""
    event = EVENTS[name]
    assert says_something(events.meaning(event), beside=name)
    assert [field for field, _, _ in events.fields(event)] == list(inspect.signature(event).parameters)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_a_figure_is_explained(figure: object, language: str) -> None:
    """Its definition says more than its name; tests/test_figures_page.py holds the page to it."""
    definition = figure.definition[language == "en"]  # type: ignore[attr-defined]
    assert says_something(definition, beside=figure.key)  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.names[0])
def test_a_command_by_mail_is_explained(command: mail_commands.MailCommand, language: str) -> None:
    """In each language it has a name in."""
    if in_language(command.words, language):
        assert says_something(in_language(command.help, language), beside=command.names[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("context", EVERY, ids=lambda context: context.command_path)
def test_a_command_is_explained(context: commands.Context, language: str) -> None:
    """It and each of its options, in both languages; a family's members speak for themselves."""
    assert says_something(commands.meaning(context, language))
    assert [names for names, words in commands.options(context, language) if not re.search(r"\w{2}", words)] == []


# -- the pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PARTS)
def test_nothing_is_left_out_of_a_part(name: str, language: str) -> None:
    """A heading for each entry of the table it is made of, once."""
    tables = {
        "commands": [one.command_path for one in EVERY],
        "events": list(EVENTS),
        "letters": list(KINDS),
        "settings": list(settings.KEYS),
        "words": list(words.TABLES),
    }
    headings = re.findall(r"^## (.+)$", made(name, language), re.M)
    assert len(headings) == len(set(headings))
    assert sorted(headings) == sorted(tables.get(name, headings))
    assert headings


def test_every_part_stands_on_a_page() -> None:
    """In English, and in Indonesian what the code says in Indonesian."""
    marks = {found for page in DOCS.rglob("*.md") for found in MARK.findall(page.read_text(encoding="utf-8"))}
    assert {(name, "en") for name in PARTS if name != "card"} <= marks  # English and Indonesian are one page
    assert {(name, "id") for name in ("card", "commands", "mail-commands", "letters")} <= marks


def test_a_setting_nobody_explains_is_found() -> None:
    """The check can fail."""
    found = settings.read("# \nprobe: {every: 5m}\n\nadmin: a@b.example  # hears of what is wrong\n")
    assert not says_something(found["probe"].text.partition("#")[2], beside="probe")
    assert says_something(found["admin"].text.partition("#")[2], beside="admin")
