"""Every section of every conversation in this folder is played on a desk of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripts.playing import play
from tests.scripts.reading import Section, read

FILES = sorted(file for file in Path(__file__).parent.glob("*.md") if file.name != "README.md")


@pytest.mark.parametrize("section", [section for file in FILES for section in read(file)], ids=str)
def test_script(section: Section, tmp_path: Path) -> None:
    """The desk does what the script says, and nothing else."""
    play(section, tmp_path)
