"""Patterns over rows of classes (classes.py), written with the classes' names and compiled to their letters.

`thing !(done)* done any*` is `x[^d]*d.*` where things are `x` and done is `d`: as quick, and to be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from mailflow.core.lazy_regex import LazyPattern

_PIECE = LazyPattern(r"\(\?(?:[:=!]|<[=!])|!?\([a-z_]+(?:\|[a-z_]+)*\)|[a-z_]+|\S")
SMALL = "small"  # words that only join others


class ClassPattern(LazyPattern[str]):
    """`name`, `(name|name)` one word of these classes, `!(name|name)` of any but these, `any`; `or` parts alternatives;
    `*`, `+`, `?`, groups and looking around are those of regular expressions. Read when first used;
    KeyError for a name nobody knows."""

    def __init__(self, text: str, letters: Mapping[str, str]) -> None:
        super().__init__(text)
        self._letters = letters

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile("".join(_compiled(piece, self._letters) for piece in _PIECE.findall(self._expression)))


def _compiled(piece: str, letters: Mapping[str, str]) -> str:
    if piece in ("any", "or"):
        return {"any": ".", "or": "|"}[piece]
    names = piece.strip("!()").split("|")
    if not all(re.fullmatch(r"[a-z_]+", name) for name in names):
        return piece
    inside = "".join(letters[name] for name in names)
    negated = piece.startswith("!")
    return f"[{'^' if negated else ''}{re.escape(inside)}]" if negated or len(inside) > 1 else re.escape(inside)
