"""A ticket's state in a sentence, for a colleague who has changed it or asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from mailflow.core.ladder import Ladder
from mailflow.core.ladders import first_due, promise
from mailflow.core.moments import moment_words
from mailflow.core.offering import answer_due
from mailflow.core.rules import Rules
from mailflow.core.status import Status
from mailflow.core.ticket import Ticket
from mailflow.core.wording import in_language

STATUS_WORDS: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.NEW: ("belum ada yang mengambil", "nobody has taken it"),
        Status.OPEN: ("menunggu operator", "waits for its operator"),
        Status.WAITING: ("menunggu pelanggan", "waits for the customer"),
        Status.ESCALATED: ("di lini kedua", "with the second tier"),
        Status.CLOSING: ("menunggu PIC menutup", "waits for the PIC to close it"),
        Status.CLOSED: ("sudah ditutup", "closed"),
        Status.MERGED: ("sudah digabung", "merged"),
        Status.DISCARDED: ("dibuang", "discarded"),
    }
)
_INTO = ("ke tiket {number}", "into ticket {number}")
_OWNED = ("milik {owner}", "{owner}'s")
_TAKE = ("perlu diambil paling lambat {due}", "it should be taken by {due}")
_DUE = ("pelanggan menunggu jawaban paling lambat {due}", "the customer expects an answer by {due}")


def state_words(ticket: Ticket, rules: Rules, language: str) -> str:
    """ "menunggu operator, milik Budi; pelanggan menunggu jawaban paling lambat Selasa, 3 November 2026 …" """
    said = in_language(STATUS_WORDS[ticket.status], language)
    if ticket.merged_number and ticket.status is Status.MERGED:
        said += f" {in_language(_INTO, language).format(number=ticket.merged_number)}"
    if ticket.owner is not None:
        said += f", {in_language(_OWNED, language).format(owner=ticket.owner)}"
    until = deadline_words(ticket, rules, language)
    return f"{said}; {until}" if until else said


def deadline_words(ticket: Ticket, rules: Rules, language: str) -> str:
    """ "pelanggan menunggu jawaban paling lambat Selasa, 3 November 2026 …"; "" where nobody has to act by a moment."""
    zone = rules.desk.timezone
    return "; ".join(
        in_language(words, language).format(due=moment_words(due, zone, language))
        for words, due in _deadlines(ticket, rules)
        if due is not None
    )


def _deadlines(ticket: Ticket, rules: Rules) -> Iterator[tuple[tuple[str, str], datetime | None]]:
    """Until when somebody must act; for a ticket nobody has, also what its customer was promised."""
    if ticket.status.over:
        return
    answer, unclaimed = answer_due(ticket, rules), ticket.clocks.get(Ladder.CLAIM)
    if ticket.status is Status.NEW and unclaimed is not None:
        yield _TAKE, first_due(unclaimed, Ladder.CLAIM, ticket, rules)
        if answer is None and ticket.first_answered_at is None and ticket.opened_at is not None:
            answer = promise(ticket.opened_at, ticket, rules)
    yield _DUE, answer
