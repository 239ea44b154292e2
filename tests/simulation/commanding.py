"""The command lines colleagues mail: each command of the table in both languages, slips, and several in one mail."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from mailflow.core.commands.table import COMMANDS

# What may stand behind a command's name; a command without an entry is given alone.
_BEHIND: dict[str, tuple[str, ...]] = {
    "lepas": ("", "saya cuti", "17"),
    "serahkan": ("{name}", "ke {name} saya cuti", "siapa saja", ""),
    "catatan": ("sudah ditelepon. {qz}", ""),
    "selesai": ("", "puas", "tanpa-tanggapan", "besok"),
    "tutup": ("", "puas"),
    "close": ("", "no-feedback"),
    "buang": ("bukan permintaan", ""),
    "buka": ("", "belum beres"),
    "kategori": ("pulsa-tidak-masuk", "entah"),
    "prioritas": ("tinggi", "normal", "entah"),
    "alasan": ("libur nasional",),
    "balas": ("", "pulsa-cek", "entah"),
    "status": ("",),
    "daftar": ("", "saya", "mine", "new"),
    "bantuan": ("", "serahkan"),
}
# The model of tickets.py does not know how a command is taken back, nor that a rung may ring for the PIC at its
# time and for a snoozed owner later; scripts and tests of core do.
_PLAYED = tuple(command for command in COMMANDS if command.names[0] not in ("batal", "tunda"))
_ENDS = ("buang", "tutup", "buka")  # seldom: a ticket that is over tells little
SAID = "\n\nSudah kami perbaiki, silakan dicoba. {qz}"


def lines(chance: Random, names: Sequence[str]) -> str:
    """One or two command lines; `names` are colleagues'."""
    return "\n".join(_line(chance, names) for _ in range(chance.choice((1, 1, 1, 2))))


def _line(chance: Random, names: Sequence[str]) -> str:
    command = chance.choice(_PLAYED)
    if command.names[0] in _ENDS and chance.random() < 0.8:
        command = chance.choice(_PLAYED)
    word = chance.choice(command.names)
    behind = chance.choice(_BEHIND.get(command.names[0], ("",))).replace("{name}", chance.choice(names))
    slash = chance.choice(("/", "/", "/", "/ ", "\N{NO-BREAK SPACE}/"))
    written = chance.choice((word, word, word.capitalize(), word[:-1] if chance.random() < 0.1 else word))
    return f"{slash}{written} {behind}".rstrip()
