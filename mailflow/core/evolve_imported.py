"""What an import makes of a ticket: closed from its first moment. A part of evolve.py."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.status import Status
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import replace


def of_import(ticket: Ticket, event: ev.Imported) -> Ticket:
    """The ticket as the first of these events makes it; a further one only adds what it has not."""
    if ticket.imported:
        return _longer(ticket, event)
    return replace(
        ticket,
        imported=True,
        status=Status.CLOSED,
        subject=event.subject,
        question=event.text,
        requester=event.requester,
        answer_to=event.requester,
        customer=event.customer,
        participants=event.participants,
        language=event.language,
        opened_at=event.began_at,
        customer_wrote_at=event.began_at,
        closed_at=event.ended_at,
        linked=event.linked,
    )


def _longer(ticket: Ticket, event: ev.Imported) -> Ticket:
    known = {one.key for one in ticket.participants}
    return replace(
        ticket,
        requester=ticket.requester or event.requester,
        answer_to=ticket.answer_to or event.requester,
        customer=(*ticket.customer, *(one for one in event.customer if one not in ticket.customer)),
        participants=(*ticket.participants, *(one for one in event.participants if one.key not in known)),
        opened_at=min(ticket.opened_at or event.began_at, event.began_at),
        closed_at=max(ticket.closed_at or event.ended_at, event.ended_at),
        linked=(*ticket.linked, *(n for n in event.linked if n not in ticket.linked)),
    )
