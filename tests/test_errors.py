"""Every exception mailflow raises on purpose stands in errors.py, with its place in the tree and its meaning."""

from __future__ import annotations

import ast
import builtins
import re
from pathlib import Path

from mailflow import errors

PACKAGE = Path(errors.__file__).parent


def classes() -> dict[str, tuple[str, list[str]]]:
    """Name → (file, names of the bases), of every class in the package."""
    found = {}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name] = (file.name, [ast.unparse(base) for base in node.bases])
    return found


def is_exception(name: str, known: dict[str, tuple[str, list[str]]]) -> bool:
    """By descent from Python's own. One that descends from a library's is that library's business, in its adapter."""
    built_in = getattr(builtins, name, None)
    ours = any(is_exception(base, known) for base in known.get(name, ("", []))[1])
    return ours or (isinstance(built_in, type) and issubclass(built_in, BaseException))


def test_every_exception_is_in_the_tree() -> None:
    """What leaves a module has its line in errors.py's picture; what begins with an underscore stays inside one."""
    known = classes()
    raised = {name: file for name, (file, _) in known.items() if is_exception(name, known) and not name.startswith("_")}
    assert {name for name, file in raised.items() if file != "errors.py"} == set()
    assert errors.__doc__ is not None
    assert set(re.findall(r"^(?:[│ ]*[├└]── )?([A-Z]\w+)(?=$|  )", errors.__doc__, re.M)) == set(raised)


def test_each_says_what_it_means() -> None:
    """Its docstring is for whoever meets it."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert [kind.__name__ for kind in kinds if not kind.__doc__] == []
