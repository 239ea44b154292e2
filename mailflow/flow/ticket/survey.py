"""A vote that does not come by mail: whoever has the key of a ticket's survey link is its customer."""

from __future__ import annotations

from collections.abc import Callable

from mailflow.core.occasions import SurveyAnswered
from mailflow.core.redacting import kept_out
from mailflow.core.survey_times import may_vote
from mailflow.core.ticket import Ticket
from mailflow.errors import Conflict
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.lazy_dataclasses import replace
from mailflow.mail.identity import is_survey_key
from mailflow.store.desk import tickets

_CONFLICTS = 5  # tries of a vote whose ticket is changed concurrently


def surveyed(parts: Parts, n: int, key: str) -> Ticket | None:
    """The ticket this link is about; None when it is none of ours, or its customer was erased."""
    ticket = tickets.load(parts.db, n)
    if ticket is None or not is_survey_key(parts.secret, ticket.token, key) or ticket.erased:
        return None
    return ticket


def vote(
    parts: Parts, n: int, given: SurveyAnswered, is_meant: Callable[[Ticket], bool] = lambda ticket: True
) -> Ticket | None:
    """Record the vote, unless the same stands already. The ticket after it; None when `is_meant` says no to the ticket
    as it is now, or voting is over. Raises NoSuchTicket, TryLater."""
    for last in (*[False] * _CONFLICTS, True):
        try:
            return _vote(parts, n, given, is_meant)
        except Conflict:
            if last:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _vote(parts: Parts, n: int, given: SurveyAnswered, is_meant: Callable[[Ticket], bool]) -> Ticket | None:
    with parts.db.transaction():
        ticket = tickets.load(parts.db, n)
        if ticket is None or not is_meant(ticket) or not may_vote(ticket, parts.rules, parts.clock.now()):
            return None
        kept = replace(given, comment=kept_out(parts.secret, given.comment, ticket.sealed))
        return handle(parts, ticket, kept, Cause("survey-answered")).ticket
