"""The survey: whether a vote may be cast now, the event it becomes, and the letter about a low one.

Three roads (a reply to the closing letter, our page, an external one), one result: the newest vote about a closing
counts.
"""

from __future__ import annotations

from datetime import datetime

from mailflow.core.addressing import to_customer, to_each
from mailflow.core.events import Event
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.occasions import SurveyAnswered
from mailflow.core.rules import Rules
from mailflow.core.survey_times import REMINDER, may_vote
from mailflow.core.ticket import Ticket
from mailflow.core.votes import CountedVote, SurveyReminded, VoteCast

LOWEST, HIGHEST = 1, 5
LONGEST_COMMENT = 4000  # characters
LOW_SCORE = "low-score"


def vote_now(ticket: Ticket) -> CountedVote | None:
    """The vote about the newest closing."""
    vote = ticket.vote
    return vote if vote is not None and vote.closed_at == ticket.closed_at else None


def answered(ticket: Ticket, given: SurveyAnswered, rules: Rules, now: datetime) -> list[Event]:
    """[] when it is too late, or when the same vote stands already."""
    at = given.at or now
    if not may_vote(ticket, rules, at):
        return []
    comment = given.comment.strip()[:LONGEST_COMMENT]
    before = vote_now(ticket)
    if before is not None and (before.score, before.comment, before.consent) == (given.score, comment, given.consent):
        return []
    voter = given.voter or ticket.requester or Address("")
    return [cast(ticket, at, voter, given.score, comment, rules=rules, road=given.road, consent=given.consent)]


def cast(
    ticket: Ticket,
    at: datetime,
    voter: Address,
    score: int,
    comment: str,
    *,
    rules: Rules,
    road: str,
    consent: bool = False,
    reopens: bool = False,
) -> VoteCast:
    """The vote as it is recorded."""
    return VoteCast(
        at,
        voter,
        score,
        comment,
        road,
        ticket.closed_at,
        operator=ticket.statement_by or ticket.owner or "",
        consent=consent and bool(comment),
        low=score <= rules.survey_low,
        reopens=reopens,
        counted=True,
    )


def survey_letters(ticket: Ticket, event: VoteCast | SurveyReminded, rules: Rules) -> list[Letter]:
    """`ticket` is the ticket after the event."""
    if isinstance(event, VoteCast):
        return told_of_vote(ticket, event, rules)
    return to_customer(ticket, REMINDER, {}, survey=True) if event.send else []


def told_of_vote(ticket: Ticket, vote: VoteCast, rules: Rules) -> list[Letter]:
    """`ticket` is the ticket after the vote. Only a low one is told, to each PIC."""
    if not vote.low:
        return []
    facts = {
        "score": vote.score,
        "text": vote.comment,
        "operator": vote.operator or None,
        "sender": str(vote.sender) if vote.sender.email else str(ticket.requester or ""),
        "reopens": vote.reopens,
        "question": ticket.question,
        "conversation": (),
    }
    return to_each(rules.pic, LOW_SCORE, facts, rules)
