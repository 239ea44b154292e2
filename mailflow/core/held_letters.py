"""Letters about held answers, to their authors."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.addressing import person_named, to_person
from mailflow.core.held import HELD
from mailflow.core.letter import Letter
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say

VOID = "held-void"


def held_letters(ticket: Ticket, event: ev.AnswerHeld | ev.HeldSettled | ev.HeldReminded, rules: Rules) -> list[Letter]:
    """The answer back with what is new since; once more after a while; or word that the ticket has ended."""
    person = person_named(event.operator, rules)
    if person is None:
        return []
    language = rules.desk.spoken(person.language)
    if isinstance(event, ev.HeldSettled):
        if event.how != "void":
            return []
        return [to_person(person, "filed-as-note", {"text": event.text, "why": say(VOID, language)}, rules)]
    held = next((one for one in ticket.held if one.number in (ticket.version, getattr(event, "held", 0))), None)
    if held is None:
        return []
    facts: dict[str, object] = {"text": held.text, "owner": ticket.owner, "news": ()}
    facts["why"] = say(held.why, language, detail=held.detail)
    facts["reminder"] = isinstance(event, ev.HeldReminded)
    if isinstance(event, ev.AnswerHeld) and event.said:
        facts["news"] = ({"who": event.customer_name, "at": event.at, "text": event.said},)
    return [to_person(person, HELD, facts, rules, about=held.number)]
