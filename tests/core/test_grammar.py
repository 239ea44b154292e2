"""Patterns over rows of classes, written with the classes' names."""

from __future__ import annotations

import pytest

from mailflow.core.replies.grammar import ClassPattern

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
    assert ClassPattern(said, LETTERS).compiled.pattern == expression


def test_a_name_nobody_knows_is_an_error() -> None:
    """A slip of the finger is no pattern that never matches; it shows when the pattern is first used."""
    with pytest.raises(KeyError):
        assert ClassPattern("dnoe", LETTERS).compiled
