"""Every section of every conversation in this folder is played on a desk of its own, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.scripts.playing import play
from tests.scripts.reading import Section, read

FILES = sorted(file for file in Path(__file__).parent.glob("*.md") if file.name != "README.md")
SECTIONS = [section for file in FILES for section in read(file)]


@pytest.mark.parametrize("section", SECTIONS, ids=str)
def test_script(section: Section, tmp_path: Path) -> None:
    """The desk does what the script says, and nothing else."""
    play(section, tmp_path)


@pytest.mark.live
@pytest.mark.parametrize("section", SECTIONS, ids=str)
def test_script_on_postgres(section: Section, tmp_path: Path, postgres: Postgres) -> None:
    """Which database it is makes no difference."""
    play(section, tmp_path, postgres.new_desk())
