"""What the letters of reminder ladders may show; also for the one letter that a ladder only repeats."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core import hours, pauses
from mailflow.core.ladders import closes_at, pauses_of
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket


def rung_facts(ticket: Ticket, event: ev.Rang, rules: Rules, language: str) -> dict[str, object]:
    return {
        "arithmetic": pauses.explain(
            event.since, hours.parse(event.after), rules.working_hours, language, pauses_of(ticket, event.ladder)
        ),
        "since": event.since,
        "due_at": event.due,
        "question": ticket.question,
        "requester_missing": ticket.requester is None,
        "conversation": (),
        "owner": ticket.owner,
        "operator": ticket.statement_by or ticket.owner,
        "closing": ticket.statement,
        "answered_at": ticket.answered_at,
        "asked": ticket.asked,
        "closes_at": closes_at(ticket, rules),
        "solved": ticket.solved_since is not None,
        "sender": "",
        "text": "",
        "closing_text": "",  # rendered by compose, which has the templates
    }


def solved_facts(event: ev.CustomerWrote) -> dict[str, object]:
    """For `suggest-close`, when the customer says that it is solved."""
    return {
        "arithmetic": (),
        "closing_text": "",
        "solved": True,
        "since": event.at,
        "sender": str(event.sender),
        "text": event.text,
    }
