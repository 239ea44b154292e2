"""The house as architecture.md draws it, where neither ruff nor import-linter looks (those are `make lint`)."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = {str(f.relative_to(ROOT)): f.read_text(encoding="utf-8") for f in (ROOT / "mailflow").rglob("*.py")}
TESTS = {str(f.relative_to(ROOT)): f.read_text(encoding="utf-8") for f in (ROOT / "tests").rglob("*.py")}
MOST_LINES = 350
MOST_FUNCTION_LINES = 60
MOST_POSITIONAL = 5
MOST_ANY = 100
CLOCK = re.compile(r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.time)\(")
PUT_OFF = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X)\b")


def test_files_are_short() -> None:
    """Nobody scrolls for long: a longer file holds two things."""
    lengths = {file: len(text.splitlines()) for file, text in PACKAGE.items()}
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def test_functions_fit_a_screen() -> None:
    """A function tells one story at one height."""
    functions = [
        (file, node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for file, text in PACKAGE.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [found for found in functions if found[2] > MOST_FUNCTION_LINES] == []


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The parameters that may be given by their place, without `self`."""
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def test_nobody_counts_arguments() -> None:
    """What needs more than five by place takes a value that names them."""
    many = [
        (file, node.name, positional(node))
        for file, text in PACKAGE.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(positional(node)) > MOST_POSITIONAL
    ]
    assert many == []


def test_any_is_rare() -> None:
    """A type nobody looked for; JSON and rows of the database have their own (core/plain.py, engine/protocol.py)."""
    lines = [line for text in PACKAGE.values() for line in text.splitlines() if re.search(r"\bAny\b", line)]
    assert len(lines) <= MOST_ANY


def module_of(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module_of(file): ast.parse(text) for file, text in PACKAGE.items()}


def imported(tree: ast.Module) -> set[str]:
    """The modules of the package that this one names, at its top, in functions and for its types alone."""
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            inside = (f"{node.module}.{alias.name}" for alias in node.names)
            names |= {one if one in MODULES else node.module for one in inside}
    return names & MODULES.keys()


def test_imports_have_no_circle() -> None:
    """Not even one that an import within a function, or for types alone, hides."""
    left = {name: imported(tree) - {name} for name, tree in MODULES.items()}
    while free := {name for name, needs in left.items() if not needs & left.keys()}:
        left = {name: needs for name, needs in left.items() if name not in free}
    assert {name: sorted(needs & left.keys()) for name, needs in left.items()} == {}


def test_only_the_clock_asks_what_time_it_is() -> None:
    """Two kinds of time, both asked in clock.py."""
    assert [file for file, text in PACKAGE.items() if CLOCK.search(text)] == ["mailflow/clock.py"]


def test_files_say_what_they_hold() -> None:
    """Every module begins with a docstring, unless it is empty."""
    trees = {file: ast.parse(text) for file, text in PACKAGE.items()}
    assert [file for file, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []


def test_nothing_is_put_off() -> None:
    """What is to be done stands in an issue, not in the code."""
    assert [file for file, text in (PACKAGE | TESTS).items() if PUT_OFF.search(text)] == []


def test_nothing_names_the_machine_it_was_written_on() -> None:
    """No absolute path of somebody's checkout, which would be false on every other machine."""
    checkout = str(ROOT)
    assert [file for file, text in (PACKAGE | TESTS).items() if len(checkout) > 5 and checkout in text] == []


def test_every_room_has_its_map() -> None:
    """What a folder of flow/, store/, config/ holds stands in its __init__, in the order a mail or reader meets it; so
    does what core/ holds, and how replies are read."""
    rooms = [p.parent for top in ("flow", "store", "config") for p in (ROOT / "mailflow" / top).rglob("__init__.py")]
    rooms += [ROOT / "mailflow" / "core", ROOT / "mailflow" / "core" / "replies"]
    missing = [
        f"{room.name}/{path.name}"
        for room in rooms
        if room.name != "migrations"
        for path in room.iterdir()
        if (path.suffix == ".py" and path.name != "__init__.py") or (path / "__init__.py").is_file()
        if not re.search(rf"^    {re.escape(path.name)}[ /]", (room / "__init__.py").read_text(encoding="utf-8"), re.M)
    ]
    assert missing == []


SAME_NAME = {
    "Meta",  # peewee asks for it inside each model
    "_Clause",  # of a customer's reply and of a PIC's: twins
    "_Says",
}


def test_one_name_one_thing() -> None:
    """A class is found by its name: no other in the package has it."""
    places: dict[str, list[str]] = {}
    for file, text in PACKAGE.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and node.name not in SAME_NAME:
                places.setdefault(node.name, []).append(file)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


# Found as subclasses; the front door; the simulator's one seam, since no machine's time can be waited for.
CALLED_FROM_OUTSIDE = re.compile(
    r"mailflow/store/engine/tables(_of_health)?\.py \w+|\S+ main$|mailflow/clock\.py machine_time$"
)


def test_nothing_is_there_for_tests_alone() -> None:
    """What no other line of the package names, only tests use: it goes, or they ask for what the program asks for."""
    trees = {file: ast.parse(text) for file, text in PACKAGE.items()}
    named = Counter(name for tree in trees.values() for node in ast.walk(tree) for name in _names_in(node))
    alone = [
        f"{file} {node.name}"
        for file, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not named[node.name]
    ]
    assert [place for place in alone if not CALLED_FROM_OUTSIDE.match(place)] == []


def _names_in(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return [name]
        case ast.Constant(value=str() as text):  # annotations in quotes, "mailflow.cli.init:init"
            return re.findall(r"\w+", text.rpartition(":")[2]) if re.fullmatch(r"[\w.:,| \[\]]{1,79}", text) else []
    return []
