"""The command lines colleagues mail: each command of the table in both languages, slips, and several in one mail."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from mailflow.core.commands.table import COMMANDS

# What may stand behind a command's name. A command without an entry is not played: the model of tickets.py knows
# nothing of tickets that merge or split, of people who are away, and of third parties.
_BEHIND: dict[str, tuple[str, ...]] = {
    "ambil": ("",),
    "batal": ("",),
    "tunda": ("2 hari", "3 hari", "besok 09.00", "Senin depan", "3 jam", "entah"),
    "kirim": ("besok 09.00", "2 jam", "tomorrow 10:00", "", "minggu depan"),
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
    "eskalasi": ("", "", "jaringan", "entah"),
    "balas": ("", "pulsa-cek", "entah"),
    "status": ("",),
    "daftar": ("", "saya", "mine", "new"),
    "bantuan": ("", "serahkan"),
}
_OFTEN = ("kirim", "tunda", "eskalasi")  # only the owner may, and a moment must be understood: many come to nothing
_PLAYED = tuple(
    command
    for command in COMMANDS
    for _ in range(6 if command.names[0] in _OFTEN else 1)
    if command.names[0] in _BEHIND
)
_WITH_WORDS = ("kirim", "send")
_ENDS = ("buang", "tutup", "buka")  # seldom: a ticket that is over tells little
SAID = "\n\nSudah kami perbaiki, silakan dicoba. {qz}"


def lines(chance: Random, names: Sequence[str]) -> str:
    """One or two command lines; `names` are colleagues'."""
    return "\n".join(_line(chance, names) for _ in range(chance.choice((1, 1, 1, 2))))


def needs_words(said: str) -> bool:
    """Whether one of the lines sends the text below."""
    return any(word in said.lower() for word in _WITH_WORDS)


def _line(chance: Random, names: Sequence[str]) -> str:
    command = chance.choice(_PLAYED)
    if command.names[0] in _ENDS and chance.random() < 0.8:
        command = chance.choice(_PLAYED)
    word = chance.choice(command.names)
    behind = chance.choice(_BEHIND[command.names[0]]).replace("{name}", chance.choice(names))
    slash = chance.choice(("/", "/", "/", "/ ", "\N{NO-BREAK SPACE}/"))
    written = chance.choice((word, word, word.capitalize(), word[:-1] if chance.random() < 0.1 else word))
    return f"{slash}{written} {behind}".rstrip()
