"""Incidents (`incidents:`): a new request is compared with those of other customers that came shortly before. Only
desks with that key get here."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.commands.command import Words
from mailflow.core.confirmations import ACTS, Act
from mailflow.core.incident import Incident, IncidentStanding
from mailflow.core.incidents import (
    ASKED_BY,
    DECLINE,
    JOIN,
    MOST,
    PROPOSE,
    RequestWords,
    alike,
    as_written,
    may_report,
    request_words,
    takes_in,
    tells_of,
    window,
)
from mailflow.core.occasions import CommandGiven, MailArrived
from mailflow.core.rules import IncidentRules
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.store.desk import tickets


def known_to(parts: Parts, occasion: MailArrived, rules: IncidentRules) -> Incident | None:
    """The incident that a new request tells of, if a PIC has said that it is one and it goes on."""
    message = occasion.message
    if occasion.doubtful or occasion.let_out_by or message.is_forged or occasion.written_to:
        return None
    new = request_words(0, "", message.subject, occasion.words)
    for ticket in _recent(parts, rules):
        one = ticket.incident
        if one is not None and one.standing is IncidentStanding.BOUND and tells_of(new, one.words):
            return one if takes_in(tickets.load(parts.db, one.first), parts.clock.now()) else None
    return None


def join(parts: Parts, ticket: Ticket, incident: Incident, actor: str, cause: Cause) -> Ticket:
    """Writer. The ticket becomes one of the incident."""
    return handle(parts, ticket, CommandGiven(JOIN, actor, _args(incident)), cause).ticket


def look(parts: Parts, ticket: Ticket, rules: IncidentRules) -> None:
    """Writer. Propose an incident to the PIC, if with this new request enough customers tell of one problem."""
    since = window(rules, parts.clock.now())
    if not may_report(ticket, since):
        return
    new = _report(ticket)
    others = [one for one in _recent(parts, rules) if one.n != ticket.n and may_report(one, since)]
    waiting = next((one.incident for one in others if _is_proposed(one.incident) and _tells(new, one.incident)), None)
    if waiting is not None:  # the PIC has been asked: a yes counts for this one too
        _propose(parts, ticket, waiting, ())
        return
    fresh = [one for one in others if one.incident is None]
    found = alike(new, [_report(one) for one in fresh], rules.customers)
    if found is not None:
        of = [one for one in (*reversed(fresh), ticket) if one.n in found.tickets]
        incident = Incident(of[0].n, of[0].number, IncidentStanding.PROPOSED, found.words)
        for one in of:
            _propose(parts, one, incident, of)


def bind(parts: Parts, act: Act, cause: Cause) -> tuple[tuple[str, Words], ...]:
    """Writer. A PIC has said yes: those of the question, and those that came since."""
    found = _of_question(parts, act)
    first = found[0].incident if found else None
    if first is None:
        return ()
    bound = [join(parts, ticket, first, act.by, cause) for ticket in found if not ticket.status.over]
    return ((", ".join(f"[#{ticket.number}]" for ticket in bound), ACTS[act.name].done),)


def decline(parts: Parts, act: Act, cause: Cause) -> None:
    """Writer. A PIC has said no: these tickets are not proposed again."""
    for ticket in _of_question(parts, act):
        handle(parts, ticket, CommandGiven(DECLINE, act.by, {"number": act.args["number"]}), cause)


def _of_question(parts: Parts, act: Act) -> list[Ticket]:
    """The tickets it named, and younger ones that wait for its answer."""
    named = [int(n) for n in act.args["tickets"].split()]
    younger = (one.n for one in tickets.newest(parts.db, MOST) if one.incident and one.incident.first == named[0])
    found = (tickets.load(parts.db, n) for n in sorted({*named, *younger}))
    return [one for one in found if one is not None and one.incident is not None and one.incident.first == named[0]]


def _propose(parts: Parts, ticket: Ticket, incident: Incident, of: Sequence[Ticket]) -> None:
    asked = {"tickets": " ".join(str(one.n) for one in of), "numbers": ", ".join(one.number for one in of)}
    if of:
        asked["shown"] = " ".join(as_written(incident.words, (f"{one.subject}\n{one.question}" for one in of)))
    given = CommandGiven(PROPOSE, ASKED_BY, _args(incident) | asked)
    handle(parts, ticket, given, Cause("command-given", nested=True))


def _args(incident: Incident) -> dict[str, str]:
    return {"first": str(incident.first), "number": incident.number, "words": " ".join(incident.words)}


def _recent(parts: Parts, rules: IncidentRules) -> list[Ticket]:
    """Newest first."""
    since = window(rules, parts.clock.now())
    return [one for one in tickets.newest(parts.db, MOST) if one.opened_at is not None and one.opened_at >= since]


def _report(ticket: Ticket) -> RequestWords:
    customer = ticket.requester.key if ticket.requester else ""
    return request_words(ticket.n, customer, ticket.subject, ticket.question)


def _is_proposed(incident: Incident | None) -> bool:
    return incident is not None and incident.standing is IncidentStanding.PROPOSED


def _tells(new: RequestWords, incident: Incident | None) -> bool:
    return incident is not None and tells_of(new, incident.words)
