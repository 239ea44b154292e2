"""Counts in English words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailflow.core.how_many import how_many


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (0, ("mail",), "0 mails"),
        (1, ("mail",), "1 mail"),
        (2, ("mail",), "2 mails"),
        (30_886, ("ticket",), "30,886 tickets"),
        (1, ("letter waits", "letters wait"), "1 letter waits"),
        (3, ("letter waits", "letters wait"), "3 letters wait"),
    ],
)
def test_a_count_and_its_words_agree(count: int, words: tuple[str, ...], said: str) -> None:
    assert how_many(count, *words) == said


def test_no_output_of_a_command_puts_a_number_before_a_fixed_plural() -> None:
    """ "1 tickets" comes from `{count} tickets`: `how_many` says it instead."""
    fixed = re.compile(r'(?:put|say)\(f"[^"]*\} (?:tickets|mails|customers|files|events|addresses|texts)\b(?! and)')
    commands = sorted(Path("mailflow/cli").rglob("*.py"))
    assert [
        f"{file}: {line}" for file in commands for line in file.read_text().splitlines() if fixed.search(line)
    ] == []
