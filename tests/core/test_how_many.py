"""Counts in English words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailflow.core.how_many import agreeing, how_many, naming
from mailflow.report.words import _WORDS, word


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


@pytest.mark.parametrize(
    ("count", "said"),
    [("1", "1 old mail of 1.234 votes"), ("2", "2 old mails of 1.234 votes"), ("", " old mails of 1.234 votes")],
)
def test_a_sentence_of_a_table_agrees(count: str, said: str) -> None:
    """Whatever else is put in, also words with a stroke."""
    values = {"mails": count, "votes": "1.234"}
    assert agreeing("{mails} old mail|mails of {votes} vote|votes", values).format(**values) == said
    assert agreeing("{who} says {what}", {"who": "1", "what": "a|b"}) == "{who} says {what}"


@pytest.mark.parametrize(
    ("numbers", "said"), [("5", "close ticket 5"), ("5, 7", "close tickets 5, 7"), ("5 7", "close tickets 5 7")]
)
def test_a_list_and_its_words_agree(numbers: str, said: str) -> None:
    values = {"numbers": numbers}
    assert naming("close ticket|tickets {numbers}", values).format(**values) == said


def test_the_report_of_a_quiet_week_agrees() -> None:
    """One of each; Indonesian has one form."""
    assert word("answered", "en", answered="1", invited="1") == "1 vote for 1 invitation."
    assert word("no-votes", "en", invited="3") == "No votes; 3 were invited."
    assert word("answered", "id", answered="1", invited="1") == "1 suara dari 1 undangan."
    fixed = re.compile(r"\{\w+\} (?!times)\w+s\b(?!\|)")
    assert [said for _, said in _WORDS.values() if fixed.search(said)] == []


def test_no_output_of_a_command_puts_a_number_before_a_fixed_plural() -> None:
    """ "1 tickets" comes from `{count} tickets`: `how_many` says it instead."""
    things = "tickets|mails|customers|files|events|addresses|texts|checks|mailboxes|votes"
    fixed = re.compile(rf'f"[^"]*(?<!of )(?<!newest )\{{[^{{}}"]*\}} (?:{things})\b(?! and)')
    commands = sorted(Path("mailflow").rglob("*.py"))
    assert [
        f"{file}: {line}" for file in commands for line in file.read_text().splitlines() if fixed.search(line)
    ] == []
