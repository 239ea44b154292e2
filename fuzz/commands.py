# ruff: noqa: E501 - a grammar is read by name, not by width
"""Target: the new words of a mail, read as commands, as a digest's lines, and as a reply by each kind of reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

from fuzz.harness import Check, Target
from fuzz.making import grown, mutated
from mailflow.core import releases
from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import Call
from mailflow.core.commands.table import AT_TOP, keep_text
from mailflow.core.replies import customer, operator, pic
from mailflow.core.ticket import Status, Ticket
from mailflow.flow.settle.digest_commands import BY_WORD
from mailflow.mail.command_lines import command_lines, without_commands
from tests.core.desk import rules

JUDGED = Path(__file__).resolve().parents[1] / "tests" / "core" / "judged"
NOON = datetime(2026, 11, 2, 5, tzinfo=UTC)
TICKET = Ticket(n=1, number="1", status=Status.OPEN, version=1, owner="Budi", subject="Pulsa")
RULES = rules()
_TOKENS = tuple(
    word.encode()
    for word in (
        *("/selesai", "/close", "/", "//", "\n", "\n/", "\r\n", " ", "  ", "!", "?", ".", ",", "...", "🙏", "👍", "👎"),
        *("lepas 1", "lepas banjir 1", "release 1 2 3 all", "buang 1 iklan", "lagi", "-- \n", "Salam,\nBudi", "\u200b"),
        *("tutup", "ya", "tidak", "belum", "tapi", "makasih", "5", "lima", "4/5", "\u2044", "\u3164", "*", "_", ">"),
        *("<http://desk.example/close>", "[/close](x)", "\x1b[0m", "\ud800".encode("utf-8", "replace").decode(), "\0"),
        *("a" * 1_100, "ha" * 600, "9" * 400, "İ", "ß", "ſ", "ǅ", "\u0300" * 50),
    )
)
GRAMMAR = {
    "start": ["{line}\n{start}", "{line}", "{line}\n\n{line}\n-- \nBudi", "{line}"],
    "line": ["/{word} {rest}", "/{word}", "{word} {number} {rest}", "{word} banjir {number}", "{say}", "{say} {say}", ""],
    "rest": ["{word}", "{number}", "{say}", "{rest} {rest}", "#{number}, {number} dan {number} semua", ""],
    "word": [*sorted(AT_TOP), *sorted(BY_WORD), "etc/hosts", "selsai", "tutp", "x"],
    "number": ["0", "1", "#17", "17 18", "17,18", "9" * 16, "-1", "٣"],
    "say": ["ya", "tidak", "belum", "oke", "terima kasih", "makasih kak", "sudah masuk", "belum masuk", "tutup saja",
            "no", "yes please close", "5", "sangat puas", "saya ambil", "siap", "🙏", "tapi", "kalau", "?", "Budi", "..."],
}  # fmt: skip


@cache
def specimens() -> tuple[bytes, ...]:
    """Replies that people judged."""
    lines = (line for path in sorted(JUDGED.glob("*.tsv")) for line in path.read_bytes().splitlines())
    return tuple(line.rpartition(b"\t")[2].replace(b"\\n", b"\n") for line in lines if b"\t" in line)


def make(dice: Random) -> bytes:
    if dice.random() < 0.5:
        return mutated(dice, specimens(), _TOKENS)
    raw = grown(dice, GRAMMAR).encode()
    return mutated(dice, (raw,), _TOKENS) if dice.random() < 0.5 else raw


def check(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    found = command_lines(text, ("Budi",))
    kept = keep_text([name for name, _ in found.commands])  # then the words below are for nobody but colleagues
    assert kept or not (found.commands and found.inside), "both carried out and returned"
    if found.commands:
        left = [line.strip() for line in found.words.split("\n") if line.strip()]
        assert all(line in [one.strip() for one in text.split("\n")] for line in left), "words nobody wrote"
    done = carried_out(TICKET, found.commands, Call("Budi", NOON, "", found.words, closes=False), RULES)
    assert len(done.results) == len(found.commands)
    without_commands(text, text, found.words)
    for asked in releases.asked(text, BY_WORD, (1, 2)):
        assert asked.word in BY_WORD and asked.id >= 0
    for read in (operator.read, customer.read, pic.read):
        read(text)


@contextmanager
def opened() -> Iterator[Check]:
    yield check


TARGET = Target("commands", make, opened, seconds=0.5)
