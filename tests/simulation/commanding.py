"""The command lines colleagues mail: each command of the table in both languages, slips, and several in one mail."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from mailflow.core.commands.command import MailCommand
from mailflow.core.commands.table import COMMANDS
from mailflow.core.letter_kinds import KINDS
from tests.simulation.words import SLIP

# What may stand behind a command's name; `played.py` tells which command of the table has no entry. {name} is a
# colleague's, {ticket} another ticket's number, {secret} what a customer should not have sent.
_BEHIND: dict[str, tuple[str, ...]] = {
    "ambil": ("",),
    "batal": ("",),
    "tunda": ("2 hari", "3 hari", "besok 09.00", "Senin depan", "3 jam", "entah"),
    "kirim": ("besok 09.00", "2 jam", "tomorrow 10:00", "", "minggu depan"),
    "lepas": ("", "saya cuti", "17"),
    "gabung": ("{ticket}", "{ticket}", "#{ticket}", "ke {ticket}", "999", ""),
    "pisah": ("", "", "ya"),
    "absen": ("", "2 hari", "pengganti {name}", "sampai Senin", "sampai besok pengganti {name}", "entah"),
    "hadir": ("", "ya", "besok"),
    "tanya": ("cs@bank.example", "CS <cs@bank.example>", "cs@bank.example", "desk", "rooster@vendor.example"),
    "hapus-isi": ("{secret}", "{secret}", "{secret}", "", SLIP),
    "serahkan": ("{name}", "ke {name} saya cuti", "siapa saja", ""),
    "catatan": ("sudah ditelepon. {qz}", ""),
    "selesai": ("", "puas", "tanpa-tanggapan", "besok"),
    "tutup": ("", "puas"),
    "close": ("", "no-feedback"),
    "buang": ("bukan permintaan", ""),
    "buka": ("", "belum beres"),
    "kategori": ("pulsa", "jaringan", "entah"),
    "prioritas": ("tinggi", "normal", "entah"),
    "alasan": ("libur nasional",),
    "eskalasi": ("", "", "jaringan", "entah"),
    "balas": ("", *sorted(kind.removeprefix("answer-") for kind in KINDS if kind.startswith("answer-pulsa")), "entah"),
    "cari": ("pulsa", "tidak bisa masuk", "siakad -login", ""),
    "bukan-gangguan": ("",),
    "status": ("", "", "sekarang juga"),
    "daftar": ("", "saya", "mine", "new", "entah apa"),
    "bantuan": ("", "serahkan", "entah apa"),
}
# only the owner may, or a moment must be understood, or the right mail be answered: many come to nothing
_OFTEN = (
    "kirim",
    "tunda",
    "eskalasi",
    "tanya",
    "hapus-isi",
    "absen",
    "hadir",
    "prioritas",
    "balas",
    "lepas",
    "serahkan",
    "gabung",
    "pisah",
)
_PLAYED = tuple(
    command
    for command in COMMANDS
    for _ in range(3 if command.names[0] in _OFTEN else 1)
    if command.names[0] in _BEHIND
)
_ASKING = tuple(command for command in COMMANDS if command.letter)
_WITH_WORDS = ("kirim", "send", "tanya", "ask")
_FOR_PIC = """alasan alasan alasan tutup tutup close close buka buka serahkan lepas status daftar bantuan prioritas
kategori catatan absen hadir""".split()
_OF_PIC = tuple(command for name in _FOR_PIC for command in COMMANDS if command.names[0] == name)
_ENDS = ("buang", "tutup", "buka")  # seldom: a ticket that is over tells little
SAID = "\n\nSudah kami perbaiki, silakan dicoba. {qz}"


def lines(chance: Random, names: Sequence[str], tickets: Sequence[int], secret: str = "") -> str:
    """One or two command lines; `names` are colleagues', `tickets` what their author has had in his hands lately,
    `secret` stands in the mail that is answered."""
    drawn = [_drawn(chance, secret) for _ in range(chance.choice((1, 1, 1, 2)))]
    found = "\n".join(_written(chance, command, names, secret) for command in _once_more(chance, drawn))
    return found.replace("{ticket}", str(chance.choice(tickets)))


def of_pic(chance: Random, names: Sequence[str]) -> str:
    """A line the PIC may send."""
    drawn = _once_more(chance, [chance.choice(_OF_PIC)])
    return "\n".join(_written(chance, command, names, "") for command in drawn)


def needs_words(said: str) -> bool:
    """Whether one of the lines sends the text below."""
    return any(word in said.lower() for word in _WITH_WORDS)


def schedules(said: str) -> bool:
    """Whether one of the lines may put the text below off."""
    return any(word in said.lower() for word in ("kirim", "send"))


def _once_more(chance: Random, drawn: list[MailCommand]) -> list[MailCommand]:
    """Who asks for one letter often asks for another in the same mail, and gets one."""
    asks = drawn[-1] in _ASKING and chance.random() < 0.3
    return [*drawn, chance.choice(_ASKING)] if asks else drawn


def _drawn(chance: Random, secret: str) -> MailCommand:
    command = next(one for one in COMMANDS if one.names[0] == "hapus-isi") if secret else chance.choice(_PLAYED)
    if command.names[0] in _ENDS and chance.random() < 0.4:
        command = chance.choice(_PLAYED)
    return command


def _written(chance: Random, command: MailCommand, names: Sequence[str], secret: str) -> str:
    word = chance.choice(command.names)
    behind = chance.choice(_BEHIND[command.names[0]]).replace("{name}", chance.choice(names))
    behind = behind.replace("{secret}", secret or "482913")
    slash = chance.choice(("/", "/", "/", "/ ", "\N{NO-BREAK SPACE}/"))
    written = chance.choice((word, word, word.capitalize(), word[:-1] if chance.random() < 0.1 else word))
    return f"{slash}{written} {behind}".rstrip()
