"""Patterns over rows of classes (classes.py), written with the classes' names and compiled to their letters.

`thing !(done)* done any*` is `x[^d]*d.*` where things are `x` and done is `d`: as quick, and to be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PIECE = re.compile(r"\(\?(?:[:=!]|<[=!])|!?\([a-z_]+(?:\|[a-z_]+)*\)|[a-z_]+|\S")
SMALL = "small"  # words that only join others


def pattern(text: str, letters: Mapping[str, str]) -> re.Pattern[str]:
    """`name`, `(name|name)` one word of these classes, `!(name|name)` of any but these, `any`; `or` parts alternatives;
    `*`, `+`, `?`, groups and looking around are those of regular expressions. KeyError for a name nobody knows."""
    return re.compile("".join(_compiled(piece, letters) for piece in _PIECE.findall(text)))


def _compiled(piece: str, letters: Mapping[str, str]) -> str:
    if piece in ("any", "or"):
        return {"any": ".", "or": "|"}[piece]
    names = piece.strip("!()").split("|")
    if not all(re.fullmatch(r"[a-z_]+", name) for name in names):
        return piece
    inside = "".join(letters[name] for name in names)
    negated = piece.startswith("!")
    return f"[{'^' if negated else ''}{re.escape(inside)}]" if negated or len(inside) > 1 else re.escape(inside)
