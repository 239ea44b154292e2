"""The tutorial works, word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.tutorial import played

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.timeout(600)  # a dozen processes, one after another
@pytest.mark.parametrize("page", ["tutorial.md"])
def test_the_tutorial_ends_with_a_closed_ticket(page: str, tmp_path: Path) -> None:
    """Each block is typed in a shell, and prints what stands below it."""
    seen = played((DOCS / page).read_text(encoding="utf-8"), tmp_path)
    missing = [(line, out) for out, lines in seen for line in lines if line not in out]
    assert missing == []
    assert len(seen) > 8
