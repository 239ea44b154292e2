"""Every kind of letter the desk sends, and everything the code knows of it: one line each, all sets are derived.

A new letter is a line here and a file per language under templates/canned/. What the admin adds there by himself has
no line: it is a `CUSTOMER_LETTER` when it was sent to a customer, else a `COLLEAGUE_LETTER`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Literal

AutoKind = Literal["auto-replied", "auto-generated"]  # RFC 3834 §5


class Reader(StrEnum):
    """Whom a letter is for."""

    CUSTOMER = "customer"
    OPERATORS = "operators"  # one of them, all of them, or their list
    PIC = "pic"
    ADMIN = "admin"
    WRITER = "writer"  # of a mail that was refused: perhaps nobody we know


class Reply(Enum):
    """What the words of a colleague's reply to a letter are; empty replies and `/commands` mean the same everywhere."""

    ANSWER = auto()  # for the customer (procedure.md, "Answers"; mail.md 4.14)
    OWNERS_ANSWER = auto()  # the same from the owner, or while nobody owns it; anybody else's is a note
    CLOSING_TEXT = auto()  # for the customer if they are the closing text, from the owner; else a note
    VERDICT = auto()  # of the PIC: close, or back to the owner
    DIGEST = auto()  # lines that release or drop held mail
    NOTE = auto()  # nobody's to relay


class Tag(StrEnum):
    """What stands behind the desk's name in From (interfaces-2.md, "Settled"); core/wording.py has the words."""

    REMINDER = "from-reminder"
    ESCALATION = "from-escalation"
    NOTICE = "from-notice"
    DIGEST = "from-digest"


class Failure(Enum):
    """Who hears that such a letter could not be delivered."""

    TOLD = auto()  # owner and PIC
    TOLD_ALL = auto()  # the other operators too: the race to claim was not fair (mail.md 2.6)
    SILENT = auto()  # recorded, and causes no further letter: no loop of failures


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter."""

    name: str
    reader: Reader
    facts: tuple[str, ...] = ()  # what its template may show besides desk, ticket and recipient
    reply: Reply = Reply.NOTE
    auto: AutoKind | None = "auto-generated"  # None: a person wrote it
    tag: Tag | None = None  # None: the customer's letters, and those a ticket is taken or answered from
    leads_on: bool = False  # Reply-To names customer, list and desk under `announce.reply_to: everyone`
    by_ladder: bool = False  # sent by a reminder ladder, to whoever its `to:` names
    closes: bool = False  # may end a ticket: `mailflow close --letter NAME`
    failure: Failure = Failure.TOLD
    retells: bool = False  # shows what has been written since the question
    canned: bool = True  # has a template; else a person's own words
    partial: bool = False  # a line of other letters
    everyday: bool = False  # compiled at the start, so that the first mail does not wait for it

    @property
    def internal(self) -> bool:
        """Customers never get it: whoever answers one without being known here was handed a colleague's mail."""
        return self.reader is not Reader.CUSTOMER

    @property
    def proves_colleague(self) -> bool:
        """Whoever was sent one was an operator or PIC then: it goes to nobody else, as a ladder's letters may."""
        return self.reader in (Reader.OPERATORS, Reader.PIC) and not self.by_ladder


# What a mail may answer besides a letter with a line below: a person's mail, or a letter of the admin's own.
CUSTOMER_MAIL = "customer-mail"
COLLEAGUE_MAIL = "colleague-mail"
CUSTOMER_LETTER = "customer-letter"
COLLEAGUE_LETTER = "colleague-letter"
MAILS: Mapping[str, Reply] = MappingProxyType({CUSTOMER_MAIL: Reply.ANSWER, COLLEAGUE_MAIL: Reply.NOTE})

_CUSTOMER, _OPERATORS, _PIC, _ADMIN = Reader.CUSTOMER, Reader.OPERATORS, Reader.PIC, Reader.ADMIN
_OWNERS = Reply.OWNERS_ANSWER
_CLOCK = ("arithmetic", "since", "due_at", "question", "conversation")
_TICKET = ("files", "not_copied", "cc", "conversation", "linked")  # whoever takes or answers it sees
_OFFER = ("text", "sender", *_TICKET, "related", "again", "by", "why", "requester_missing")
_RECEIPT = ("operator", "question", "due_at", *_TICKET, "sent", "sent_to", "direct")
_CAUTION = ("unverified", "outsiders")  # what is odd about the mail the letter is about
_ALERT = ("topic", "text", "what", "waiting", "todo")
_HELD = ("parked", "quarantined", "overdue", "undelivered", "more", "counts")

_SHIPPED: tuple[LetterKind, ...] = (
    # to the customer
    LetterKind("acknowledgement", _CUSTOMER, ("promised_at",), auto="auto-replied", everyday=True),
    LetterKind("answer", _CUSTOMER, auto=None, canned=False),
    LetterKind("taken", _CUSTOMER, ("operator", "due_at")),
    LetterKind("ask-feedback", _CUSTOMER, ("answered_at", "asked", "closes_at"), by_ladder=True),
    LetterKind("closing-satisfied", _CUSTOMER, ("operator",), closes=True),
    LetterKind("closing-no-feedback", _CUSTOMER, ("operator",), closes=True),
    LetterKind("closed", _CUSTOMER, ("operator",), closes=True),
    LetterKind("survey-line", _CUSTOMER, ("link",), partial=True),
    LetterKind("survey-by-mail", _CUSTOMER, partial=True),
    LetterKind("answer-pulsa-cek", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-nomor", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-hutang", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-data", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-langganan", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-operator", _CUSTOMER, ("operator",), closes=True),
    # to operators: a ticket to take or to answer
    LetterKind(
        "announcement", _OPERATORS, (*_OFFER, *_CAUTION), Reply.ANSWER,
        leads_on=True, failure=Failure.TOLD_ALL, retells=True, everyday=True,
    ),
    LetterKind(
        "claim-receipt", _OPERATORS, (*_RECEIPT, *_CAUTION), Reply.ANSWER, "auto-replied",
        leads_on=True, retells=True, everyday=True,
    ),
    LetterKind(
        "customer-wrote", _OPERATORS, ("text", "sender", "files", "not_copied", "due_at", "solved", *_CAUTION),
        Reply.ANSWER,
        leads_on=True, everyday=True,
    ),
    LetterKind("handover", _OPERATORS, ("operator", "by", "question", "conversation", "due_at"), _OWNERS, retells=True),
    LetterKind(
        "reopened", _OPERATORS,
        ("text", "sender", "why", "question", "conversation", "closed_at", "due_at", "unverified"), _OWNERS,
        retells=True,
    ),
    # to operators: what became of their mail
    LetterKind(
        "claim-taken", _OPERATORS, ("owner", "claimed_at", "text", "came_second"), auto="auto-replied",
        tag=Tag.NOTICE, everyday=True,
    ),
    LetterKind("claim-first", _OPERATORS, ("text",), tag=Tag.NOTICE),
    LetterKind("answer-hint", _OPERATORS, ("text", "why"), tag=Tag.NOTICE),
    LetterKind("filed-as-note", _OPERATORS, ("text", "why"), auto="auto-replied", tag=Tag.NOTICE),
    LetterKind("command-receipt", _OPERATORS, ("results", "text"), auto="auto-replied", tag=Tag.NOTICE),
    LetterKind("pic-wrote", _OPERATORS, ("pic", "text", "rejected", "closed"), tag=Tag.NOTICE),
    LetterKind("collision", _OPERATORS, ("operator", "owner", "text", "answered_at"), tag=Tag.NOTICE),
    LetterKind(
        "letter-failed", _OPERATORS, ("recipient", "letter", "words"), tag=Tag.NOTICE, failure=Failure.SILENT
    ),
    # when a clock has run out
    LetterKind("reminder-claim", _OPERATORS, _CLOCK, _OWNERS, tag=Tag.REMINDER, by_ladder=True, retells=True),
    LetterKind("escalation-claim", _PIC, _CLOCK, _OWNERS, tag=Tag.ESCALATION, by_ladder=True, retells=True),
    LetterKind(
        "reminder-answer", _OPERATORS, (*_CLOCK, "owner"), _OWNERS, tag=Tag.REMINDER, by_ladder=True, retells=True
    ),
    LetterKind(
        "escalation-answer", _OPERATORS, (*_CLOCK, "owner"), _OWNERS, tag=Tag.ESCALATION, by_ladder=True, retells=True
    ),
    LetterKind(
        "suggest-close", _OPERATORS, ("arithmetic", "closing_text", "solved", "since", "sender", "text"),
        Reply.CLOSING_TEXT,
        tag=Tag.REMINDER, by_ladder=True,
    ),
    LetterKind("reminder-bundle", _OPERATORS, ("reminders", "count", "left_out"), Reply.DIGEST, tag=Tag.REMINDER),
    LetterKind(
        "reminder-closing", _PIC, ("arithmetic", "operator", "closing", "since", "question", "conversation"),
        Reply.VERDICT,
        tag=Tag.REMINDER, by_ladder=True, retells=True,
    ),
    # to the PIC, the admin, and whoever was refused
    LetterKind(
        "closing-notice", _PIC, ("operator", "closing", "text", "question", "conversation", "solved"), Reply.VERDICT,
        tag=Tag.NOTICE, retells=True,
    ),
    LetterKind("digest", _PIC, _HELD, Reply.DIGEST, tag=Tag.DIGEST),
    LetterKind("flood", _PIC, ("floods",), Reply.DIGEST, tag=Tag.NOTICE),
    LetterKind("digest-receipt", _PIC, ("results",), Reply.DIGEST, "auto-replied", tag=Tag.NOTICE),
    LetterKind("admin-alert", _ADMIN, _ALERT, tag=Tag.NOTICE, failure=Failure.SILENT),
    LetterKind("refused-unregistered", Reader.WRITER, ("reason", "subject"), auto="auto-replied", tag=Tag.NOTICE),
)  # fmt: skip

KINDS: Mapping[str, LetterKind] = MappingProxyType({kind.name: kind for kind in _SHIPPED})
_OWN: Mapping[str, LetterKind] = MappingProxyType(
    {
        CUSTOMER_LETTER: LetterKind(CUSTOMER_LETTER, _CUSTOMER, closes=True),
        COLLEAGUE_LETTER: LetterKind(COLLEAGUE_LETTER, _OPERATORS, tag=Tag.REMINDER, by_ladder=True),
    }
)


def kind_of(name: str, *, to_customer: bool = False) -> LetterKind:
    """What is known of letter `name`. One of the admin's own is known by whom it is sent to."""
    own = CUSTOMER_LETTER if to_customer else COLLEAGUE_LETTER
    return KINDS.get(name) or _OWN.get(name) or _OWN[own]


def is_stated(name: str) -> bool:
    """Whether the name alone says what kind it is."""
    return name in KINDS or name in _OWN or name in MAILS


def reply_to(answers: str | None) -> Reply:
    """What a colleague's words are in reply to `answers`: a letter's kind, one of `MAILS`, or None (not known)."""
    if answers is None:
        return Reply.NOTE
    return MAILS.get(answers) or kind_of(answers).reply


def is_internal(answers: str | None) -> bool:
    """It answers a letter of ours that went to colleagues only."""
    return answers is not None and answers not in MAILS and kind_of(answers).internal


def closing_letters(there: Iterable[str]) -> list[str]:
    """Of the letters that are there, those `close --letter` may name; the admin's own are his to judge."""
    return [name for name in there if kind_of(name, to_customer=True).closes]
