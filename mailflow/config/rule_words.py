"""The words of `rules:`, their values, and what those values name elsewhere in rules.yaml."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from mailflow.config.checks import blocks, names, part, texts
from mailflow.config.problems import label
from mailflow.config.tree import Block, Path_, RulesTree
from mailflow.core import actions, conditions
from mailflow.core.letter_kinds import closing_letters
from mailflow.suggest import advice


class _Named(NamedTuple):
    """What a word's values must be names of."""

    missing: str  # what is said of a name that is not there
    known: Callable[[RulesTree], Collection[str]]
    where: str  # where such names are given


def check_rules(tree: RulesTree, letters: frozenset[str]) -> None:
    """Every word is known, has values it can use, and names only what is there."""
    for path, rule in blocks(tree, "rules"):
        vocabulary(tree, rule.get("when"), (*path, "when"), conditions.WORDS, conditions.check)
        then = rule.get("then")
        vocabulary(tree, then, (*path, "then"), actions.WORDS, actions.check)
        if not then and "then" not in rule:
            tree.blame(path, f"{label(path)} has no `then:`", "say what it does, such as then: {category: pulsa}")
        for key, table in (("when", _NAMES_WHEN), ("then", {**_NAMES_THEN, **_letters(letters)})):
            _named(tree, rule.get(key), (*path, key), table)


def word_text(item: Any) -> Any:
    """A value of `when:` or `then:` in the core's form: true and false as words, numbers as written."""
    return str(item).lower() if isinstance(item, bool | int) else item


def vocabulary(
    tree: RulesTree, block: object, path: Path_, known: Collection[str], check: Callable[[str, str], None]
) -> None:
    """The words of `when:` or `then:` and their values."""
    for word, value in block.items() if isinstance(block, dict) else ():
        place = (*path, word)
        if word not in known:
            tree.blame(place, f"`{word}` is no word of `{path[-1]}:`", advice(word, known))
            continue
        many = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        if path[-1] == "then" and isinstance(value, list) and word not in actions.LISTS:
            tree.blame(place, f"`{word}` takes one value")
            continue
        if len(many) > actions.LISTS.get(word, len(many)):
            tree.blame(place, f"`{word}` takes at most {actions.LISTS[word]} values", "a customer reads no more")
        for index, item in many:
            _word_value(tree, word, item, place if index is None else (*place, index), check)


def _word_value(tree: RulesTree, word: str, item: object, place: Path_, check: Callable[[str, str], None]) -> None:
    plain = word in conditions.SWITCHES or word in actions.SWITCHES or (word == "hour" and not isinstance(item, bool))
    text = word_text(item) if plain else item
    if not isinstance(text, str):
        written = tree.written.get(place)
        remedy = f'put it in quotes: "{written}"' if written else ""
        tree.blame(
            place, f"`{word}` must be text" + (f": YAML takes {written} for something else" if written else ""), remedy
        )
        return
    try:
        check(word, text)
    except ValueError as wrong:
        tree.blame(place, f"`{word}`: {wrong}")


def _named(tree: RulesTree, block: object, path: Path_, table: Mapping[str, _Named]) -> None:
    written: Block = block if isinstance(block, dict) else {}
    for word, named in table.items():
        for place, name in texts(written.get(word), (*path, word)):
            known = named.known(tree)
            if name.removeprefix(conditions.MISSING).casefold() not in (one.casefold() for one in known):
                remedy = advice(name, known) if known else f"{named.where} gives none"
                tree.blame(place, f"`{word}: {name}`: {named.missing}", remedy)


def _letters(letters: frozenset[str]) -> Mapping[str, _Named]:
    """Letters that answer a customer; where none is known, nothing is said of their names."""
    there = sorted(closing_letters(letters))
    named = _Named("there is no such answer", lambda tree: there, "templates/canned")
    return {"self_help": named, "reply": named} if letters else {}


def _groups(tree: RulesTree) -> list[str]:
    people: list[Block] = [person for _, person in blocks(tree, "operators")]
    return [group for person in people for _, group in texts(person.get("groups"), ())]


def _keys(key: str) -> Callable[[RulesTree], list[str]]:
    return lambda tree: [str(name) for name in part(tree, key)]


_DATA = _Named("there is no such entry", _keys("data"), "`data:`")
_NAMES_WHEN: Mapping[str, _Named] = MappingProxyType({"data": _DATA})
_NAMES_THEN: Mapping[str, _Named] = MappingProxyType(
    {
        "assign": _Named("no operator has this name", lambda tree: names(tree, "operators"), "`operators:`"),
        "group": _Named("no operator is in this group", _groups, "`groups:` of operators"),
        "ask": _DATA,
        "ladder": _Named("there is no such entry", _keys("ladders"), "`ladders:`"),
    }
)
