"""Every command, by the words people write."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.commands.command import MailCommand, May
from mailflow.core.commands.on_ticket import COMMANDS

BY_WORD: Mapping[str, MailCommand] = MappingProxyType({word: command for command in COMMANDS for word in command.words})
# Words reserved for later commands: at the top of a mail they are not taken for words to the customer.
_FORESEEN = frozenset(
    """ambil claim take lepas release serahkan assign catatan note balas canned kirim send eskalasi escalate tanya ask
    buka reopen gabung merge pisah split buang discard kategori category prioritas priority tunda snooze hapus-isi
    redact status daftar list cari search absen away hadir back alasan excuse batal undo bantuan help""".split()
)
AT_TOP = BY_WORD.keys() | _FORESEEN  # words that are a command above all others


def understands(name: str, argument: str) -> bool:
    """Whether `/name argument` is a whole command: the name is known, and the argument is meant for it."""
    command = BY_WORD.get(name)
    return command is not None and command.argument.read(argument) is not None


def may_be_last(name: str, argument: str) -> bool:
    """Whether it may be alone on the last line, below words."""
    return understands(name, argument) and BY_WORD[name].last


def for_operators() -> str:
    """The commands an operator may give, as listed in a refusal: "/selesai, /close"."""
    open_to_him = (command for command in COMMANDS if command.may is not May.PIC)
    return ", ".join(f"/{word}" for command in open_to_him for word in dict.fromkeys(command.words))
