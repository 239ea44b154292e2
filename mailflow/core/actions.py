"""The vocabulary of `then:` in rules.yaml. One function per word; its docstring is the word's reference.

The first rule whose `when:` holds decides alone; `Effects.rule` says which it was. Adding a word is adding a function,
its line in WORDS and a field of Effects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from mailflow.core.conditions import matches
from mailflow.core.message import Message
from mailflow.core.rules import PolicyRule, Rules

LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Effects:
    """What the rules say about a new request. None: they say nothing about it."""

    category: str | None = None
    assign: str | None = None  # operator's name as rules.yaml writes it under `operators:`
    language: str | None = None  # id | en, of letters to the customer
    acknowledge: bool | None = None  # None: use `acknowledge:` of rules.yaml
    discard: str | None = None  # why the ticket is discarded at once
    rule: PolicyRule | None = None  # the rule that matched
    number: int = 0  # its position in `rules:`, from 1; 0 = none matched

    @property
    def place(self) -> str:
        """Where the rule is written, for `explain`: "rules.yaml:40"; "" when none matched."""
        return self.rule.place if self.rule else ""


def category(effects: Effects, value: str) -> Effects:
    """File the ticket under this category, which reports count by. `category: pulsa-tidak-masuk`"""
    return replace(effects, category=value)


def assign(effects: Effects, value: str) -> Effects:
    """Give the ticket to this operator, as if he had claimed it. `assign: Budi`"""
    return replace(effects, assign=value)


def language(effects: Effects, value: str) -> Effects:
    """Write letters to this customer in that language: id or en. `language: en`"""
    return replace(effects, language=value)


def acknowledge(effects: Effects, value: str) -> Effects:
    """Tell the customer his number at once (true) or not (false), whatever the desk does else. `acknowledge: false`"""
    return replace(effects, acknowledge=value == "true")


def discard(effects: Effects, value: str) -> Effects:
    """Discard the mail's ticket at once, for the reason given; nobody is written to. `discard: newsletter`"""
    return replace(effects, discard=value)


WORDS: Mapping[str, Callable[[Effects, str], Effects]] = MappingProxyType(
    {
        "category": category,
        "assign": assign,
        "language": language,
        "acknowledge": acknowledge,
        "discard": discard,
    }
)
SWITCHES = frozenset({"acknowledge"})  # words that take true or false instead of text


def effects(rules: Rules, message: Message) -> Effects:
    """The effects of the first matching rule; Effects() when none matches."""
    for number, rule in enumerate(rules.rules, 1):
        if matches(rule, message):
            found = Effects(rule=rule, number=number)
            for word, value in rule.then:
                found = WORDS[word](found, value)
            return found
    return Effects()


def check(word: str, value: str) -> None:
    """Raises ValueError, in words for the admin, if `value` cannot be used with `word`. The name in `assign` is not
    checked."""
    if word in SWITCHES and value not in ("true", "false"):
        raise ValueError(f"{word} is true or false")
    if word == "language" and value not in LANGUAGES:
        raise ValueError(f"{value!r} is not a language of letters: write {' or '.join(LANGUAGES)}")
    if not value.strip():
        raise ValueError(f"{word} is empty")
