"""Canned letters whose text stands in another letter: what rules have the acknowledgement say."""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.letter import LETTERS_WITHIN, Facts
from mailflow.core.replies.cards import is_formula
from mailflow.mail.facts import completed
from mailflow.mail.templates import Templates

_GREETING = 12  # words
_ENDING = 6  # lines at the end that may be the closing formula, a name, the desk


def letters_within(facts: Facts, base: Facts, templates: Templates, language: str) -> dict[str, object]:
    """`facts[LETTERS_WITHIN]` names letters for each fact; here are their texts. `base`: desk, ticket, recipient.

    Raises GiveUp if one cannot be rendered.
    """
    named = facts[LETTERS_WITHIN]
    assert isinstance(named, Mapping)

    def within(name: str) -> dict[str, str]:
        text = templates.render(name, language, {**base, **completed(name, {})}).text
        return {"title": templates.get(name, language).title, "text": without_frame(text)}

    return {fact: tuple(map(within, names)) for fact, names in named.items()}


def without_frame(letter: str) -> str:
    """Its text without the greeting above and the closing formula below, to stand in another letter."""
    lines = letter.strip("\n").split("\n")
    if lines[0].rstrip().endswith(",") and len(lines[0].split()) <= _GREETING:
        lines = lines[1:]
    last = range(len(lines) - 1, max(-1, len(lines) - 1 - _ENDING), -1)
    return "\n".join(lines[: next((at for at in last if is_formula(lines[at])), len(lines))]).strip("\n")
