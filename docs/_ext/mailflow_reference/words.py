"""The words of `when:` and `then:` in rules.yaml, and of `when:` of webhooks, by the docstrings of their functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

from mailflow.core import actions, conditions
from mailflow.webhooks import words as webhooks
from mailflow_reference.tables import code, table

TABLES: Mapping[str, Mapping[str, Callable[..., object]]] = {
    "when": conditions.WORDS,
    "then": actions.WORDS,
    "webhooks": webhooks.WORDS,
}


def page(language: str) -> str:
    """Each vocabulary. In English, as the docstrings are."""
    return "\n\n".join(
        f"## {name}\n\n{table(('word', 'what it says'), [(code(word), meaning(word, name)) for word in words])}"
        for name, words in TABLES.items()
    )


def meaning(word: str, table_name: str = "") -> str:
    """Of the first table that has it, where none is named."""
    tables = [TABLES[table_name]] if table_name else [*TABLES.values()]
    function = next(words[word] for words in tables if word in words)
    return inspect.getdoc(function) or ""
