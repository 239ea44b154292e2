"""pydantic's errors as faults in words for the admin: line, key, what is wrong, how to correct it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from mailflow.config.tree import Block, Path_, RulesTree
from mailflow.suggest import advice, choices, did_you_mean

Unknown = tuple[Block, str, list[str]]  # (block, unknown key, allowed keys)

_PLAIN = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "dict_type": "must be a block of `key: value` lines",
    "model_type": "must be a block of `key: value` lines",
    "model_attributes_type": "must be a block of `key: value` lines",
    "tuple_type": "must be a list",
}


def label(path: Path_) -> str:
    """ "operators[2].address", counted from 1, as people do."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words or "the file"


def blame_unknown(tree: RulesTree, unknown: Sequence[Unknown]) -> None:
    """Report unknown keys."""
    for block, key, known in unknown:
        path = tree.paths.get(id(block), ())
        near = did_you_mean(key, known)
        tree.blame((*path, key), f"unknown key `{label((*path, key))}`", near or choices(known))


def blame_errors(tree: RulesTree, errors: ValidationError) -> None:
    """Report values of the wrong type or form."""
    for error in errors.errors(include_url=False):
        path = tree_path(tree, error["loc"])
        kind, context = error["type"], error.get("ctx", {})
        if kind == "missing":
            where = f" in {label(path[:-1])}" if len(path) > 1 else ""
            tree.blame(path, f"`{path[-1]}` is missing{where}")
        elif kind == "string_type":
            _blame_no_text(tree, path)
        elif kind == "literal_error":
            _blame_choice(tree, path, str(context["expected"]))
        elif kind == "value_error":
            what, _, remedy = str(context["error"]).partition(": ")
            tree.blame(path, f"{label(path)}: {what}", remedy)
        elif kind == "kind":
            tree.blame(path, f"{label(path)}: {error['msg']}")
        else:
            tree.blame(path, f"{label(path)} {_PLAIN.get(kind, error['msg'][:1].lower() + error['msg'][1:])}")


def tree_path(tree: RulesTree, location: Sequence[str | int]) -> Path_:
    """The path in the file for pydantic's location: without the names of alternatives, and without [0] for a single
    value."""
    path: list[str | int] = []
    here: Any = tree.data
    for step in location:
        if (isinstance(step, str) and step.startswith("<")) or (isinstance(step, int) and not isinstance(here, list)):
            continue
        path.append(step)
        if isinstance(here, dict) and isinstance(step, str):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
    return tuple(path)


def _blame_no_text(tree: RulesTree, path: Path_) -> None:
    written = tree.written.get(path)
    if not written:
        tree.blame(path, f"{label(path)} must be text")
    elif written.lower() in ("yes", "no", "on", "off", "true", "false"):
        tree.blame(path, f"{label(path)}: YAML takes {written} for true or false", f'put it in quotes: "{written}"')
    else:
        tree.blame(path, f"{label(path)}: YAML takes {written} for a number", f'put it in quotes: "{written}"')


def _blame_choice(tree: RulesTree, path: Path_, expected: str) -> None:
    """`expected` in pydantic's form: "'id' or 'en'"."""
    valid = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    written = tree.written.get(path, "this")
    tree.blame(path, f"{label(path)}: `{written}` is not possible", advice(written, valid))
