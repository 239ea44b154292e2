"""The vocabulary of commands a colleague may mail, one a line.

A new mail command: one entry in MAILED, one result, and its case in operators.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

# What an operator may write as a line of his mail (`/selesai`), and what it means.
MAILED: Mapping[str, str] = MappingProxyType({"selesai": "close", "close": "close", "tutup": "end"})
# Commands of interfaces-2.md that do not work yet: at the top of a mail nobody takes them for words to the customer.
LATER = frozenset(
    """ambil claim take lepas release serahkan assign catatan note balas canned kirim send eskalasi escalate tanya ask
    buka reopen gabung merge pisah split buang discard kategori category prioritas priority tunda snooze hapus-isi
    redact status daftar list cari search absen away hadir back alasan excuse batal undo bantuan help""".split()
)

_CLOSINGS = {
    "": "satisfied",
    "satisfied": "satisfied",
    "puas": "satisfied",
    "no-feedback": "no-feedback",
    "tanpa-tanggapan": "no-feedback",
}


@dataclass(frozen=True, slots=True)
class CommandLines:
    """The new words of a mail, parted into command lines and what is told."""

    commands: tuple[tuple[str, str], ...] = ()  # (name, argument) in order
    words: str = ""  # without the command lines; as written when there are none
    below: bool = False  # words stand below a command line
    inside: tuple[str, ...] = ()  # lines that might be meant as commands, but stand among words


class CommandResult(StrEnum):
    """What became of a command line; letters.py has the words in each language."""

    CLOSING = "closing"
    ALREADY_CLOSING = "already-closing"
    ESCALATED = "is-escalated"
    NOT_YOURS = "not-yours"
    UNKNOWN = "unknown"
    BAD_ARGUMENT = "bad-argument"
    ONLY_PIC = "only-pic"
    NOT_AT_TOP = "not-at-top"
    SEEN_BY_CUSTOMER = "seen-by-customer"
    NOT_SENT = "words-not-sent"


REFUSED = frozenset(
    {
        CommandResult.ESCALATED,
        CommandResult.NOT_YOURS,
        CommandResult.UNKNOWN,
        CommandResult.BAD_ARGUMENT,
        CommandResult.ONLY_PIC,
    }
)


def closing_asked(commands: tuple[tuple[str, str], ...]) -> str | None:
    """satisfied | no-feedback as the first closing command says; None without one (or with a word it does not know)."""
    for name, argument in commands:
        if MAILED.get(name) == "close" and is_closing(argument):
            return _CLOSINGS[argument.casefold()]
    return None


def is_closing(argument: str) -> bool:
    """`argument` is one that a closing command takes: how it ended, or nothing."""
    return argument.casefold() in _CLOSINGS


def results(commands: tuple[tuple[str, str], ...], closing: CommandResult) -> tuple[tuple[str, str], ...]:
    """(line, result) for every command line, given what becomes of a closing one."""
    return tuple((f"/{name} {argument}".strip(), _result(name, argument, closing).value) for name, argument in commands)


def _result(name: str, argument: str, closing: CommandResult) -> CommandResult:
    if name not in MAILED:
        return CommandResult.UNKNOWN
    if MAILED[name] == "end":
        return CommandResult.ONLY_PIC
    return closing if is_closing(argument) else CommandResult.BAD_ARGUMENT
