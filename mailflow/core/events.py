"""Events: what has happened to a ticket, in the past tense. eventlog.py serialises them as JSON.

An event holds what `evolve` and `letters` need, so that the log alone proves the ticket's row (`mailflow verify`) and
shows who was told what. Add one as a dataclass here; mypy names the missing cases in evolve.py and letters.py.
"""

from __future__ import annotations

from datetime import datetime

from mailflow.core.broadcasts import BroadcastAnswered
from mailflow.core.command_events import Categorized as Categorized
from mailflow.core.command_events import CommandAnswered as CommandAnswered
from mailflow.core.command_events import CommandRefused as CommandRefused
from mailflow.core.command_events import CommandUndone as CommandUndone
from mailflow.core.command_events import Excused as Excused
from mailflow.core.command_events import Prioritized as Prioritized
from mailflow.core.command_events import Redacted as Redacted
from mailflow.core.command_events import Snoozed as Snoozed
from mailflow.core.failure_events import LetterUndelivered as LetterUndelivered
from mailflow.core.held_events import Answered as Answered
from mailflow.core.held_events import AnswerHeld as AnswerHeld
from mailflow.core.held_events import AnswerLeft as AnswerLeft
from mailflow.core.held_events import AnswerReturned as AnswerReturned
from mailflow.core.held_events import AnswerScheduled as AnswerScheduled
from mailflow.core.held_events import AnswerTakenBack as AnswerTakenBack
from mailflow.core.held_events import ClaimCameSecond as ClaimCameSecond
from mailflow.core.held_events import ClaimReturned as ClaimReturned
from mailflow.core.held_events import ClosingStated as ClosingStated
from mailflow.core.held_events import HeldReminded as HeldReminded
from mailflow.core.held_events import HeldSettled as HeldSettled
from mailflow.core.held_events import NoteFiled as NoteFiled
from mailflow.core.import_events import Imported as Imported
from mailflow.core.incident_events import IncidentDeclined as IncidentDeclined
from mailflow.core.incident_events import IncidentJoined as IncidentJoined
from mailflow.core.incident_events import IncidentLeft as IncidentLeft
from mailflow.core.incident_events import IncidentProposed as IncidentProposed
from mailflow.core.intake_events import SolvedBySelfHelp as SolvedBySelfHelp
from mailflow.core.joining_events import Merged as Merged
from mailflow.core.joining_events import MergeMoved as MergeMoved
from mailflow.core.joining_events import SplitFrom as SplitFrom
from mailflow.core.joining_events import SplitOff as SplitOff
from mailflow.core.joining_events import TicketJoined as TicketJoined
from mailflow.core.lost_events import CopyFound as CopyFound
from mailflow.core.lost_events import CopyLost as CopyLost
from mailflow.core.message import Address
from mailflow.core.party_events import Escalated as Escalated
from mailflow.core.party_events import EscalationVoided as EscalationVoided
from mailflow.core.party_events import EscalationWaits as EscalationWaits
from mailflow.core.party_events import PartyAcknowledged as PartyAcknowledged
from mailflow.core.party_events import PartyWrote as PartyWrote
from mailflow.core.party_events import SecondTierLate as SecondTierLate
from mailflow.core.party_events import ThirdPartyAsked as ThirdPartyAsked
from mailflow.core.votes import SurveyReminded as SurveyReminded
from mailflow.core.votes import VoteCast as VoteCast
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestReceived:
    """Step 1: the conversation began."""

    at: datetime  # arrival; the claim clock starts here
    subject: str
    text: str
    requester: Address | None
    answer_to: Address | None
    customer: tuple[str, ...]
    participants: tuple[Address, ...]
    language: str
    sender: str  # as shown to operators
    files: tuple[str, ...]
    category: str | None
    linked: tuple[int, ...]
    acknowledge: bool
    on_list: bool  # the list has already delivered the request to the operators
    promised_at: datetime | None
    author: str | None  # the operator who wrote or forwarded it, and needs no announcement
    announce: bool = True  # False: a rule assigned it at once
    unverified: bool = False  # our server says that the sender's address is forged
    outsiders: tuple[Address, ...] = ()  # addresses in the mail that get no answers
    related: tuple[tuple[str, str, str], ...] = ()  # number, status and owner of each linked ticket at that moment
    priority: str = "normal"  # high | normal | low
    group: str = ""  # of operators, who hear of it first
    ladder: str = ""  # a name under `ladders:`
    # what the acknowledgement says besides: names under `data:` it asks for, letters to try, a letter to read
    ask: tuple[str, ...] = ()
    self_help: tuple[str, ...] = ()
    reply: str = ""
    complaint: tuple[str, ...] = ()  # what shows that it is one: the rule's place, signs of anger
    known: bool = False  # the acknowledgement says that the disturbance is known
    incident: str = ""  # the number of that disturbance
    broadcast: BroadcastAnswered | None = None  # the letter to many that it replies to


@dataclass(frozen=True, slots=True)
class RequestRepeated:
    """The same complaint came again, to another of our addresses or once more: noted on the one ticket."""

    at: datetime
    sender: Address
    to: tuple[str, ...]
    tell: bool = False  # the customer hears that it is one ticket


@dataclass(frozen=True, slots=True)
class Claimed:
    """Steps 2 and 3: the first operator to reply became the owner."""

    operator: str
    at: datetime
    wrote: bool  # claim and answer in one


@dataclass(frozen=True, slots=True)
class CustomerNamed:
    """A form named no customer; an operator wrote to the customer found in it, with the desk in Cc."""

    operator: str
    customer: Address


@dataclass(frozen=True, slots=True)
class CustomerWrote:
    """Step 7. `thanks`: it needs no answer and cancels nothing; `meaning` says what it was instead."""

    at: datetime
    sender: Address
    text: str
    files: tuple[str, ...]
    addressed: tuple[str, ...]  # names of colleagues who got the mail directly; "list" for the desk's list
    thanks: bool = False
    participants: tuple[Address, ...] = ()  # Cc of any mail, as earlier versions took it; now the first mail counts
    also: tuple[str, ...] = ()
    unverified: bool = False  # our server says that the sender's address is forged
    outsiders: tuple[Address, ...] = ()  # addresses the mail names for the first time, which get no answers
    # thanks | acknowledgement | solved | vote (core/meaning.py); "": a person must read it, or not known then
    meaning: str = ""
    counted: bool = False  # among those an answer must know of (core/held.py); earlier versions counted none
    reopens: bool = False  # the ticket it came to was over
    closed_at: datetime | None = None  # then: since when
    complaint: tuple[str, ...] = ()  # what shows that it is written in anger
    ladder: str = ""  # the ticket's from now on
    escalates: bool = False  # it brings what an escalation waited for, which goes now


@dataclass(frozen=True, slots=True)
class ReactionFiled:
    """An emoji reaction in the form of a mail program: kept, without consequences."""

    sender: str  # a colleague's name, else the address
    emoji: str


@dataclass(frozen=True, slots=True)
class StatementRejected:
    """Step 10: the PIC sent it back to the owner."""

    pic: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PicWrote:
    """Step 10: any other reply of the PIC is a note to the owner."""

    pic: str
    text: str
    about: str = ""  # closed: said with his own closing; vote: in reply to `low-score`


@dataclass(frozen=True, slots=True)
class Rang:
    """A rung of a ladder is due. `send` is false for all but the last of several overdue ones."""

    ladder: str
    after: str  # the rung's delay as written in rules.yaml
    since: datetime
    due: datetime
    letter: str
    to: tuple[str, ...]
    send: bool
    woken: bool = False  # it was due while the owner was not to be reminded; now that is over
    owner: str = ""  # who is reminded as the owner: of the ticket into which this one was merged


@dataclass(frozen=True, slots=True)
class Breached:
    """Step 4: the answer clock exceeded its limit; counted once per clock, for the owner."""

    operator: str
    since: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """Step 10: the PIC closed."""

    actor: str
    at: datetime
    letter: str
    closing: str | None
    note: str
    operator: str | None
    reminds: bool = False  # who does not vote is reminded (`survey.remind`)


@dataclass(frozen=True, slots=True)
class Reopened:
    """By the customer's mail within `reopen_within`, or by command."""

    at: datetime
    actor: str
    text: str  # the customer's words; "" by command
    owner: str | None
    closed_at: datetime | None
    unverified: bool = False  # our server says that the sender's address is forged
    why: str = ""  # by command: the colleague's reason
    by_mail: bool = False  # the letter about that mail tells it


@dataclass(frozen=True, slots=True)
class Assigned:
    """A colleague or a rule gave it to an operator."""

    operator: str
    actor: str
    at: datetime
    before: str | None = None  # the owner before
    why: str = ""
    restarts: bool = False  # a claim that expires counts from here; earlier versions did not say so


@dataclass(frozen=True, slots=True)
class Released:
    """Its owner, or the PIC, gave it back to all operators."""

    actor: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ClaimExpired:
    """Its owner never answered: it is everybody's again."""

    operator: str
    at: datetime
    since: datetime
    due: datetime
    after: str  # `claim_expires` as written in rules.yaml


@dataclass(frozen=True, slots=True)
class OperatorRenamed:
    """The same person has another name in rules.yaml; nothing else changes."""

    actor: str
    before: str
    after: str
    throughout: bool = False  # also as the author of what is held or waits; earlier versions renamed only the owner


@dataclass(frozen=True, slots=True)
class Discarded:
    """It ended as no request, and nobody outside was told."""

    actor: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class NoteAdded:
    """By command: `mailflow note`."""

    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A later ticket continues this one."""

    n: int


@dataclass(frozen=True, slots=True)
class AutomaticFiled:
    """Mail that no person wrote: kept, without consequences."""

    sender: str
    what: str


@dataclass(frozen=True, slots=True)
class ConfirmationAsked:
    """A dangerous act was asked for; each of `to` is asked whether it shall happen (core/confirmations.py)."""

    actor: str
    act: str  # a key of confirmations.ACTS
    args: tuple[tuple[str, str], ...]
    to: tuple[str, ...]  # names of colleagues


# Effects of commands, typed or mailed. A new one is added here; evolve.py says what it changes.
DoneByCommand = (
    Closed | Reopened | Assigned | Released | Discarded | NoteAdded | Categorized | Prioritized | Snoozed | Excused
    | Merged | SplitOff | Redacted | IncidentLeft
)  # fmt: skip
# The exchange with a party outside. evolve_parties.py says what they change.
WithParty = (
    Escalated | ThirdPartyAsked | EscalationWaits | EscalationVoided | PartyWrote | PartyAcknowledged | SecondTierLate
)
Event = (
    RequestReceived | RequestRepeated | Claimed | CustomerNamed | ClaimCameSecond | ClaimReturned | Answered
    | AnswerReturned | AnswerHeld | AnswerScheduled | AnswerLeft | AnswerTakenBack | HeldSettled | HeldReminded
    | NoteFiled | CustomerWrote | VoteCast | ClosingStated | StatementRejected | PicWrote | Rang | Breached
    | DoneByCommand | TicketJoined | MergeMoved | SplitFrom | OperatorRenamed | Linked | AutomaticFiled
    | ReactionFiled | LetterUndelivered | CommandRefused | CommandAnswered | CommandUndone | ConfirmationAsked
    | WithParty | ClaimExpired | SolvedBySelfHelp | CopyLost | CopyFound | IncidentProposed | IncidentJoined
    | IncidentDeclined | Imported | SurveyReminded
)  # fmt: skip
# These cause no letters; every other event has its case in letters.py.
Untold = (
    Breached | CustomerNamed | Discarded | OperatorRenamed | NoteAdded | Linked
    | AutomaticFiled | ReactionFiled | Categorized | Prioritized | Snoozed | Excused | AnswerLeft | MergeMoved
    | SplitOff | Redacted | PartyAcknowledged | SecondTierLate | CopyFound | IncidentJoined | IncidentDeclined
    | IncidentLeft | Imported
)  # fmt: skip
# Only these can make a ticket that goes on one that is over.
Ending = Closed | SolvedBySelfHelp | Discarded | Merged | CommandUndone | AnswerTakenBack
# These change nothing of the ticket but its version; every other event has its case in evolve.py.
Unchanging = (
    RequestRepeated | ClaimCameSecond | ClaimReturned | AnswerReturned | NoteFiled | NoteAdded | PicWrote
    | AutomaticFiled | ReactionFiled | CommandRefused | CommandAnswered | ConfirmationAsked
)  # fmt: skip
