"""The commands by mail as their table has them."""

from __future__ import annotations

from mailflow.core.commands.listed import row
from mailflow.core.commands.table import COMMANDS
from mailflow.core.wording import in_language
from mailflow_reference.tables import code, table

_HEADS = {
    "en": ("behind it", "who", "example"),
    "id": ("di belakangnya", "siapa", "contoh"),
}


def page(language: str) -> str:
    """Those that have a name in this language."""
    parts = []
    for command in COMMANDS:
        if in_language(command.words, language):
            one = row(command, language)
            rows = [(one["takes"], one["who"], code(one["example"]))]
            parts.append(f"## {one['name']}\n\n{one['help']}\n\n{table(_HEADS[language], rows)}")
    return "\n\n".join(parts)
