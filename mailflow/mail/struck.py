"""Words an author has struck out in HTML: `<s>`, `<del>`, `<strike>`, `text-decoration: line-through` (mail.md 9.18).

He has taken them back: they are no command, and no part of an answer. The mail as it came keeps them.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from mailflow.core.lazy_regex import LazyPattern

_TAGS = frozenset(["s", "del", "strike"])
_OPENED = ("<s>", "<s ", "<del>", "<del ", "<strike>", "<strike ")
_THROUGH = "line-through"
_STYLED = LazyPattern(r"style\s{0,3}=\s{0,3}[\"'][^\"'<>]{0,2000}line-through", re.IGNORECASE)  # not in a style sheet


def strikes(source: str) -> bool:
    """Whether something is struck out in an HTML document."""
    lowered = source.lower()
    return any(map(lowered.__contains__, _OPENED)) or (_THROUGH in lowered and _STYLED.search(source) is not None)


def is_struck(node: LexborNode, tag: str) -> bool:
    return tag in _TAGS or _THROUGH in (node.attributes.get("style") or "").lower()
