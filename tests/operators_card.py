"""Writes the two tables of commands in docs/operators.md anew: `python -m tests.operators_card`."""

from __future__ import annotations

from itertools import dropwhile
from pathlib import Path

from mailflow.core.commands.listed import card

PAGE = Path(__file__).parent.parent / "docs" / "operators.md"
HEADS = {"id": "| perintah | di belakangnya |", "en": "| command | behind it |"}


def written(page: str) -> str:
    """The page with today's table."""
    for language, head in HEADS.items():
        before, found, after = page.partition(head)
        assert found, f"docs/operators.md has no {head!r}"
        first, second, *rest = after.split("\n")
        kept = list(dropwhile(lambda line: line.startswith("|"), rest))
        page = before + found + "\n".join([first, second, *card(language), *kept])
    return page


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
