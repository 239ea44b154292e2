"""Every command, by the words people write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mailflow.core.commands import (
    absence,
    answers,
    asking,
    ending,
    escalating,
    incident,
    joining,
    ownership,
    records,
    redact,
    sending,
    third_party,
    undo,
)
from mailflow.core.commands.command import MailCommand
from mailflow.suggest import nearest

COMMANDS: tuple[MailCommand, ...] = (
    *ownership.COMMANDS,
    *answers.COMMANDS,
    *sending.COMMANDS,
    *escalating.COMMANDS,
    *records.COMMANDS,
    *ending.COMMANDS,
    *joining.COMMANDS,
    *incident.COMMANDS,
    *redact.COMMANDS,
    *third_party.COMMANDS,
    *undo.COMMANDS,
    *asking.COMMANDS,
    *absence.COMMANDS,
)
BY_WORD: Mapping[str, MailCommand] = MappingProxyType({word: command for command in COMMANDS for word in command.names})
AT_TOP = BY_WORD.keys()  # words that are a command above all others
# Words of other programs, or of everyday speech, and the command that is meant.
MEANT: Mapping[str, str] = MappingProxyType(
    {
        word: name
        for name, words in {
            "close": "done finish finished resolve resolved solve solved complete completed",
            "selesai": "beres tuntas kelar",
            "undo": "cancel revert recall",
            "assign": "forward transfer delegate reassign",
            "serahkan": "teruskan alihkan lempar oper",
            "discard": "spam junk delete remove trash",
            "hapus-isi": "hapus sensor",
            "send": "reply answer respond",
            "kirim": "jawab balaskan",
            "status": "info detail details show",
            "away": "vacation leave ooo sick holiday",
            "absen": "cuti sakit izin ijin libur",
            "snooze": "delay later remind defer postpone pending",
            "tunda": "nanti ingatkan",
            "claim": "mine grab own",
            "ambil": "punyaku milikku",
            "search": "find lookup",
            "help": "commands menu usage",
            "note": "comment memo",
            "catatan": "komentar",
            "merge": "join duplicate",
            "gabung": "satukan duplikat",
            "release": "unassign unclaim",
            "priority": "urgent",
        }.items()
        for word in words.split()
    }
)
_LIKE = 0.7  # share of a known name's letters: "/serahkn", "/ambl"


def understands(name: str, argument: str) -> bool:
    """Whether `/name argument` is a whole command: the name is known, and the argument is meant for it."""
    command = BY_WORD.get(name)
    return command is not None and command.argument.read(argument) is not None


def may_be_last(name: str, argument: str) -> bool:
    """Whether it may be alone on the last line, below words."""
    return understands(name, argument) and BY_WORD[name].last


def keep_text(names: Iterable[str]) -> bool:
    """Whether one of these commands keeps the words below among colleagues (`/catatan`): none of them leaves."""
    return any(command.takes_text and not set(command.names).isdisjoint(names) for command in records.COMMANDS)


def nearest_name(line: str) -> str:
    """The command that the unknown one of this line is most like, in either language: "/serahkan"; "" when it is like
    none."""
    name = line.removeprefix("/").split(" ", 1)[0]
    found = MEANT.get(name) or nearest(name, BY_WORD, _LIKE)
    return f"/{found}" if found else ""
