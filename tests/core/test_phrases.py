"""Phrases of replies are looked up only where a word begins one; every size tried gives the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.replies import operator_words as w
from mailflow.core.replies.addressee import _longest, _passive, _table
from mailflow.core.replies.spoken import _phrase

_SIGNS = [*sorted({word for phrase in _table()[0] for word in phrase}), "dijawab", "diambil", "dibantu", "kucing"]
_WORDS = [*sorted({word for phrase in w.PHRASES for word in phrase.split()}), "", "kucing"]


@given(st.lists(st.sampled_from(_SIGNS) | st.sampled_from(sorted(_table()[0])), max_size=6), st.integers(0, 5))
def test_longest_sign(pieces: list[str | tuple[str, ...]], at: int) -> None:
    """Of the words from a place on, also where one is a passive the table knows as such."""
    words = [word for piece in pieces for word in ((piece,) if isinstance(piece, str) else piece)]
    if at >= len(words):
        return
    phrases = _table()[0]
    for size in range(len(words) - at, 0, -1):
        phrase = tuple(words[at : at + size])
        found = phrases.get(phrase) or phrases.get(tuple(map(_passive, phrase)))
        if found:
            assert _longest(words, at) == (size, found)
            return
    assert _longest(words, at) == (1, None)


@given(st.lists(st.sampled_from(_WORDS) | st.sampled_from(sorted(w.PHRASES)), max_size=5), st.integers(0, 5))
def test_longest_phrase(pieces: list[str], at: int) -> None:
    """Of two words and more."""
    words = [word for piece in pieces for word in piece.split(" ")]
    long = ((size, w.PHRASES.get(" ".join(words[at : at + size]), "")) for size in range(len(words) - at, 1, -1))
    assert at >= len(words) or _phrase(words, at) == next(((size, sign) for size, sign in long if sign), (0, ""))


def test_a_word_that_is_found_again_is_the_same() -> None:
    """The vocabulary remembers what it has found for a word."""
    for word in ("siaaap", "ambl", "abmil", "siap2", "kucing"):
        assert w.WORDS.spelled(word) == w.WORDS.spelled(word) == w.WORDS._nearest(word)
