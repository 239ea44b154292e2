"""Help in Indonesian and English, complete; manual pages of all commands in both."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from mailflow.cli import cli
from mailflow.cli.language import explained, language, read_po
from mailflow.cli.man import every, page
from tests.cli import catalog
from tests.cli.desk import typed

CONTEXTS = list(every(click.Context(cli, info_name="mailflow")))
KNOWN = read_po(catalog.FILE.read_text(encoding="utf-8"))


def test_every_text_of_the_help_has_its_indonesian() -> None:
    """Each command, subcommand, option and heading; `python -m tests.cli.catalog` adds new ones to fill in."""
    assert [text for text in catalog.texts() if not KNOWN.get(text)] == []


def test_the_catalog_has_nothing_that_no_help_says() -> None:
    """Text by text in the order of the help: what the tool would write is there."""
    assert catalog.written(KNOWN) == catalog.FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", catalog.texts(), ids=range(len(catalog.texts())))
def test_what_is_typed_is_the_same_in_both_languages(text: str) -> None:
    """Options, code, names of files and variables are never translated, nor lost."""
    typed_words = re.compile(r"--[a-z-]+|`[^`]+`|\$?[A-Z_]{3,}\b|\b\w+\.(?:yaml|eml|zip|py)\b|\.env\b|\{\}")
    assert set(typed_words.findall(KNOWN[text])) == set(typed_words.findall(text)), KNOWN[text]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id"}, "id"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "id"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "id:en"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "id_ID.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "", "LC_MESSAGES": "id_ID"}, "id"),
        ({"LANG": "idx_XX"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environ: dict[str, str], expected: str) -> None:
    """As gettext(3) decides it."""
    assert language(environ) == expected


def test_help_speaks_indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings, sentences, options, families; what one types stays."""
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    assert typed("--help").out.startswith("Pemakaian: mailflow [OPTIONS] COMMAND [ARGS]...")
    said = typed("inbox", "--help").out
    assert "Opsi:" in said
    assert "Perintah:" in said
    assert "Tampilkan pesan ini" in said
    assert typed("help", "secret", "rotate").out.count("[bawaan: 90d]") == 1
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "Options:" in typed("inbox", "--help").out


def test_what_click_says_in_brackets_is_told_too() -> None:
    """The value stays as it is, whatever signs it has."""
    assert explained("Nothing we know.  [default: {x}; required]", "en") == "Nothing we know.  [default: {x}; required]"
    assert explained("[required]", "id") == "[wajib]"
    assert explained("Nothing we know [of old].", "id") == "Nothing we know [of old]."


@pytest.mark.parametrize("tongue", ["en", "id"])
@pytest.mark.parametrize("ctx", CONTEXTS, ids=[ctx.command_path for ctx in CONTEXTS])
def test_every_command_has_a_manual_page(ctx: click.Context, tongue: str) -> None:
    """Name, what it does, each of its options."""
    text = page(ctx, tongue)
    assert text.startswith(".TH")
    for param in ctx.command.get_params(ctx):
        if isinstance(param, click.Option) and not param.hidden:
            assert param.opts[0].replace("-", "\\-") in text


def test_the_manual_can_be_read(tmp_path: Path) -> None:
    """All pages, by man's own reader: nothing it would not understand."""
    if shutil.which("mandoc") is None:
        pytest.skip("mandoc is not installed")
    assert typed("man", "--to", str(tmp_path)).status == 0
    files = sorted(tmp_path.rglob("*.1"))
    assert len(files) == 2 * len(CONTEXTS)
    argv = ["mandoc", "-T", "lint", "-W", "warning", *map(str, files)]
    said = subprocess.run(argv, capture_output=True, text=True, check=False).stdout.splitlines()
    assert [line for line in said if "missing date" not in line] == []


def test_one_page_is_printed() -> None:
    """A name that is none is refused."""
    assert typed("man", "outbox", "retry").out.startswith('.TH "MAILFLOW\\-OUTBOX\\-RETRY"')
    assert typed("man", "outbox", "rety").status == 2
