"""Occasions: what may happen to a ticket. A mail, time, a command (typed or mailed), a failed letter: each goes through
`flow.ticket.handle`, and carries everything the core cannot compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from mailflow.core.actions import NONE, Effects
from mailflow.core.broadcasts import BroadcastAnswered
from mailflow.core.canned_answer import CannedAnswer
from mailflow.core.command_events import Redacted
from mailflow.core.joining_events import TicketJoined
from mailflow.core.lost_copies import QuotedAnswer
from mailflow.core.message import Address, Message
from mailflow.core.parties import PartyMail, Shown
from mailflow.core.ticket import Ticket
from mailflow.core.undoing import Logged, Undoable
from mailflow.lazy_dataclasses import dataclass


class Role(StrEnum):
    OPERATOR = "operator"
    PIC = "pic"
    DESK = "desk"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a mail, and whether that is proven (procedure.md, "What must never happen"; rules.yaml `trust:`)."""

    role: Role
    name: str | None = None  # the operator's or PIC's name in rules.yaml
    proven: bool = False
    reason: str = ""  # why it is proven or not, for explain
    way: str = ""  # the one of trust.operators that proves it
    field: str = ""  # the header field that decided, as received


@dataclass(frozen=True, slots=True)
class Apart:
    """A mail of another ticket that becomes one of its own."""

    ticket: Ticket  # that ticket
    actor: str
    since: datetime  # from when its owner has the new one
    breached: bool = False  # as in SplitFrom
    rung: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailArrived:
    """A person's or robot's mail that belongs to this ticket (or opens it, when the ticket is blank)."""

    message: Message
    at: datetime  # the server's arrival time; "Mails count by their server's arrival time"
    author: Author
    answers: str | None = None  # what it replies to: a letter's kind, "customer-mail", "colleague-mail"; None: unknown
    closing: str | None = None  # satisfied | no-feedback: the new words are that canned closing text
    commands: tuple[tuple[str, str], ...] = ()  # command lines in the new words: (name, argument)
    words: str = ""  # the new words without command lines: their meaning is decided by these
    relay: str = ""  # the same, cut only what was surely recognised; "" when identical
    below: bool = False  # there are words below a command line
    inside: tuple[str, ...] = ()  # lines among the words that might be meant as commands
    # results of lines that are no command of this ticket, each with its place among all lines
    settled: tuple[tuple[int, tuple[str, ...]], ...] = ()
    canned: CannedAnswer | None = None  # the letter that a line asks to be sent
    undoable: Undoable | None = None  # the author's last command on the ticket, if a line takes it back
    returned: bool = False  # a line about another ticket was refused or is asked back: words below go back
    alone: bool = True  # False: it only carries commands about this ticket, and belongs to another
    # only used when the mail opens a ticket:
    customer: Address | None = None  # the real customer (form, forward), else the author
    language: str = ""  # evident language of the customer's words
    category: str | None = None
    assign: str | None = None  # operator a rule assigns it to at once
    discard: str | None = None  # why a rule discards it at once
    ruled: Effects = NONE  # everything the rules say about it
    acknowledge: bool = False
    form: bool = False
    doubtful: bool = False  # nobody proves that the form wrote it
    written_to: tuple[Address, ...] = ()  # strangers a colleague wrote to first, with the desk in Cc
    apart: Apart | None = None
    broadcast: BroadcastAnswered | None = None  # the letter to many that it replies to
    forwarded_by: str | None = None  # operator who forwarded a customer's mail
    forwarded_note: str = ""  # what the operator wrote above the forwarded mail
    linked: tuple[Ticket, ...] = ()  # older tickets it is linked with
    # who released it from quarantine, although its author is not proven: it decides nothing
    let_out_by: str | None = None
    outdated: bool = False  # the letter it replies to is older than the newest closing statement
    known: bool = False  # a disturbance is known of which it tells
    incident: str = ""  # its number
    repeats: bool = False  # the question of this ticket, sent once more; with `words`, colleagues must hear of it
    # recipients, case-folded, who were colleagues and are none now; looked up where nobody is the customer yet
    departed: tuple[str, ...] = ()
    unread: bool = False  # a further mail of the customer had not reached its author for five minutes
    about: int | None = None  # number of the held answer whose letter it replies to
    quoted_answer: QuotedAnswer | None = None  # an operator's, which never came here
    written: str = ""  # what the customer has written so far, where a hint about an answer depends on it
    others: tuple[str, ...] = ()  # what its words name that is another customer's: addresses, names, tickets
    notice: str = ""  # why it counts as automatic, without a header that says so
    data: Shown | None = None  # what the mails, this one among them, say for sure; None: nothing here depends on it
    party: PartyMail | None = None  # a party outside wrote it

    @property
    def gives_commands(self) -> bool:
        return bool(self.commands or self.settled)

    @property
    def told(self) -> str:
        """The words as they are passed on, stored and shown: no word of the author is lost (mail.md 8.11)."""
        return (self.relay or self.words).strip()

    @property
    def author_names(self) -> tuple[str, ...]:
        """Names the author may have signed with: the one in rules.yaml, and the one in From."""
        shown = self.message.sender.name if self.message.sender else ""
        return tuple(name for name in (self.author.name, shown) if name)


@dataclass(frozen=True, slots=True)
class TimePassed:
    """The ticket's alarm is due. Harmless when it is early or repeated."""

    owner: str = ""  # of the ticket into which this one was merged


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A command of the PIC or an admin, typed (`mailflow close 7`) or mailed."""

    name: str  # a key of core.commands.effects.TYPED
    actor: str
    args: Mapping[str, str] = field(default_factory=dict)
    force: bool = False
    data: Shown = ()  # as in MailArrived
    undoable: Undoable | None = None  # with `undo`: the actor's last command on the ticket
    hints: tuple[tuple[str, str], ...] = ()  # with `send`: (key of `hints:`, what was found in its words)


@dataclass(frozen=True, slots=True)
class LetterFailed:
    """A letter of this ticket could not be delivered to one of its recipients: refused by a server, given up, or
    bounced."""

    letter: str  # kind
    recipient: str
    words: str  # the server's reply
    named: str = ""  # the address in the report, when it is another: a forward, an alias
    again: bool = False  # a colleague's address whose failure was told within the last day
    number: int = 0  # of the event the letter is of (its ticket's version then); 0: not known


@dataclass(frozen=True, slots=True)
class AnswerDue:
    """The moment of answers that waited has come."""

    numbers: tuple[int, ...]  # of their events


@dataclass(frozen=True, slots=True)
class TicketMerged:
    """Another ticket has gone into this one."""

    ticket: Ticket  # that one, as it was before
    actor: str
    again: bool = False  # it had before; the answer its customer was about to get is taken back


@dataclass(frozen=True, slots=True)
class MailTaken:
    """A mail of this ticket has become a ticket of its own."""

    actor: str
    new: Ticket
    log: tuple[Logged, ...]  # of this ticket
    seq: int  # of the event by which the mail came; 0: it came to another, which was merged into this one
    merged: int = 0  # n of the merged ticket that it opened
    joined: tuple[TicketJoined, ...] = ()  # of the ticket it opened: how that came here, from one into the next


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """The question of this ticket, which was merged, has become a ticket of its own."""

    actor: str
    new: Ticket


@dataclass(frozen=True, slots=True)
class MergeFollowed:
    """The ticket this one was merged into leads to another itself now: the conversation of both goes on there."""

    actor: str
    number: str  # of that other, as people know it


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """The customer voted, on our page or on an external one, or in a mail that begins a ticket of its own. Who may vote
    was checked."""

    score: int  # 1 to 5
    road: str  # page | link | mail
    comment: str = ""
    consent: bool = False  # the comment may be published
    at: datetime | None = None  # when the mail came; None: now
    voter: Address | None = None  # None: the requester


@dataclass(frozen=True, slots=True)
class WordsRemoved:
    """Words disappear from everything kept about it: what is to be recorded of that."""

    event: Redacted


Occasion = (
    MailArrived
    | TimePassed
    | CommandGiven
    | LetterFailed
    | AnswerDue
    | TicketMerged
    | MailTaken
    | MergeUndone
    | MergeFollowed
    | WordsRemoved
    | SurveyAnswered
)
