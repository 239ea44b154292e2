"""`/tutup 5 7 puas`: the PIC closes several tickets, after a yes to `confirm`."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.commands.command import ASKED_YOU, BAD_ARGUMENT, ONLY_PIC
from mailflow.core.commands.ending import FITTING
from mailflow.core.commands.results import NO_TICKET
from mailflow.core.commands.table import BY_WORD
from mailflow.core.confirmations import Act
from mailflow.core.lazy_regex import LazyPattern
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import tickets

_NAMES = ("tutup", "close")
_AND = frozenset({"dan", "and", "&", "serta"})
_NUMBER = LazyPattern(r"\[?#?\[?[\w./-]*\d[\w./-]*\]?")


@dataclass(frozen=True, slots=True)
class CloseSeveral:
    """The line of a mail that closes these tickets."""

    numbers: tuple[str, ...]  # as written, without marks
    rest: str  # the words behind them


def close_several(name: str, argument: str) -> CloseSeveral | None:
    """None when it is no such line: another command, or no number."""
    if name not in _NAMES:
        return None
    words = argument.replace(",", " ").split()
    count = next((i for i, word in enumerate(words) if not _NUMBER.fullmatch(word) and word not in _AND), len(words))
    numbers = tuple(word.strip("#[].") for word in words[:count] if word not in _AND)
    return CloseSeveral(tuple(dict.fromkeys(numbers)), " ".join(words[count:])) if numbers else None


def asked_back(parts: Parts, author: str, asked: CloseSeveral) -> tuple[Act | None, Sequence[str]]:
    """(the act to ask the author about, or None; the result of the line, and perhaps a detail). Reads only."""
    how = BY_WORD["tutup"].argument.read(asked.rest)
    found = {number: tickets.by_number(parts.db, number) for number in asked.numbers}
    missing = [number for number, n in found.items() if n is None]
    if not parts.rules.is_pic(author):
        return None, (ONLY_PIC,)
    if how is None:
        return None, (BAD_ARGUMENT,)
    if missing:
        return None, (NO_TICKET, ", ".join(missing))
    args = {"tickets": " ".join(map(str, found.values())), "numbers": ", ".join(found)}
    return Act("close", author, args if how == FITTING else {**args, "closing": how}), (ASKED_YOU,)
