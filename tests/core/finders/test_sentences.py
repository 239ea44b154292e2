"""Whole sentences of customers, judged before they were run: every fact in them, and nothing besides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.finders.table import FINDERS, find
from tests.core.tables import rows

JAKARTA = ZoneInfo("Asia/Jakarta")
ARRIVAL = WrittenAt(datetime(2026, 11, 12, 15, 0, tzinfo=JAKARTA), JAKARTA)
ROWS = rows(Path(__file__).with_name("sentences.tsv"))
VAGUE = "?"


@pytest.mark.parametrize(("words", "facts"), [row[1:] for row in ROWS], ids=[row[1] for row in ROWS])
def test_every_fact_of_a_sentence_is_found_and_nothing_else(words: str, facts: str) -> None:
    """A decoy (an identity card, an order, an address of a machine) is none of the six kinds."""
    wanted = _wanted(facts)
    for finder in FINDERS:
        found = [one.value for one in find(finder, words, ARRIVAL)]
        values = wanted.get(finder, [])
        told = [value for value in values if value != VAGUE]
        assert all(any(_is_same(finder, value, one) for one in found) for value in told), (finder, found)
        if VAGUE not in values:
            assert len(found) == len(told), (finder, found)


def _wanted(facts: str) -> Mapping[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for fact in facts.split("; "):
        kind, _, value = fact.partition(" ")
        wanted.setdefault({"nim": "number"}.get(kind, kind), []).append(value)
    return wanted


def _is_same(finder: str, value: str, found: str) -> bool:
    """Phones are judged as they are dialled at home, moments as exactly as they are told."""
    if finder == "phone":
        value = value if value.startswith("+") else f"+62{value.removeprefix('0')}"
    return found.startswith(value) if finder == "moment" else found.casefold() == value.casefold()
