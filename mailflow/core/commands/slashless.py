"""A command that was written without its slash: "batal", "gabung ke 5", "tunda besok". It is not carried out, and no
answer to a customer either: its author is asked."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.commands.command import bare
from mailflow.core.commands.table import BY_WORD, understands
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.replies.cards import without_signature
from mailflow.core.rules import WorkingHours
from mailflow.core.when.moment import Unclear, read_moment

LONGEST = 60  # characters of such a line
_FIRST = frozenset("tolong mohon please pls minta coba".split())
_NUMBER = LazyPattern(r"(?:ke|to|into|tiket|ticket|no|nomor)?\s?(?:tiket |ticket )?#?\d{1,7}")
_NUMBERED = frozenset({"gabung", "merge", "status"})
_CHOOSES = frozenset({"prioritas", "priority", "daftar", "list"})
_TIMED = frozenset({"tunda", "snooze", "absen", "away"})
_SENDS = frozenset({"kirim", "send"})  # only above a text: alone it may tell the customer when something is sent
# What is as well a whole answer to a customer: "Hari ini buka?" "Buka."
_ANSWERS = frozenset(
    {"buka", "reopen", "hadir", "absen", "selesai", "tutup", "close", "catatan", "note", "kirim", "send"}
)


def slashless(words: str, names: tuple[str, ...], at: datetime, hours: WorkingHours) -> str:
    """The command that these words, or their first line above a text, seem to be: "/batal"; "" when they are none."""
    first = words.strip().partition("\n")[0].strip()
    name, argument = _parts(first) if len(first) <= LONGEST else ("", "")
    if name not in BY_WORD:
        return ""
    lines = [line.strip() for line in without_signature(words, names).strip().split("\n")]
    alone = not any(lines[1:])
    if not (alone or (argument and not lines[1])):
        return ""
    timed = not alone and name in _SENDS and _is_moment(argument, at, hours)
    return f"/{name} {argument}".strip() if timed or _means(name, argument, at, hours) else ""


def _parts(line: str) -> tuple[str, str]:
    """(name of a command, what stands behind it); the name may have an ending: "batalkan", "gabungkan"."""
    said = line.casefold().lstrip("!@.-*> ").split()
    while said and said[0].strip(",") in _FIRST:
        said = said[1:]
    name = said[0].strip(".,:;!?") if said else ""
    name = name if name in BY_WORD else name.removesuffix("kan")
    return name, bare(" ".join(said[1:])).rstrip("?")


def _means(name: str, argument: str, at: datetime, hours: WorkingHours) -> bool:
    if not argument:
        return name not in _ANSWERS
    if name in _NUMBERED and _NUMBER.fullmatch(argument):
        return True
    if name in _TIMED:
        return _is_moment(argument, at, hours)
    return name in _CHOOSES and understands(name, argument)


def _is_moment(argument: str, at: datetime, hours: WorkingHours) -> bool:
    return bool(argument) and not isinstance(read_moment(argument, at, hours), Unclear)
