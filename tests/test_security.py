"""SECURITY.md: every threat names what stops it and a test that shows it, and that test is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "---" not in line
][1:]


def functions(file: Path) -> set[str]:
    return {
        node.name for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }


def sections(file: Path) -> set[str]:
    return set(re.findall(r"^## (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_table_is_read() -> None:
    """Whoever changes its form changes this."""
    assert len(ROWS) >= 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}: {row[1][:50]}")
def test_every_threat_has_its_test(row: list[str]) -> None:
    """Attacker, road, what stops him, and one test or section of a script by its name."""
    assert len(row) == 4, row
    attacker, road, stops, cited = row
    assert attacker and road and stops, row
    match = re.fullmatch(r"`(tests/[\w./-]+\.(?:py::(\w+)|md#(.+)))`", cited)
    assert match is not None, cited
    file = ROOT / re.split(r"::|#", match[1])[0]
    assert file.is_file(), cited
    assert (match[2] in functions(file)) if match[2] else (match[3] in sections(file)), cited
