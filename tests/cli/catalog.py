"""Every text of the command line's help, and which of them help.id.po lacks. `python -m tests.cli.catalog` adds those
with an empty translation, and takes out what no help says any more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from mailflow.cli import COMMANDS, cli
from mailflow.cli.language import CATALOG, CLICK_WORDS, flat, read_po
from mailflow.cli.man import every

FILE = Path(cli.callback.__code__.co_filename).with_name(CATALOG) if cli.callback else Path(CATALOG)
HEAD = """\
# The command line's help in Indonesian; msgid is the English text. `python -m tests.cli.catalog` adds new ones.
msgid ""
msgstr "Language: id\\nContent-Type: text/plain; charset=UTF-8\\n"
"""


def texts() -> list[str]:
    """In the order a reader meets them, each once."""
    return list(dict.fromkeys(filter(None, _texts())))


def _texts() -> Iterator[str]:
    yield from CLICK_WORDS
    for title, entries in COMMANDS:
        yield title
        yield from (words for _, _, words in entries)
    for ctx in every(click.Context(cli, info_name="mailflow")):
        yield flat(ctx.command.help or "")
        yield from (flat(one.help or "") for one in ctx.command.get_params(ctx) if isinstance(one, click.Option))


def written(known: dict[str, str]) -> str:
    """The file with all texts, and the translations that are known."""
    entries = (f"msgid {_quoted(text)}\nmsgstr {_quoted(known.get(text, ''))}\n" for text in texts())
    return "\n".join([HEAD, *entries])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    FILE.write_text(written(read_po(FILE.read_text(encoding="utf-8"))), encoding="utf-8")
