"""The vocabulary of commands a colleague may mail, one a line, and the words with which a PIC answers a notice.

A new mail command: one entry in MAILED, one result, and its case in operators.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from mailflow.core.replies.words import unsigned, words_of

# What an operator may write as a line of his mail (`/selesai`), and what it means.
MAILED: Mapping[str, str] = MappingProxyType({"selesai": "close", "close": "close"})

_CLOSINGS = {
    "": "satisfied",
    "satisfied": "satisfied",
    "puas": "satisfied",
    "no-feedback": "no-feedback",
    "tanpa-tanggapan": "no-feedback",
}

_YES = frozenset({"tutup", "ya", "ok", "close"})
_NO = frozenset({"tidak", "tolak", "no"})


class CommandResult(StrEnum):
    """What became of a command line; letters.py has the words in each language."""

    CLOSING = "closing"
    ALREADY_CLOSING = "already-closing"
    ESCALATED = "is-escalated"
    NOT_YOURS = "not-yours"
    UNKNOWN = "unknown"
    BAD_ARGUMENT = "bad-argument"
    SEEN_BY_CUSTOMER = "seen-by-customer"


def closing_asked(commands: tuple[tuple[str, str], ...]) -> str | None:
    """satisfied | no-feedback as the first closing command says; None without one (or with a word it does not know)."""
    for name, argument in commands:
        if MAILED.get(name) == "close" and argument.casefold() in _CLOSINGS:
            return _CLOSINGS[argument.casefold()]
    return None


def results(commands: tuple[tuple[str, str], ...], closing: CommandResult) -> tuple[tuple[str, str], ...]:
    """(line, result) for every command line, given what becomes of a closing one."""
    return tuple((f"/{name} {argument}".strip(), _result(name, argument, closing).value) for name, argument in commands)


def _result(name: str, argument: str, closing: CommandResult) -> CommandResult:
    if name not in MAILED:
        return CommandResult.UNKNOWN
    return closing if argument.casefold() in _CLOSINGS else CommandResult.BAD_ARGUMENT


def pic_verdict(text: str, names: tuple[str, ...] = ()) -> bool | None:
    """The PIC's answer to a closing notice (step 10): True closes, False sends back, None is a note to the owner.

    The PIC's `names` below the word are a signature.
    """
    said = set(words_of(unsigned(text, names)))
    if said and said <= _YES:
        return True
    if said and said <= _NO:
        return False
    return None
