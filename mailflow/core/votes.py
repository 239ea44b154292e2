"""A customer's vote: the event, and what the ticket keeps of the newest. One counts per closing."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.message import Address
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountedVote:
    at: datetime
    score: int  # 1 to 5
    comment: str
    road: str  # mail | page | link
    closed_at: datetime | None  # the closing it is about
    consent: bool = False


@dataclass(frozen=True, slots=True)
class VoteCast:
    """Step 10: the customer's vote on the service, once per closing; a later vote replaces it."""

    at: datetime
    sender: Address
    score: int  # 1 to 5
    comment: str
    road: str  # mail | page | link
    closed_at: datetime | None  # the closing it is about
    operator: str = ""  # whose work it is about; earlier versions did not say
    consent: bool = False  # the comment may be published
    low: bool = False  # at most `survey.low`: the PIC is told
    reopens: bool = False  # the mail has more that a person must read
    counted: bool = False  # the ticket shows it; earlier versions kept it in the log alone

    @property
    def kept(self) -> CountedVote:
        return CountedVote(self.at, self.score, self.comment, self.road, self.closed_at, self.consent)


@dataclass(frozen=True, slots=True)
class SurveyReminded:
    """`survey.remind`: who has not voted is asked once more, and never again about that closing. `send` is false when
    the time to vote has passed by now (after an outage)."""

    send: bool
