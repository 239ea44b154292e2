"""An answer on one ticket of an incident may go to every customer of it: its author is asked first, for it may hold
what only its reader should know."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.addressing import ask_back
from mailflow.core.confirmations import Act
from mailflow.core.incidents import ANSWER_ALL, ASKED_BY, MOST, waits_with
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.handle import Handled
from mailflow.flow.ticket.log import logged
from mailflow.flow.ticket.render import post_alone
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import tickets


def offer_to_all(parts: Parts, handled: Handled, mail: MailInHand | None = None) -> None:
    """Writer. Ask the owner who has just answered, by `mail` or at a terminal, whether the other customers shall get
    his answer too. Not where it has attachments, nor for a later one on another of the tickets than the first."""
    ticket, owner = handled.ticket, parts.rules.operator_named(handled.ticket.owner)
    relayed = [e for e in handled.events if isinstance(e, ev.Answered) and e.relayed and e.operator == ticket.owner]
    if not relayed or owner is None or ticket.incident is None or (mail is not None and mail.message.files):
        return
    others = waits_with(ticket, tickets.newest(parts.db, MOST))
    if not others:
        return
    act = Act(ANSWER_ALL, ASKED_BY, {"source": str(ticket.n), "answer": str(_newest(parts, ticket))} | _named(others))
    letter = ask_back(replace(act, args={**act.args, "number": ticket.number}), owner, parts.rules)
    letter = replace(letter, facts={**letter.facts, "by": parts.rules.desk.name})
    post_alone(parts, letter, mail.message.subject if mail is not None else ticket.subject, mail)


def _newest(parts: Parts, ticket: Ticket) -> int:
    """Number of the ticket's newest answer."""
    return max(one.seq for one in logged(parts.db, ticket.n) if isinstance(one.event, ev.Answered))


def _named(found: list[Ticket]) -> dict[str, str]:
    return {"tickets": " ".join(str(one.n) for one in found), "numbers": ", ".join(one.number for one in found)}
