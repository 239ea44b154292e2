"""Whatever an admin does to rules.yaml, the answer is settings or a ConfigError with lines, never a traceback."""

from __future__ import annotations

import copy
import re
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailflow.config import essentials, load
from mailflow.config.settings import Settings
from mailflow.errors import ConfigError
from tests.test_config import ENVIRON, EXAMPLE

WORDS = [
    *(
        "",
        "x",
        "No",
        "24h",
        "2wd",
        "list",
        "Budi",
        "budi@desk.example",
        "{n}",
        "{",
        "${X}",
        "${MAILFLOW_SECRET}",
        "/(/",
        "/x/",
    ),
    *(
        "imaps://u@h.example",
        "smtp://[::1",
        "smtp://",
        "08:00-17:00",
        "24:00-00:00",
        "ID",
        "XX",
        "2026-13-40",
        "a.ics",
        "init",
    ),
    *(
        "sqlite:///x",
        "postgresql://h",
        "Asia/Jakarta",
        "../../etc/passwd",
        "owner",
        "closed",
        "1:2:3",
        "[::1]:1",
        "é" * 300,
    ),
]
KEYS = [
    "desk",
    "name",
    "address",
    "also",
    "imap",
    "maildir",
    "smtp",
    "after",
    "to",
    "mon",
    "holidays",
    "when",
    "then",
    "subject",
]
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(WORDS), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=5)), inner, max_size=3),
    ),
    max_leaves=6,
)
TREE = yaml.safe_load(EXAMPLE)


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the example where something else could stand."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(place for key, value in items for place in places(value, (*path, key)))]


PLACES = places(TREE)[1:]


def answer(text: bytes, need_secrets: bool) -> Settings | ConfigError:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "rules.yaml").write_bytes(text)
        try:
            essentials(Path(folder), ENVIRON)
        except ConfigError as error:
            assert error.faults
        try:
            return load(Path(folder), ENVIRON, need_secrets)
        except ConfigError as error:
            return error


@settings(max_examples=200, deadline=None)
@example([(("database",), ["${X}"])], False)
@example([(("desk",), {"\n": None})], False)
@given(st.lists(st.tuples(st.sampled_from(PLACES), values), min_size=1, max_size=4), st.booleans())
def test_anything_anywhere(changes: list[tuple[tuple[Any, ...], Any]], need_secrets: bool) -> None:
    """Values of any shape put in any place of the example."""
    tree = copy.deepcopy(TREE)
    for (*way, last), value in changes:
        here = tree
        try:
            for step in way:
                here = here[step]
            here[last] = value
        except (TypeError, KeyError, IndexError):
            continue  # an earlier change took this place away
    found = answer(yaml.safe_dump(tree, allow_unicode=True).encode(), need_secrets)
    if isinstance(found, ConfigError):
        assert all(re.fullmatch(r"rules\.yaml:\d+", fault.place) for fault in found.faults)
        assert all("\n" not in str(fault) for fault in found.faults)
        assert not any(secret in str(found) for secret in ("p-imap", "p-smtp"))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(EXAMPLE)), st.integers(0, 30), st.one_of(st.text(max_size=10), st.sampled_from(WORDS)))
def test_any_slip_of_the_keyboard(start: int, length: int, typed: str) -> None:
    """Some letters of the example typed over."""
    text = EXAMPLE[:start] + typed + EXAMPLE[start + length :]
    found = answer(text.encode("utf-8", "surrogatepass"), need_secrets=True)
    assert isinstance(found, Settings) or found.faults


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes(content: bytes) -> None:
    """A file that is anything but rules."""
    found = answer(content, need_secrets=False)
    assert isinstance(found, ConfigError)
