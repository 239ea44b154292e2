"""Ticket: the state of one conversation. Made only by `evolve`; every field is a consequence of the event log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from datetime import datetime

from mailflow.core.holding import AnswerOut, FurtherMail, HeldAnswer, UnsentAnswer
from mailflow.core.incident import Incident
from mailflow.core.ladder import Ladder
from mailflow.core.lost_copies import LostAnswer
from mailflow.core.message import Address
from mailflow.core.parties import Party, PendingEscalation
from mailflow.core.status import Status as Status
from mailflow.core.votes import CountedVote
from mailflow.lazy_dataclasses import dataclass

ERASED = "erased@erased.invalid"  # an address that cannot exist (RFC 2606 §2), the same for all erased people


@dataclass(frozen=True, slots=True)
class TicketParts:
    """The parts of a ticket that commands change, as one was before: what taking it back restores."""

    status: Status = Status.NEW
    owner: str | None = None
    category: str | None = None
    priority: str = "normal"
    claimed_at: datetime | None = None
    handed_at: datetime | None = None
    closed_at: datetime | None = None
    clocks: Mapping[Ladder, datetime] = field(default_factory=dict)
    rung: tuple[str, ...] = ()
    breached: bool = False
    asked: str = ""
    statement: str | None = None
    statement_by: str | None = None
    statement_sent: bool = False
    contradicted: bool = False
    stopped_since: datetime | None = None
    out: tuple[AnswerOut, ...] = ()
    snoozed: tuple[datetime, datetime] | None = None
    excused: int = 0
    incident: Incident | None = None

    @classmethod
    def of(cls, ticket: Ticket) -> TicketParts:
        return cls(**{one.name: getattr(ticket, one.name) for one in fields(cls)})


@dataclass(frozen=True, slots=True)
class Ticket:
    """A blank Ticket (n = 0, status new) is a conversation that has not begun: `decide` never gets None."""

    n: int = 0  # never reused; 0 = not yet numbered
    number: str = ""  # as shown to people: n formatted by desk.number
    token: str = ""  # secret: the survey key and other tokens are derived from it
    status: Status = Status.NEW
    subject: str = ""
    requester: Address | None = None
    answer_to: Address | None = None  # where answers go: Reply-To when the customer set one, else requester
    customer: tuple[str, ...] = ()  # every address of the customer, case-folded
    participants: tuple[Address, ...] = ()  # the Cc of the customer's first mail
    outsiders: tuple[Address, ...] = ()  # other addresses in the customer's mails, which get no answers
    unverified: bool = False  # the request itself may be forged
    language: str = ""  # of letters to the customer; "" = the desk's
    question: str = ""  # the customer's first words
    owner: str | None = None  # operator's name
    category: str | None = None
    opened_at: datetime | None = None
    claimed_at: datetime | None = None
    handed_at: datetime | None = None  # to its owner, by another; None: not known, or he claimed it himself
    first_answered_at: datetime | None = None
    closed_at: datetime | None = None
    clocks: Mapping[Ladder, datetime] = field(default_factory=dict)  # start of each running clock
    rung: tuple[str, ...] = ()  # rungs of running clocks that have fired: "answer:24h"
    breached: bool = False  # the running answer clock has been counted as a breach
    breaches: int = 0
    customer_wrote_at: datetime | None = None  # time of the customer's newest mail
    answered_at: datetime | None = None  # time of the newest answer
    asked: str = ""  # question | request: what the newest answer asks of the customer, who has not replied yet
    out: tuple[AnswerOut, ...] = ()  # the newest answers to the customer, oldest first
    # start of the answer clock that the newest answer stopped, for answers that are not in `out`: earlier versions
    # counted none, and a closing text is none
    stopped_since: datetime | None = None
    stopped_rung: tuple[str, ...] = ()
    stopped_breached: bool = False
    statement: str | None = None  # satisfied | no-feedback while there is a closing statement
    statement_by: str | None = None  # operator's name
    statement_sent: bool = False  # the operator's own mail already carried the closing text
    contradicted: bool = False  # the customer wrote after the statement: close needs --force
    undeliverable: tuple[str, ...] = ()  # addresses that bounced, case-folded
    held: tuple[HeldAnswer, ...] = ()  # oldest first
    unsent: tuple[UnsentAnswer, ...] = ()  # oldest first
    in_hand_until: datetime | None = None  # its owner last took back, or put aside, an answer, or it was split off
    further: tuple[FurtherMail, ...] = ()  # the customer's newest mails that want an answer, without the request
    linked: tuple[int, ...] = ()
    merged_into: int | None = None
    merged_number: str = ""  # of the ticket in which its conversation goes on, as people know it
    merged_from: tuple[int, ...] = ()  # tickets that went into this one
    lost: tuple[LostAnswer, ...] = ()  # answers known from a quotation alone, oldest first
    priority: str = "normal"  # high | normal | low
    group: str = ""  # of operators, who may claim it first
    ladder: str = ""  # a name under `ladders:`, whose steps count instead of those of `reminders:`
    complaint: bool = False  # the request is one: by a rule, or its words are angry
    self_help: tuple[str, ...] = ()  # letters in the acknowledgement, for the customer to try
    snoozed: tuple[datetime, datetime] | None = None  # (since, until): the owner is not reminded
    excused: int = 0  # how many of the breaches have an excuse
    parties: tuple[Party, ...] = ()  # outside, oldest first
    pending: PendingEscalation | None = None  # it waits for data
    data_asked_at: datetime | None = None  # when the customer was last asked for data
    escalated_at: datetime | None = None  # since when it is with the second tier; the answer clock stands
    pauses: tuple[tuple[datetime, datetime], ...] = ()  # when it was, before
    incident: Incident | None = None  # a problem that many customers write about
    vote: CountedVote | None = None  # the customer's newest
    vote_awaited: bool = False  # he will be reminded of the survey once
    imported: bool = False  # it was over before it came here: `mailflow import`
    sealed: tuple[str, ...] = ()  # seals of words that are gone, and shall not come back
    version: int = 0  # number of events applied; for optimistic locking

    @property
    def erased(self) -> bool:
        """Whether its customer's data were erased: nobody can be answered any more."""
        return self.requester is not None and self.requester.email == ERASED

    @property
    def answer_since(self) -> datetime | None:
        """Since when the customer waits for an answer; None when no answer is owed."""
        return self.clocks.get(Ladder.ANSWER)

    @property
    def solved_since(self) -> datetime | None:
        """Since when the customer has said that it is solved, without a closing statement."""
        return self.clocks.get(Ladder.SOLVED)
