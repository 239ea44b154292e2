"""Common words are looked for among the newest documents first (PostgreSQL): on both databases the newest that answer,
as a plain comparison finds them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from mailflow.core.message import Message
from mailflow.core.search import common_pairs
from mailflow.core.search.word_query import WordQuery, asked
from mailflow.store.engine import tsvector
from mailflow.store.engine.database import Database
from mailflow.store.engine.word_index import Scope
from mailflow.store.mail import messages
from tests.store.desk import ANI, START, request

WORDS = "pulsa kuota modem kabel layar baterai antena satelit".split()  # the first ones common, the last ones rare
COMMON = frozenset(WORDS[:3])  # those whose pairs are indexed
QUESTIONS = (
    "pulsa", "satelit", "pulsa kuota", "pulsa kuota modem", "satelit pulsa", "antena satelit", '"pulsa kuota"',
    '"kuota layar modem"', '"pulsa pulsa kuota"', '"pulsa kuota satelit"', '-"kuota pulsa" modem', "pulsa-kuo*",
    "pulsa -kuota", "satelit -pulsa", "kabe*", "pulsanya modem", "pulsa xyzzy", "xyzzy",
)  # fmt: skip


def _texts(many: int) -> list[list[str]]:
    chance = random.Random(7)
    weights = [2.0**-place for place in range(len(WORDS))]
    return [chance.choices(WORDS, weights, k=3) for _ in range(many)]


def _answers(text: Sequence[str], question: WordQuery) -> bool:
    said = f" {' '.join(text)} "
    stands = [
        any(f" {word} " in said for word in term.words)
        or any(f" {' '.join(phrase)} " in said for phrase in term.phrases)
        or any(f" {' '.join(start)}" in said for start in term.starts)
        for term in (*question.wanted, *question.unwanted)
    ]
    return all(stands[: len(question.wanted)]) and not any(stands[len(question.wanted) :])


@pytest.mark.parametrize("limit", [1, 3, 12, 200])
def test_the_newest_that_answer(db: Database, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """However many windows it takes, with and without a filter."""
    monkeypatch.setattr(tsvector, "NEAR", 2)
    monkeypatch.setattr(tsvector, "FAR", 4)
    monkeypatch.setattr(common_pairs, "COMMON", COMMON)
    n, texts = request(db).n, _texts(150)
    with db.transaction():
        for place, text in enumerate(texts):
            mail = Message(f"<{place}@x>", sender=ANI, subject="", text=" ".join(text))
            messages.file_message(db, n, mail, at=START)
    for words in QUESTIONS:
        question = asked([words])
        expected = [place for place in range(len(texts), 0, -1) if _answers(texts[place - 1], question)]
        assert db.engine.words.newest(db.execute, question, Scope(), limit) == expected[:limit], words
        odd = Scope(where="d.id % ? = 1", params=(2,))
        found = db.engine.words.newest(db.execute, question, odd, limit)
        assert found == [one for one in expected if one % 2][:limit], words
        for first, last in ((1, 20), (17, 64), (40, 149)):
            some = Scope(where="d.id BETWEEN ? AND ?", params=(first, last), between=(first, last))
            found = db.engine.words.newest(db.execute, question, some, limit)
            assert found == [one for one in expected if first <= one <= last][:limit], (words, first)


def test_rows_without_windows_are_found(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of an older layout, until the daemon has made the index anew."""
    n = request(db).n
    monkeypatch.setattr(tsvector, "_window", lambda level, number: "~")
    with db.transaction():
        messages.file_message(db, n, Message("<1@x>", sender=ANI, subject="", text="pulsa"), at=START)
    assert db.engine.words.newest(db.execute, asked(["pulsa"]), Scope(), 1) == [1]
