"""How likely a quarantined mail was written by a person: the digest lists those first, so that a hundred advertisements
do not hide a customer's question."""

from __future__ import annotations

from collections.abc import Callable

from mailflow.core.actions import effects
from mailflow.core.conditions import Incoming
from mailflow.core.message import Message, Nature
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import COLLEAGUES, Case
from mailflow.mail.language import language_of
from mailflow.store.desk import tickets
from mailflow.store.mail import held

_LONG = 3_000  # characters: people ask in fewer
_A_LINK = ("http://", "https://", "www.")


def describe(parts: Parts, case: Case, *, together: bool) -> None:
    """Writer. Store what the digest sorts and groups it by. `together`: it belongs to a flood that a letter has
    reported."""
    sender = case.message.shown_sender
    points = 0 if together else weight(parts, case)
    held.describe(parts.db, case.row.id, sender.email if sender else "", points)


def weight(parts: Parts, case: Case) -> int:
    """The higher, the more likely; only for comparison."""
    known = _SURE if case.author.role in COLLEAGUES or case.ticket is not None else 0
    return known + sum(points for points, sign in _SIGNS if sign(parts, case.message))


_SURE = 20  # it speaks to us: as a colleague, or about a ticket


def _is_customers(parts: Parts, message: Message) -> bool:
    return message.sender is not None and tickets.has_asked(parts.db, message.sender.email)


def _is_about_us(parts: Parts, message: Message) -> bool:
    return effects(Incoming(message, parts.clock.now(), parts.rules)).category is not None


def _is_understood(parts: Parts, message: Message) -> bool:
    return language_of(message.reply_text or message.text) is not None


def _asks(parts: Parts, message: Message) -> bool:
    return "?" in message.text[:_LONG] or bool(message.files)


def _is_plain(parts: Parts, message: Message) -> bool:
    """Short, and without links."""
    text = message.text[:_LONG].casefold()
    return len(message.text) < _LONG and not any(link in text for link in _A_LINK)


def _is_a_persons(parts: Parts, message: Message) -> bool:
    return message.nature is Nature.HUMAN and message.answerable and not message.list_ids


_SIGNS: tuple[tuple[int, Callable[[Parts, Message], bool]], ...] = (
    (10, _is_customers),
    (4, _is_about_us),
    (2, _is_a_persons),
    (2, _is_plain),
    (1, _is_understood),
    (1, _asks),
)
