"""The words of `when:` and `then:` in rules.yaml, by the docstrings of their functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

from mailflow.core import actions, conditions
from mailflow_reference.tables import code, table

TABLES: Mapping[str, Mapping[str, Callable[..., object]]] = {"when": conditions.WORDS, "then": actions.WORDS}


def page(language: str) -> str:
    """Both vocabularies. In English, as the docstrings are."""
    return "\n\n".join(
        f"## {name}\n\n{table(('word', 'what it says'), [(code(word), meaning(word)) for word in words])}"
        for name, words in TABLES.items()
    )


def meaning(word: str) -> str:
    function = next(words[word] for words in TABLES.values() if word in words)
    return inspect.getdoc(function) or ""
