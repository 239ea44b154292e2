"""One answer to every customer of an incident: its author is asked first, for an answer may hold what only its reader
should know. Only desks with `incidents:` get here."""

from __future__ import annotations

from dataclasses import replace

from mailflow.core import events as ev
from mailflow.core.addressing import ask_back
from mailflow.core.commands.command import Words
from mailflow.core.confirmations import ACTS, Act
from mailflow.core.incidents import ANSWER_ALL, NOT_ANY_MORE, TAKEN_BACK, waits_with
from mailflow.core.occasions import CommandGiven
from mailflow.core.ticket import Ticket
from mailflow.core.typed_answers import NAME as SEND
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case
from mailflow.flow.settle.incident import ASKED_BY, MOST
from mailflow.flow.ticket.handle import Cause, Handled, handle
from mailflow.flow.ticket.log import logged
from mailflow.flow.ticket.render import post_alone
from mailflow.store.desk import tickets


def offer_to_all(parts: Parts, case: Case, handled: Handled) -> None:
    """Writer. Ask the owner who has just answered whether the other customers shall get his answer too. Not where it
    has attachments, nor for a later one on another of the tickets than the first."""
    ticket, owner = handled.ticket, parts.rules.operator_named(handled.ticket.owner)
    relayed = [e for e in handled.events if isinstance(e, ev.Answered) and e.relayed and e.operator == ticket.owner]
    if not relayed or owner is None or case.message.files:
        return
    others = waits_with(ticket, tickets.newest(parts.db, MOST))
    if not others:
        return
    act = Act(ANSWER_ALL, ASKED_BY, {"source": str(ticket.n), "answer": str(_newest(parts, ticket))} | _named(others))
    letter = ask_back(replace(act, args={**act.args, "number": ticket.number}), owner, parts.rules)
    letter = replace(letter, facts={**letter.facts, "by": parts.rules.desk.name})
    post_alone(parts, letter, case.message.subject, case.mail)


def answer_all(parts: Parts, act: Act, cause: Cause) -> tuple[tuple[str, Words], ...]:
    """Writer. Each gets it as if its author had typed it there: `mailflow send`."""
    n, number = int(act.args["source"]), int(act.args["answer"])
    log = [one.event for one in logged(parts.db, n) if one.seq >= number]
    answered = log[0] if log else None
    taken_back = any(isinstance(e, ev.AnswerTakenBack) and e.answer == number for e in log)
    if not isinstance(answered, ev.Answered) or taken_back:
        return ((f"[#{act.args['number']}]", TAKEN_BACK),)
    unread = replace(cause, mail=None)  # what is attached to the yes goes nowhere
    given = CommandGiven(SEND, act.by, {"text": answered.text})
    found = [tickets.load(parts.db, int(other)) for other in act.args["tickets"].split()]
    return tuple((f"[#{one.number}]", _send(parts, one, given, unread)) for one in found if one is not None)


def _send(parts: Parts, ticket: Ticket, given: CommandGiven, cause: Cause) -> Words:
    """What became of it: nothing where somebody else has the ticket by now, or has answered."""
    if not waits_with(replace(ticket, n=0, owner=given.actor), (ticket,)):
        return NOT_ANY_MORE
    handle(parts, ticket, given, cause)
    return ACTS[ANSWER_ALL].done


def _newest(parts: Parts, ticket: Ticket) -> int:
    """Number of the ticket's newest answer."""
    return max(one.seq for one in logged(parts.db, ticket.n) if isinstance(one.event, ev.Answered))


def _named(found: list[Ticket]) -> dict[str, str]:
    return {"tickets": " ".join(str(one.n) for one in found), "numbers": ", ".join(one.number for one in found)}
