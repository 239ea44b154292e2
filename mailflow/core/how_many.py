"""Counts in English words: "1 mail", "3 mails". Indonesian has one form for both, so its texts need none of this."""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.lazy_regex import LazyPattern

_LISTED = LazyPattern(r"(\w+)\|(\w+) \{(\w+)\}")
_CHOICE = LazyPattern(r"(\{(\w+)\}(?: \w+){0,3}) (\w+)\|(\w+)")


def how_many(count: int, one: str, more: str = "") -> str:
    """The number with thousands apart, and the words that go with it; `more`: those of any other number, where it is
    not `one` with an s: `how_many(2, "letter waits", "letters wait")`."""
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"


def agreeing(template: str, values: Mapping[str, object]) -> str:
    """For tables of sentences: of "{mails} old mail|mails" the word that goes with the value, which `format` puts in
    afterwards."""
    if "|" not in template:
        return template
    return _CHOICE.sub(lambda found: f"{found[1]} {found[3 if str(values.get(found[2])) == '1' else 4]}", template)


def naming(template: str, values: Mapping[str, str]) -> str:
    """The same before a list: of "ticket|tickets {numbers}" the word for one, or that for "5, 7"."""
    if "|" not in template:
        return template
    return _LISTED.sub(
        lambda found: f"{found[2 if len(values.get(found[3], '').split()) > 1 else 1]} {{{found[3]}}}", template
    )
