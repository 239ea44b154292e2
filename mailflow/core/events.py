"""What has happened to a ticket, in the past tense. eventlog.py writes it down as JSON.

An event holds what `evolve` and `letters` need, so that the log alone proves the ticket's row (`mailflow verify`)
and says who was told what. Adding one: a dataclass here, then mypy names the missing case in evolve.py and letters.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.message import Address


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
    on_list: bool  # the list delivered the request to the operators already
    promised_at: datetime | None
    author: str | None  # the operator who wrote it himself or forwarded it: he needs no announcement
    announce: bool = True  # False: a rule gave it to somebody at once
    unverified: bool = False  # our server says that the sender's address is forged
    outsiders: tuple[Address, ...] = ()  # whom the mail names and answers do not reach
    related: tuple[tuple[str, str, str], ...] = ()  # number, status and owner of each linked ticket at that moment


@dataclass(frozen=True, slots=True)
class RequestRepeated:
    """The same complaint came again, to another of our addresses or once more: one ticket that says so."""

    at: datetime
    sender: Address
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """Step 2 and 3: the first operator to reply became owner."""

    operator: str
    at: datetime
    wrote: bool  # claim and answer in one


@dataclass(frozen=True, slots=True)
class CustomerNamed:
    """A form named no customer; an operator wrote to the one he found in it, with the desk in copy."""

    operator: str
    customer: Address


@dataclass(frozen=True, slots=True)
class ClaimCameSecond:
    """Step 3: somebody else owns the ticket; what he wrote is kept."""

    operator: str
    text: str


@dataclass(frozen=True, slots=True)
class ClaimReturned:
    """`claim: empty-only`: an answer before the claim went back to its author."""

    operator: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Step 5: the customer has, or gets through us, an answer."""

    operator: str
    at: datetime
    text: str
    relayed: bool
    first: bool
    only_link: bool
    owner: str | None  # the ticket's owner at that moment; another than `operator` means a collision
    claims: bool = False  # by this very mail he became the owner
    asks: str = ""  # question | request: what it wants of the customer (replies/questions.py)


@dataclass(frozen=True, slots=True)
class AnswerReturned:
    """What would have been sent to the customer went back to its author, and was kept: it changes nothing."""

    operator: str
    text: str
    why: str  # a code of wording.py


@dataclass(frozen=True, slots=True)
class NoteFiled:
    """A colleague's words that are for nobody but us."""

    author: str
    text: str
    why: str = ""  # set when the author is told that it reached no customer
    let_out_by: str | None = None  # nobody proves that `author` wrote it: who let it out of quarantine


@dataclass(frozen=True, slots=True)
class CustomerWrote:
    """Step 7. `thanks`: it calls for no answer and voids nothing; `meaning` says what it was instead."""

    at: datetime
    sender: Address
    text: str
    files: tuple[str, ...]
    addressed: tuple[str, ...]  # names of colleagues who have the mail already; "list" for the desk's list
    thanks: bool = False
    # readers that earlier versions took from any mail of the customer; now only the first mail brings some
    participants: tuple[Address, ...] = ()
    also: tuple[str, ...] = ()
    unverified: bool = False  # our server says that the sender's address is forged
    outsiders: tuple[Address, ...] = ()  # whom the mail names for the first time, and answers do not reach
    meaning: str = ""  # thanks | acknowledgement | solved (core/meaning.py); "" = a person's matter, or not known then


@dataclass(frozen=True, slots=True)
class ReactionFiled:
    """An emoji in a mail program's own form: kept, and nothing follows from it."""

    sender: str  # a colleague's name, else the address
    emoji: str


@dataclass(frozen=True, slots=True)
class VoteCast:
    """Step 10: the customer said how he was served, once for each closing; a later vote replaces."""

    at: datetime
    sender: Address
    score: int  # 1 to 5
    comment: str
    road: str  # mail
    closed_at: datetime | None  # the closing it is about


@dataclass(frozen=True, slots=True)
class ClosingStated:
    """Step 8: an operator said that it is done; the ticket waits for the PIC."""

    operator: str
    at: datetime
    closing: str  # satisfied | no-feedback
    by: str  # text | command | automatic | customer (he says himself that it is solved)
    text: str
    sent: bool  # the customer has the closing text, or gets it by this event
    relayed: bool = False  # by this event


@dataclass(frozen=True, slots=True)
class StatementRejected:
    """Step 10: the PIC sent it back to the owner."""

    pic: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PicWrote:
    """Step 10: anything else the PIC replied is a note to the owner."""

    pic: str
    text: str


@dataclass(frozen=True, slots=True)
class Rang:
    """A rung of a ladder was passed. `send` is false for all but the last of several overdue ones."""

    ladder: str
    after: str  # the rung's delay as written in rules.yaml
    since: datetime
    due: datetime
    letter: str
    to: tuple[str, ...]
    send: bool


@dataclass(frozen=True, slots=True)
class Breached:
    """Step 4: the answer clock passed its limit; counted once per clock, against the owner."""

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


@dataclass(frozen=True, slots=True)
class Assigned:
    operator: str
    actor: str
    at: datetime
    before: str | None = None  # whose it was


@dataclass(frozen=True, slots=True)
class Released:
    actor: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class OperatorRenamed:
    """The same person stands in rules.yaml under another name; nothing else has changed."""

    actor: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Discarded:
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
    """Mail no person wrote: kept, and nothing follows from it."""

    sender: str
    what: str


@dataclass(frozen=True, slots=True)
class LetterUndelivered:
    """A letter did not reach one recipient."""

    letter: str
    recipient: str
    words: str
    customer: bool  # the recipient is the customer: nothing automatic goes there any more, but if
    named: str = ""  # another address is to blame, which he forwards his mail to: his own may be well
    again: bool = False  # a colleague whose address failed elsewhere today: nobody is told a second time


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """A command that is clear but not possible now. Typed: nothing is recorded, the person reads `why` at once."""

    actor: str
    command: str
    why: str
    since: datetime | None = None  # since when the customer waits, where that is why


@dataclass(frozen=True, slots=True)
class CommandAnswered:
    """What became of the command lines a colleague mailed: (line, result) pairs; he gets them back."""

    author: str
    results: tuple[tuple[str, str], ...]
    text: str = ""  # his words, where they went no further


# What a command does to a ticket, typed or mailed. A new one stands in here, and evolve.py says what it changes.
DoneByCommand = Closed | Reopened | Assigned | Released | Discarded | NoteAdded
Event = (
    RequestReceived | RequestRepeated | Claimed | CustomerNamed | ClaimCameSecond | ClaimReturned | Answered
    | AnswerReturned | NoteFiled | CustomerWrote | VoteCast | ClosingStated | StatementRejected | PicWrote | Rang
    | Breached | DoneByCommand | OperatorRenamed | Linked | AutomaticFiled | ReactionFiled | LetterUndelivered
    | CommandRefused | CommandAnswered
)  # fmt: skip
# Nobody is written to because of these; every other event has its case in letters.py.
Untold = (
    RequestRepeated | Breached | VoteCast | CustomerNamed | Discarded | OperatorRenamed | NoteAdded | Linked
    | AutomaticFiled | ReactionFiled
)  # fmt: skip
