"""What an incident changes of one ticket. A part of evolve.py."""

from __future__ import annotations

from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.incident import Incident, IncidentStanding
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import replace


def of_incident(
    ticket: Ticket, event: ev.IncidentProposed | ev.IncidentJoined | ev.IncidentDeclined | ev.IncidentLeft
) -> Ticket:
    match event:
        case ev.IncidentProposed():
            proposed = Incident(event.first, event.number, IncidentStanding.PROPOSED, event.words)
            return replace(ticket, incident=proposed)
        case ev.IncidentJoined():
            return replace(ticket, incident=Incident(event.first, event.number, IncidentStanding.BOUND, event.words))
        case ev.IncidentDeclined() | ev.IncidentLeft():  # it is not proposed again
            known = ticket.incident
            declined = None if known is None else replace(known, standing=IncidentStanding.DECLINED)
            return replace(ticket, incident=declined)
        case _:
            assert_never(event)
