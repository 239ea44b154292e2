"""Every finder by its name under `data: {…: find}` in rules.yaml, and the admin's own expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailflow.core.finders.amount import find_amounts
from mailflow.core.finders.found import Found
from mailflow.core.finders.past_moment import find_moments
from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.finders.phone import find_phones
from mailflow.core.finders.reference import find_emails, find_serials, find_student_numbers
from mailflow.core.patterns import compiled, is_expression, plain

_LONGEST = 100_000  # characters of a mail that are looked at

FINDERS: Mapping[str, Callable[[str, WrittenAt], tuple[Found, ...]]] = MappingProxyType(
    {
        "phone": lambda text, arrival: find_phones(text),
        "amount": lambda text, arrival: find_amounts(text),
        "moment": find_moments,
        "serial": lambda text, arrival: find_serials(text),
        "number": lambda text, arrival: find_student_numbers(text),
        "email": lambda text, arrival: find_emails(text),
    }
)


def find(finder: str, text: str, arrival: WrittenAt) -> tuple[Found, ...]:
    """What the finder of this name, or the expression between slashes, finds in `text`, in order; each value once."""
    text = text[:_LONGEST]
    found = _by_expression(finder, text) if is_expression(finder) else FINDERS[finder](text, arrival)
    first: dict[str, Found] = {}
    for one in found:
        first.setdefault(one.value, one)
    return tuple(first.values())


def _by_expression(expression: str, text: str) -> tuple[Found, ...]:
    """The part named `value`, or the first in brackets, or all that matches; the first match of each line."""
    pattern = compiled(expression[1:-1])
    group: str | int = "value" if "value" in pattern.groupindex else 1 if getattr(pattern, "groups", 0) else 0
    found, at = [], 0
    for line in plain(text).splitlines(keepends=True):
        match = pattern.search(line)
        value = (match.group(group) or "").strip() if match is not None else ""
        if value:
            start = at + line.index(value)
            found.append(Found(value, start, start + len(value)))
        at += len(line)
    return tuple(found)
