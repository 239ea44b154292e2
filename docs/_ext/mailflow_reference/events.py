"""Every event of the log: what it says, and its fields."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mailflow.core.eventlog import EVENTS
from mailflow_reference.tables import code, table


def page(language: str) -> str:
    """In the order of the code. In English, as the docstrings are."""
    return "\n\n".join(_one(name, event) for name, event in EVENTS.items())


def meaning(event: type) -> str:
    """Its docstring; "" where it has none of its own."""
    text = inspect.getdoc(event) or ""
    return "" if text.startswith(f"{event.__name__}(") else text


def _one(name: str, event: type) -> str:
    rows = [(code(field), kind, words) for field, kind, words in fields(event)]
    return f"## {name}\n\n{meaning(event)}\n\n{table(('field', 'type', 'meaning'), rows)}"


def fields(event: type) -> Iterator[tuple[str, str, str]]:
    """(name, type, the comment behind it) as its source has them."""
    lines, tree = _parsed(Path(inspect.getsourcefile(event) or ""))
    found = next(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == event.__name__)
    for node in found.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            behind = lines[(node.end_lineno or node.lineno) - 1].partition("  # ")[2]
            yield node.target.id, code(ast.unparse(node.annotation)), behind


@cache
def _parsed(file: Path) -> tuple[list[str], ast.Module]:
    text = file.read_text(encoding="utf-8")
    return text.splitlines(), ast.parse(text)
