"""Points learned from judged replies: what they are made of, and what they say of words nobody has written down."""

from __future__ import annotations

import time
from types import ModuleType

import pytest

from mailflow.core.replies.leaning import Leanings, features, shape, stem
from mailflow.core.replies.learned import customers, operators, pics
from mailflow.core.replies.levelled import Marked
from tests.core.judged.learn import LESSONS, Lesson, digest, fitted

TABLE = (("yes", 4, "good|very good|~good"), ("no", 4, "bad|so bad"), ("no", 2, "="))


def row(*words: str) -> Marked:
    return Marked(words, words)


@pytest.mark.parametrize(("lesson", "table"), [*zip(LESSONS, (operators, customers, pics), strict=True)])
def test_tables_are_of_the_judged_replies_that_are_there(lesson: Lesson, table: ModuleType) -> None:
    """Whoever adds a judged reply learns anew: `python -m tests.core.judged.learn operators`."""
    assert digest(lesson) == table.MADE_OF


def test_points_of_words_and_pairs_are_added() -> None:
    """What has more points is likelier, and all chances together are one."""
    lean = Leanings(TABLE).of(row("very", "good"))
    assert lean.likeliest == "yes" and sum(lean.chances.values()) == pytest.approx(1)
    assert lean.chance("nothing") == 0


def test_it_says_by_which_words() -> None:
    """The longest of them that speak for it, none within another."""
    assert Leanings(TABLE).of(row("very", "good")).by == 'words such as "very good"'
    assert Leanings(TABLE).of(row("x")).by == ""


def test_a_mistyped_word_is_the_one_that_is_known() -> None:
    """As in the other vocabularies: "goood"."""
    assert Leanings(TABLE).of(row("goood")).likeliest == "yes"


@pytest.mark.parametrize(
    ("word", "base"), [("dikirimkan", "kirim"), ("ngerjain", "rja"), ("kirim", "kirim"), ("bukunya", "buku")]
)
def test_stems(word: str, base: str) -> None:
    """Brothers of one verb share one, right or not."""
    assert stem(word) == base


def test_each_feature_counts_once() -> None:
    """A word said twice says no more."""
    found = [feature for feature, _, _ in features(["<start>", "ya", "ya", "<end>"], shape("Ya ya 2."))]
    assert found.count("ya") == 1 and {"=Capital", "=.", "=1234"} <= set(found)


def test_what_tells_two_meanings_apart_is_learned() -> None:
    """Only that, and never against a meaning: no weight is below zero."""
    weights = fitted([(0, [0, 2]), (1, [1, 2])] * 3, 3, 2)
    assert weights[0][0] > 1 > weights[0][1] and weights[1][1] > 1 > weights[1][0]
    assert min(map(min, weights)) == 0


def test_long_rows_take_no_time() -> None:
    """A hundred thousand words in a moment."""
    begin = time.process_time()
    Leanings(operators.TABLE).of(row(*(["ya", "saya", "tidak"] * 30_000)))
    assert time.process_time() - begin < 2
