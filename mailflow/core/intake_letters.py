"""Letters about what was decided at intake, before a person has seen it."""

from __future__ import annotations

from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.addressing import to_customer, to_named
from mailflow.core.letter import Letter
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket


def intake_letters(ticket: Ticket, event: ev.SolvedBySelfHelp | ev.RequestRepeated, rules: Rules) -> list[Letter]:
    """The customer hears that the ticket has closed, or that another mail belongs to it."""
    match event:
        case ev.SolvedBySelfHelp():  # who has taken it meanwhile hears that no answer is needed
            facts = {"text": event.text, "sender": str(event.sender), "helped": True}
            told = to_named(event.owner, "customer-wrote", facts, rules)
            return to_customer(ticket, "self-help", {}, survey=True) + told
        case ev.RequestRepeated():
            return to_customer(ticket, "repeated", {}) if event.tell else []
        case _:
            assert_never(event)
