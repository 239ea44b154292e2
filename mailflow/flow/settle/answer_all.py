"""One answer to every customer of an incident, after its author's yes (flow/ticket/offer_to_all.py asks)."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.commands.command import Words
from mailflow.core.confirmations import ACTS, Act
from mailflow.core.incidents import ANSWER_ALL, NOT_ANY_MORE, TAKEN_BACK, waits_with
from mailflow.core.occasions import CommandGiven
from mailflow.core.ticket import Ticket
from mailflow.core.typed_answers import NAME as SEND
from mailflow.flow.parts import Parts
from mailflow.flow.settle.desk_letters import row_name
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.flow.ticket.log import logged
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import tickets


def answer_all(parts: Parts, act: Act, cause: Cause) -> tuple[tuple[str, Words], ...]:
    """Writer. Each gets it as if its author had typed it there: `mailflow send`."""
    n, number = int(act.args["source"]), int(act.args["answer"])
    log = [one.event for one in logged(parts.db, n) if one.seq >= number]
    answered = log[0] if log else None
    taken_back = any(isinstance(e, ev.AnswerTakenBack) and e.answer == number for e in log)
    if not isinstance(answered, ev.Answered) or taken_back:
        return ((f"[#{act.args['number']}]", TAKEN_BACK),)
    unread = replace(cause, mail=None)  # what is attached to the yes goes nowhere
    given = CommandGiven(SEND, act.by, {"text": answered.text}, force=True)
    found = [tickets.load(parts.db, int(other)) for other in act.args["tickets"].split()]
    return tuple((row_name(one), _send(parts, one, given, unread)) for one in found if one is not None)


def _send(parts: Parts, ticket: Ticket, given: CommandGiven, cause: Cause) -> Words:
    """What became of it: nothing where somebody else has the ticket by now, or has answered."""
    if not waits_with(replace(ticket, n=0, owner=given.actor), (ticket,)):
        return NOT_ANY_MORE
    handle(parts, ticket, given, cause)
    return ACTS[ANSWER_ALL].done
