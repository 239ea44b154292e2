"""docs/figures.md says what the program counts."""

from __future__ import annotations

from pathlib import Path

from mailflow.report.definitions import listing


def test_the_page_of_figures_is_what_the_program_says() -> None:
    """After a change: `mailflow report --explain all --output docs/figures.md`."""
    assert (Path(__file__).parent.parent / "docs" / "figures.md").read_text(encoding="utf-8") == listing()
