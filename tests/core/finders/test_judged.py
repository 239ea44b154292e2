"""The judged table of spellings: what stands in a customer's words, and what only looks like it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.finders.table import FINDERS, find
from tests.core.tables import rows

JAKARTA = ZoneInfo("Asia/Jakarta")
ARRIVAL = WrittenAt(datetime(2026, 11, 25, 10, 0, tzinfo=JAKARTA), JAKARTA)
ROWS = rows(Path(__file__).with_name("judged.tsv"))


@pytest.mark.parametrize(("finder", "words", "values"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_facts_are_found_and_decoys_are_not(finder: str, words: str, values: str) -> None:
    """Each spelling gives its value in normal form; a decoy gives none."""
    wanted = () if values == "none" else tuple(values.split("|"))
    assert tuple(found.value for found in find(finder, words, ARRIVAL)) == wanted


def test_every_finder_is_judged() -> None:
    """At least ten spellings a finder, three hundred in all."""
    kinds = [row[0] for row in ROWS]
    assert len(ROWS) >= 300
    assert {kind for kind in kinds if kinds.count(kind) >= 10} == set(FINDERS)
