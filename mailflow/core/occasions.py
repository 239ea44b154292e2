"""What may befall a ticket. Mail, time, a command (typed or mailed), a failed letter: each is an occasion and goes
through the one door, `flow.ticket.handle`. Everything the core cannot compute is in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailflow.core.message import Address, Message
from mailflow.core.ticket import Ticket


class Role(StrEnum):
    OPERATOR = "operator"
    PIC = "pic"
    DESK = "desk"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a mail, and whether that is proven (procedure.md "What must never happen"; rules.yaml `trust:`)."""

    role: Role
    name: str | None = None  # the operator's or PIC's name in rules.yaml
    proven: bool = False
    reason: str = ""  # why proven or not, for explain


@dataclass(frozen=True, slots=True)
class MailArrived:
    """A person's or robot's mail that belongs to this ticket (or begins it, when the ticket is blank)."""

    message: Message
    at: datetime  # the server's arrival time; "Mails count by their server's arrival time"
    author: Author
    answers: str | None = (
        None  # what it replies to: a letter's kind, "customer-mail", "colleague-mail"; None = not known
    )
    closing: str | None = None  # satisfied | no-feedback: the new words are that canned closing response
    commands: tuple[tuple[str, str], ...] = ()  # command lines in the new words: (name, argument)
    words: str = ""  # the new words without command lines: what they mean is decided by these
    relay: str = ""  # the same, cut only where it is known what was cut; "" where that makes no difference
    below: bool = False  # words stand below a command line
    inside: tuple[str, ...] = ()  # lines that might be meant as commands, but stand among the words
    # only read when the mail begins a ticket:
    customer: Address | None = None  # the real customer (form, forward), else the author
    language: str = ""  # evident language of the customer's words
    category: str | None = None
    assign: str | None = None  # operator to whom a rule gives it at once
    discard: str | None = None  # why a rule discards it at once
    acknowledge: bool = False
    form: bool = False
    doubtful: bool = False  # nobody proves that the form wrote it
    written_to: tuple[Address, ...] = ()  # strangers to whom a colleague wrote of his own accord, the desk in copy
    forwarded_by: str | None = None  # operator who forwarded a customer's mail
    forwarded_note: str = ""  # what he wrote above it
    linked: tuple[Ticket, ...] = ()  # older tickets it goes together with
    let_out_by: str | None = None  # who let it out of quarantine, although nobody proves its author: it does nothing
    outdated: bool = False  # the letter it answers is from before the newest closing statement
    repeats: bool = False  # the question of this very ticket, sent again on its own
    notice: str = ""  # why it counts as automatic although it bears no sign

    @property
    def told(self) -> str:
        """The words as they are passed on, kept and shown: no word of the author is lost (mail.md 8.11)."""
        return (self.relay or self.words).strip()

    @property
    def author_names(self) -> tuple[str, ...]:
        """What the author may have signed with: his name in rules.yaml, and the one in his From."""
        shown = self.message.sender.name if self.message.sender else ""
        return tuple(name for name in (self.author.name, shown) if name)


@dataclass(frozen=True, slots=True)
class TimePassed:
    """The ticket's alarm has rung, or somebody looked early or twice: both are harmless."""


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A command of the PIC or an admin, typed (`mailflow close 7`) or mailed."""

    name: str  # a key of decide.COMMANDS: close | reopen | assign | release | discard | note | link | rename
    actor: str
    args: Mapping[str, str] = field(default_factory=dict)
    force: bool = False


@dataclass(frozen=True, slots=True)
class LetterFailed:
    """A letter of this ticket will never reach one of its recipients: refused by a server, given up, or bounced."""

    letter: str  # kind
    recipient: str
    words: str  # the server's own
    named: str = ""  # the address a report names where it is another: a forwarded mail, an alias
    again: bool = False  # a colleague's address, of which somebody was told within the day


Occasion = MailArrived | TimePassed | CommandGiven | LetterFailed
