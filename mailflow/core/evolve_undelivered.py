"""What becomes of a ticket when a letter never arrives. A part of evolve.py.

An answer that comes back answers nothing: the clock it stopped goes on, unless an answer behind it stands. Where no
clock is owed, because one before it stands, the owner has the ticket again from now on.
"""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.answers_out import is_known, may_come_back, owed, with_clock_of, without
from mailflow.core.clocks import operators_turn
from mailflow.core.evolve_answers import stands
from mailflow.core.evolve_parties import undelivered_form
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace

_ANSWERS = ("answer", "data-missing")  # letters that stop the answer clock
_CUSTOMERS_TURN = (Status.WAITING, Status.CLOSING)
_CLOCK_RUNS = (Status.NEW, Status.OPEN, Status.ESCALATED)


def undelivered(ticket: Ticket, event: ev.LetterUndelivered, at: datetime) -> Ticket:
    if event.letter == "second-tier-form":
        return undelivered_form(ticket, event.recipient, at)
    address = event.recipient.casefold()
    if not event.customer and address not in (p.key for p in ticket.participants):
        return ticket
    if not event.named and address not in ticket.undeliverable:
        ticket = replace(ticket, undeliverable=(*ticket.undeliverable, address))
    if not event.customer or event.letter not in _ANSWERS:
        return ticket
    if not is_known(ticket, event.number):
        return _of_the_newest(ticket)
    return stands(ticket, _came_back(ticket, event.number, at), lambda one: _came_back(one, event.number, at))


def _came_back(ticket: Ticket, number: int, at: datetime) -> Ticket:
    if not may_come_back(ticket, number):
        return ticket
    back = without(ticket, number)
    clock = owed(back)
    if ticket.status in _CUSTOMERS_TURN:
        return voided(operators_turn(with_clock_of(back, clock), clock.since if clock else at))
    return with_clock_of(back, clock) if ticket.status in _CLOCK_RUNS else back


def _of_the_newest(ticket: Ticket) -> Ticket:
    """A closing text; or an answer of a version that counted none, which is taken for the newest."""
    if ticket.status not in _CUSTOMERS_TURN or ticket.answer_since is not None:
        return ticket
    if ticket.status is Status.CLOSING and ticket.stopped_since is None:  # only the closing text bounced, not an answer
        return replace(ticket, statement_sent=False)  # so the letter of the PIC's close must contain it
    return replace(
        voided(operators_turn(ticket, ticket.stopped_since or ticket.answered_at or ticket.opened_at)),
        rung=ticket.stopped_rung,
        breached=ticket.stopped_breached,
    )


def voided(ticket: Ticket) -> Ticket:
    """Without a closing statement."""
    return replace(ticket, statement=None, statement_by=None, statement_sent=False)
