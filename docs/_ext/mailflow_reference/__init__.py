"""The reference part of the docs, made from the code: Markdown, in English or Indonesian where the code has both.

Nothing is written twice: settings come from rules.yaml's comments and its schema, words of rules and events from their
docstrings, letters from their templates and their table, commands from their help.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailflow_reference import card, commands, events, files, letters, mail_commands, settings, words

MARK = re.compile(r"^<!-- made: ([\w./-]+) (en|id) -->$", re.MULTILINE)

PARTS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "card": card.page,
        "commands": commands.page,
        "events": events.page,
        "letters": letters.page,
        "mail-commands": mail_commands.page,
        "settings": settings.page,
        "words": words.page,
    }
)


def made(name: str, language: str) -> str:
    """One part of a page; `name` is one of PARTS or a file of the repository. Raises KeyError for another."""
    return files.page(name) if name in files.FILES else PARTS[name](language)
