"""Markers of HTML list items (HTML Living Standard, "The ol element" and "The li element").

A customer who writes "step 5 does not work" means the number shown: editors split one list into several around a
picture, continue with `start=5`, and number by letters.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass

BULLET = "-"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_INTEGER = LazyPattern(r"\s{0,9}([+-]?[0-9]{1,9})")  # HTML, "Rules for parsing integers": what follows is ignored
_STYLE = LazyPattern(r"list-style(?:-type)?\s{0,5}:\s{0,5}([a-z-]{1,30})", re.IGNORECASE)
_NAMED = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I", "decimal": "1",
}  # fmt: skip


@dataclass(slots=True)
class OpenList:
    """A list whose items are being written."""

    ordered: bool
    number: int = 0  # of the next item
    step: int = 1
    form: str = "1"  # as the attribute `type` says it: 1, a, A, i, I

    def marker(self, item: LexborNode) -> str:
        """The next marker: `-`, `5.`, `c.` or `iv.`."""
        if not self.ordered:
            return BULLET
        self.number = _integer(item, "value", self.number)
        number, self.number = self.number, self.number + self.step
        return f"{_shown(number, _form(item, self.form))}."


def opened(node: LexborNode) -> OpenList:
    """Of an `ol` or `ul`."""
    if node.tag != "ol":
        return OpenList(ordered=False)
    if "reversed" not in node.attributes:
        return OpenList(ordered=True, number=_integer(node, "start", 1), form=_form(node, "1"))
    items = sum(1 for child in node.iter() if child.tag == "li")
    return OpenList(ordered=True, number=_integer(node, "start", items), step=-1, form=_form(node, "1"))


def _integer(node: LexborNode, name: str, default: int) -> int:
    found = _INTEGER.match(node.attributes.get(name) or "")
    return int(found[1]) if found else default


def _form(node: LexborNode, default: str) -> str:
    """By `style`, as Gmail and Outlook write it, or by `type`."""
    style = _STYLE.search(node.attributes.get("style") or "")
    if style and (named := _NAMED.get(style[1].lower())):
        return named
    written = (node.attributes.get("type") or "").strip()
    return written if written in ("1", "a", "A", "i", "I") else default


def _shown(number: int, form: str) -> str:
    if form in ("a", "A") and number > 0:
        shown = _alphabetic(number)
    elif form in ("i", "I") and 0 < number < 4000:
        shown = _roman(number)
    else:
        return str(number)
    return shown.upper() if form.isupper() else shown


def _alphabetic(number: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    shown = ""
    while number:
        number, letter = divmod(number - 1, 26)
        shown = _LETTERS[letter] + shown
    return shown


def _roman(number: int) -> str:
    shown = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        shown += letters * times
    return shown
