"""The JSON Schema of rules.yaml says what the loader says, of every rules.yaml that this project has."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from mailflow.config import load
from mailflow.config.init import RULES_SCHEMA as FILE
from mailflow.config.json_schema import rules_schema
from mailflow.errors import ConfigError
from tests.cli.desk import typed
from tests.config_homes import BASE, home

ROOT = Path(__file__).parent.parent
SCHEMA = rules_schema()
VALIDATOR = Draft7Validator(SCHEMA)
KEYS = tuple(SCHEMA["properties"])


class Loader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: `off` is a word, 08:30 a text, a date one, too."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":bool", ":timestamp", ":int"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false|True|False)$"), list("tfTF"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


def complaints(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(yaml.load(text, Loader=Loader))]


def of_tests() -> list[str]:
    """Every piece of rules.yaml in the tests: strings of the code, blocks of the scripts."""
    found = {part for file in (ROOT / "tests/scripts").glob("*.md") for part in re.findall(
        r"^```rules\n(.*?)^```", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)}  # fmt: skip
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(KEYS):
                found.add(node.value)
    return sorted(found)


def test_it_is_a_schema() -> None:
    """By the rules of JSON Schema itself, and without types nobody could fill in."""
    Draft7Validator.check_schema(SCHEMA)
    assert len(KEYS) > 40


@pytest.mark.parametrize("file", ["rules.yaml", "mailflow/demo/rules.yaml"])
def test_the_shipped_rules_fit(file: str) -> None:
    """Nothing is underlined in what a new desk begins with."""
    text = (ROOT / file).read_text(encoding="utf-8")
    text = re.sub(r"^@[A-Z]+@$", "", text, flags=re.MULTILINE)  # filled in by the demo: whole blocks, and values
    text = re.sub(r"@[A-Z]+@", "id", text)
    assert complaints(text) == []


def test_whatever_the_loader_takes_fits(tmp_path: Path) -> None:
    """A red line in an editor under something that works would teach people to ignore them."""
    pieces = of_tests()
    assert len(pieces) > 200
    wrong, right = {}, 0
    for piece in pieces:
        try:
            load(home(tmp_path, piece), {}, need_secrets=False)
        except (ConfigError, ValueError, TypeError):
            continue
        right += 1
        if said := complaints((tmp_path / "rules.yaml").read_text(encoding="utf-8")):
            wrong[piece] = said
    assert wrong == {}
    assert right > 100


def test_an_unknown_key_is_seen(tmp_path: Path) -> None:
    """Wherever the loader finds one, the schema finds one, too."""
    missed = []
    for piece in of_tests():
        try:
            load(home(tmp_path, piece), {}, need_secrets=False)
        except ConfigError as error:
            text = (tmp_path / "rules.yaml").read_text(encoding="utf-8")
            if any("unknown key" in fault.what for fault in error.faults) and not complaints(text):
                missed.append(piece)
        except (ValueError, TypeError):
            continue
    assert missed == []


@pytest.mark.parametrize(
    "line",
    [
        "claim: any-repyl", "feedback_close: sometimes", "desk: {address: 5, lst: x}", "hold: [1]",
        "operators: [{name: Budi}]", "rules: [{when: {subjct: x}, then: {category: y}}]",
        "rules: [{then: {categry: y}}]", "mailboxes: [{imaps: x}]", "hints: {link-only: maybe}",
        "trust: {operators: believed}", "limits: {mails: {sender: {week: 5}}}",
    ],
)  # fmt: skip
def test_what_is_wrong_is_seen(line: str) -> None:
    """Misspelt words, wrong kinds of values, what is missing."""
    key = line.partition(":")[0]
    kept = "\n".join(one for one in BASE.splitlines() if one.partition(":")[0] != key)
    assert complaints(f"{kept}\n{line}") != []


def test_words_of_rules_have_their_reference() -> None:
    """An editor shows it beside the word."""
    when: Any = SCHEMA["$defs"]["PolicyPart"]["properties"]["when"]["anyOf"][0]["properties"]
    assert all(word["description"] for word in when.values())


def test_the_kept_file_is_this_schema() -> None:
    """What `mailflow check --schema` prints stands beside rules.yaml, which names it in its first line."""
    kept = (ROOT / FILE).read_text(encoding="utf-8")
    assert json.loads(kept) == SCHEMA
    assert kept == typed("check", "--schema").out
    assert (ROOT / "rules.yaml").read_text(encoding="utf-8").splitlines()[0] == (
        f"# yaml-language-server: $schema={FILE}"
    )


def test_a_new_home_has_it_beside_its_rules(tmp_path: Path) -> None:
    """Editors look for the file that the first line names, in the same folder."""
    assert typed("init", str(tmp_path / "desk")).status == 0
    assert json.loads((tmp_path / "desk" / FILE).read_text(encoding="utf-8")) == SCHEMA
