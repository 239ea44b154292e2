"""Patterns over rows of classes, written with the classes' names."""

from __future__ import annotations

import pytest

from mailflow.core.replies.grammar import pattern

LETTERS = {"done": "d", "works": "s", "thing": "x", "end": "|", "small": "ip"}


@pytest.mark.parametrize(
    ("said", "expression"),
    [
        ("done", "d"),
        ("end", r"\|"),
        ("small* done", "[ip]*d"),
        ("(thing|small)+ works", "[xip]+s"),
        ("!(done)* any or works?", "[^d]*.|s?"),
        ("(?<= thing ) ( small* ) (?: done or works )*", "(?<=x)([ip]*)(?:d|s)*"),
    ],
)
def test_names_become_letters(said: str, expression: str) -> None:
    """A class is one letter, several are a set; everything else is a regular expression's."""
    assert pattern(said, LETTERS).pattern == expression


def test_a_name_nobody_knows_is_an_error() -> None:
    """A slip of the finger is no pattern that never matches."""
    with pytest.raises(KeyError):
        pattern("dnoe", LETTERS)
