"""Until when a closing can be voted on, and when who has not voted is reminded. Pure."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import hours
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket
from mailflow.core.votes import SurveyReminded

REMINDER = "survey-reminder"


def ends_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """Until when a vote about its closing can be cast or changed; None: for ever."""
    if ticket.closed_at is None or rules.survey_until is None:
        return None
    return hours.after(ticket.closed_at, rules.survey_until, rules.working_hours)


def may_vote(ticket: Ticket, rules: Rules, at: datetime) -> bool:
    """Whether the newest closing can be voted on. An erased customer has no vote."""
    end = ends_at(ticket, rules)
    return ticket.status is Status.CLOSED and not ticket.erased and (end is None or at <= end)


def remind_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the customer is reminded of the survey, once; None: never."""
    awaited = ticket.vote_awaited and not ticket.erased
    if not (awaited and ticket.closed_at and rules.survey_remind and rules.asks_for_votes):
        return None
    return hours.after(ticket.closed_at, rules.survey_remind, rules.working_hours)


def reminded(ticket: Ticket, rules: Rules, now: datetime) -> list[SurveyReminded]:
    at = remind_at(ticket, rules)
    return [] if at is None or at > now else [SurveyReminded(send=may_vote(ticket, rules, now))]
