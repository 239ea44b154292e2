"""Events of the exchange with a party outside (core/parties.py). A part of events.py."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.message import Address
from mailflow.core.parties import PartyKind, Shown
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Escalated:
    """Step 6: the second tier got the filled form, or what is new since."""

    operator: str
    at: datetime
    to: str
    category: str
    text: str  # the operator's words
    data: Shown  # what the letter says
    again: bool = False  # a further letter of the exchange with that address
    first: bool = True  # False: added while an answer is still awaited, whose clock goes on
    passed_on: bool = False  # from another address of the second tier
    files: bool = False  # the operator's attachments go along
    source: int = 0  # number of the event whose mail has them; 0: this one's
    by_itself: bool = False  # the data it waited for have arrived: the operator is told


@dataclass(frozen=True, slots=True)
class ThirdPartyAsked:
    """The owner asked somebody outside, in a thread of its own. Clocks and state of the ticket stay as they are."""

    operator: str
    at: datetime
    to: str
    text: str
    again: bool = False  # a further letter to that address
    files: bool = False  # the operator's attachments go along
    source: int = 0  # number of the event whose mail has them; 0: this one's


@dataclass(frozen=True, slots=True)
class EscalationWaits:
    """Step 6: data are missing, so nothing went to the second tier. It goes when they have arrived."""

    operator: str
    at: datetime
    to: str
    category: str
    text: str
    missing: tuple[str, ...]  # names of fields under `data:`
    asks: bool = True  # the customer is asked for them; not twice within a day
    files: bool = False
    source: int = 0  # number of the EscalationWaits it repeats; 0: it is the first
    wants: str = "question"  # what the letter asks of the customer, as Ticket.asked
    counted: bool = False  # as in Answered


@dataclass(frozen=True, slots=True)
class EscalationVoided:
    """The customer was asked twice in vain: the operator decides."""

    operator: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyWrote:
    """A party's answer, or its question back: both are for the owner."""

    at: datetime
    sender: Address
    party: int  # number of the Party
    party_kind: PartyKind
    text: str
    files: tuple[str, ...] = ()
    their_number: str = ""  # in the subject; "": none there
    message_id: str = ""
    unverified: bool = False  # our server says that the sender's address is forged
    to: str = ""  # the address that was written to
    first: bool = True  # since it was last written to
    owner: str = ""  # of the ticket into which this one was merged


@dataclass(frozen=True, slots=True)
class PartyAcknowledged:
    """A party's mail that is no answer: its ticket system's receipt, a vacation reply, an "ok"."""

    at: datetime
    sender: Address
    party: int
    party_kind: PartyKind
    what: str  # how that is known
    their_number: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class SecondTierLate:
    """The second tier has not answered by the first rung of its ladder; counted once for each letter to it."""

    to: str
    at: datetime  # when it was due
    since: datetime
