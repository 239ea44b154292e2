"""Letters that wait for an answer's moment: the answer itself, and what must not overtake it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import Reader, kind_of
from mailflow.core.people import is_customer
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import replace

_AFTER = "closing-notice"  # tells the PIC of what the customer has not got yet


def waiting(answer: Iterable[Letter], ticket: Ticket, due_at: datetime | None) -> list[Letter]:
    """The letters of an answer, which may leave at `due_at`. `ticket` is as after its event."""
    return [one if due_at is None else replace(one, about=ticket.version, due_at=due_at) for one in answer]


def follows(ticket: Ticket, letter: Letter) -> Letter:
    """What goes to the customer, and a closing notice, leave after the answer that can still be taken back."""
    unsent = [one for one in ticket.unsent if not one.scheduled]
    if not unsent or letter.about is not None or not _depends(ticket, letter):
        return letter
    return replace(letter, about=unsent[-1].number, due_at=unsent[-1].due_at)


def _depends(ticket: Ticket, letter: Letter) -> bool:
    to_customer = is_customer(ticket, letter.to[0].email)
    return letter.kind == _AFTER or (to_customer and kind_of(letter.kind, to_customer=True).reader is Reader.CUSTOMER)
