"""Every kind of letter the desk sends, and everything the code knows about it: one entry each, all sets are derived.

A new letter is an entry here and a file per language under templates/canned/. A letter the admin adds there has no
entry: it is a `CUSTOMER_LETTER` when it was sent to a customer, else a `COLLEAGUE_LETTER`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Literal

from mailflow.lazy_dataclasses import dataclass

AutoKind = Literal["auto-replied", "auto-generated"]  # RFC 3834 §5


class Reader(StrEnum):
    """Who a letter is for."""

    CUSTOMER = "customer"
    OPERATORS = "operators"  # one of them, all of them, or their list
    PIC = "pic"
    ADMIN = "admin"
    PARTY = "party"  # outside: the second tier, a third party
    WRITER = "writer"  # the author of a refused mail: perhaps unknown


class ReplyUse(Enum):
    """What the words of a colleague's reply to a letter of this kind are for. Empty replies and `/commands` mean the
    same for all kinds."""

    ANSWER = auto()  # relayed to the customer (procedure.md, "Answers"; mail.md 4.14)
    OWNERS_ANSWER = auto()  # relayed when the owner wrote it, or while there is no owner; else a note
    CLOSING_TEXT = auto()  # relayed when they are the closing text, and the owner wrote it; else a note
    VERDICT = auto()  # of the PIC: close, or back to the owner
    LOW_SCORE = auto()  # of the PIC: reopen, take note, or a note to the owner
    DIGEST = auto()  # lines that release or drop quarantined mail
    SEVERAL = auto()  # it lists tickets: nobody knows which of them words are about
    CONSENT = auto()  # yes or no to the act the letter asks about
    HELD = auto()  # one of the three words about a held answer
    NOTE = auto()  # never relayed


class Tag(StrEnum):
    """Added to the desk's name in From (interfaces-2.md, "Settled"); core/wording.py has the words."""

    REMINDER = "from-reminder"
    ESCALATION = "from-escalation"
    NOTICE = "from-notice"
    DIGEST = "from-digest"


class Failure(Enum):
    """Who is told when such a letter cannot be delivered."""

    TOLD = auto()  # owner and PIC
    TOLD_ALL = auto()  # the other operators too: one of them had no chance to claim (mail.md 2.6)
    SILENT = auto()  # recorded only, to prevent a loop of failing letters


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter."""

    name: str
    reader: Reader
    facts: tuple[str, ...] = ()  # what its template may show besides desk, ticket and recipient
    reply: ReplyUse = ReplyUse.NOTE
    auto: AutoKind | None = "auto-generated"  # None: a person wrote it
    tag: Tag | None = None  # None: letters to customers, and those a ticket is claimed or answered from
    leads_on: bool = False  # Reply-To names customer, list and desk under `announce.reply_to: everyone`
    by_ladder: bool = False  # sent by a reminder ladder, to the people in its `to:`
    closes: bool = False  # may end a ticket: `mailflow close --letter NAME`
    failure: Failure = Failure.TOLD
    retells: bool = False  # contains the conversation since the question
    data: Literal["", "confirmed", "all"] = ""  # of the request that it shows: what the customer shall confirm, or all
    canned: bool = True  # has a template; False: a person's own words
    partial: bool = False  # only used as a part of other letters
    introduces: bool = False  # says who the customer is, as the register knows him
    bulk: bool = False  # goes to many at once: every other letter leaves before it, and nobody is told of a failure
    everyday: bool = False  # its template is compiled at start, so that the first mail need not wait

    @property
    def internal(self) -> bool:
        """Never sent to customers: an unknown author who replies to one must have got it from a colleague."""
        return self.reader is not Reader.CUSTOMER

    @property
    def proves_colleague(self) -> bool:
        """Sent only to operators and PICs: a recipient of one was a colleague then. (A ladder's letters may go to
        others.)"""
        return self.reader in (Reader.OPERATORS, Reader.PIC) and not self.by_ladder


# What a mail may reply to besides the letters below: a person's mail, or a letter the admin added.
CUSTOMER_MAIL = "customer-mail"
BROADCAST = "broadcast"  # a canned letter to many registered customers, with how to get no more of them
VERIFY = "verify-address"  # to a registered customer, whose reply verifies the address
COLLEAGUE_MAIL = "colleague-mail"
CUSTOMER_LETTER = "customer-letter"
COLLEAGUE_LETTER = "colleague-letter"
MAILS: Mapping[str, ReplyUse] = MappingProxyType({CUSTOMER_MAIL: ReplyUse.ANSWER, COLLEAGUE_MAIL: ReplyUse.NOTE})

_CUSTOMER, _OPERATORS, _PIC, _ADMIN = Reader.CUSTOMER, Reader.OPERATORS, Reader.PIC, Reader.ADMIN
_OWNERS = ReplyUse.OWNERS_ANSWER
_CLOCK = ("arithmetic", "since", "due_at", "question", "conversation", "instead_of", "may_claim", "requester_missing")
_TICKET = ("files", "not_copied", "cc", "conversation", "linked", "incident")  # shown to those who claim or answer it
_OFFER = ("text", "sender", *_TICKET, "related", "again", "by", "due_at", "why", "newest", "requester_missing", "calm")
_DATA = ("data", "data_missing")
_RECEIPT = (
    "operator",
    "question",
    "due_at",
    *_TICKET,
    "sent",
    "sent_to",
    "direct",
    "leaves_in",
    "calm",
    "runbook",
    "results",
    "text",
)
_STANDS_IN = ("instead_of", "may_claim")
_CAUTION = ("unverified", "outsiders")  # warnings about the mail the letter is about
_TIER = ("party", "category", "their_number", "data", "operator")
_COMMANDS = ("results", "text", "state", "undo")
_ALERT = ("topic", "text", "what", "waiting", "todo")
_HELD = (
    "parked", "quarantined", "answers", "overdue", "undelivered", "chats", "unconfirmed", "more", "counts", "away",
    "head",
)  # fmt: skip

_SHIPPED: tuple[LetterKind, ...] = (
    # to the customer
    LetterKind(
        "acknowledgement", _CUSTOMER, ("promised_at", "data", "ask", "self_help", "reply", "apart", "known"),
        auto="auto-replied", data="confirmed", everyday=True,
    ),
    LetterKind("answer", _CUSTOMER, auto=None, canned=False),
    LetterKind("taken", _CUSTOMER, ("operator", "due_at")),
    LetterKind("ask-feedback", _CUSTOMER, ("answered_at", "asked", "closes_at"), by_ladder=True),
    LetterKind("closing-satisfied", _CUSTOMER, ("operator",), closes=True),
    LetterKind("closing-no-feedback", _CUSTOMER, ("operator",), closes=True),
    LetterKind("closed", _CUSTOMER, ("operator",), closes=True),
    LetterKind("list-number", _CUSTOMER, ("number", "subject"), auto="auto-replied"),
    LetterKind("repeated", _CUSTOMER, auto="auto-replied"),
    LetterKind("chat-reply", _CUSTOMER, auto="auto-replied"),
    LetterKind(VERIFY, _CUSTOMER, ("address",), bulk=True),
    LetterKind(BROADCAST, _CUSTOMER, ("subject", "text", "link"), bulk=True),
    LetterKind("unsubscribed", _CUSTOMER, auto="auto-replied"),
    LetterKind("self-help", _CUSTOMER, auto="auto-replied", closes=True),
    LetterKind("survey-line", _CUSTOMER, ("link",), partial=True),
    LetterKind("survey-by-mail", _CUSTOMER, partial=True),
    LetterKind("survey-reminder", _CUSTOMER),
    LetterKind("survey-ask", _CUSTOMER, partial=True),
    LetterKind("survey-thanks", _CUSTOMER, ("score", "until"), partial=True),
    LetterKind("answer-pulsa-cek", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-nomor", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-hutang", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-data", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-langganan", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-operator", _CUSTOMER, ("operator",), closes=True),
    LetterKind("data-missing", _CUSTOMER, ("data_missing", "operator")),
    # to a party outside, as from the operator who asks it, and what comes back
    LetterKind(
        "second-tier-form", Reader.PARTY, (*_TIER, "addition", "text", "subject", "files", "not_copied"), auto=None
    ),
    LetterKind(
        "ask-third-party", Reader.PARTY, ("text", "operator", "addition", "their_number", "files", "not_copied"),
        auto=None,
    ),
    LetterKind(
        "second-tier-answered", _OPERATORS,
        ("text", "sender", "question", "conversation", "files", "not_copied", "due_at", "party", "third_party",
         "unverified", "waits", "we_asked", *_STANDS_IN),
        _OWNERS,
        retells=True,
    ),
    # to operators: a ticket to take or to answer
    LetterKind(
        "announcement", _OPERATORS, (*_OFFER, "customer", "broadcast", *_CAUTION), ReplyUse.ANSWER,
        leads_on=True, failure=Failure.TOLD_ALL, retells=True, introduces=True, everyday=True,
    ),
    LetterKind(
        "claim-receipt", _OPERATORS, (*_RECEIPT, "notes", *_CAUTION, *_DATA), ReplyUse.ANSWER, "auto-replied",
        leads_on=True, retells=True, data="all", everyday=True,
    ),
    LetterKind(
        "customer-wrote", _OPERATORS,
        ("text", "sender", "files", "not_copied", "due_at", "solved", "helped", "escalated", "escalates", "calm",
         *_STANDS_IN, *_CAUTION, *_DATA),
        ReplyUse.ANSWER,
        leads_on=True, data="all", everyday=True,
    ),
    LetterKind(
        "handover", _OPERATORS,
        (
            "operator", "by", "why", "question", "due_at", "promised_at", "escalated", "notes",
            *_TICKET, *_CAUTION, *_DATA,
        ), _OWNERS,
        retells=True, data="all",
    ),
    LetterKind(
        "reopened", _OPERATORS,
        ("text", "sender", "why", "question", "conversation", "closed_at", "due_at", "files", "not_copied", *_STANDS_IN,
         *_CAUTION),
        _OWNERS,
        retells=True,
    ),
    LetterKind(
        "merged", _OPERATORS,
        ("by", "into", "owner", "number", "text", "due_at", "conversation", "cc", "again"), _OWNERS,
        retells=True,
    ),
    # to operators: what became of their mail
    LetterKind(
        "claim-taken", _OPERATORS, ("owner", "claimed_at", "text", "came_second"), auto="auto-replied",
        tag=Tag.NOTICE, everyday=True,
    ),
    LetterKind("claim-first", _OPERATORS, ("text",), tag=Tag.NOTICE),
    LetterKind("answer-hint", _OPERATORS, ("text", "why", "hints", "leaves_in"), tag=Tag.NOTICE),
    LetterKind(
        "held", _OPERATORS, ("text", "why", "news", "owner", "reminder"), ReplyUse.HELD, auto="auto-replied",
        tag=Tag.NOTICE,
    ),
    LetterKind("lost-copy", _OPERATORS, ("text", "answered_at", "sender"), tag=Tag.NOTICE),
    LetterKind("filed-as-note", _OPERATORS, ("text", "why"), auto="auto-replied", tag=Tag.NOTICE),
    LetterKind("command-receipt", _OPERATORS, _COMMANDS, auto="auto-replied", tag=Tag.NOTICE),
    LetterKind("help", _OPERATORS, (*_COMMANDS, "commands", "topic", "unknown"), auto="auto-replied", tag=Tag.NOTICE),
    LetterKind(
        "ticket-list", _OPERATORS, (*_COMMANDS, "which", "rows", "left_out"), auto="auto-replied", tag=Tag.NOTICE
    ),
    LetterKind(
        "search-results", _OPERATORS, (*_COMMANDS, "searched", "hits", "total", "left_out", "uncounted", "unfinished"),
        auto="auto-replied", tag=Tag.NOTICE,
    ),
    LetterKind(
        "status", _OPERATORS, (*_COMMANDS, "question", "conversation", "notes", "due_at"), _OWNERS, "auto-replied",
        tag=Tag.NOTICE, retells=True,
    ),
    LetterKind("confirm", _OPERATORS, ("act", "by", "until"), ReplyUse.CONSENT, "auto-replied", tag=Tag.NOTICE),
    LetterKind(
        "away-notice", _OPERATORS, ("name", "until", "through", "rows", "left_out", "may_claim"), ReplyUse.DIGEST,
        tag=Tag.NOTICE,
    ),
    LetterKind("morning-list", _OPERATORS, ("rows", "left_out"), ReplyUse.DIGEST, tag=Tag.DIGEST),
    LetterKind(
        "report", _OPERATORS,
        ("period", "nothing", "beside", "figures", "unusual", "sparks", "pictures", "attached", "head"),
        tag=Tag.DIGEST,
    ),
    LetterKind("shift-brief", _OPERATORS, ("shift", "rows", "left_out"), ReplyUse.DIGEST, tag=Tag.DIGEST),
    LetterKind(
        "pic-wrote", _OPERATORS, ("pic", "text", "rejected", "closed", "score", "over", "waits"), tag=Tag.NOTICE
    ),
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
    LetterKind(  # not the conversation: the second tier gets it, too
        "reminder-second-tier", _OPERATORS, ("arithmetic", "since", "due_at", "question", "owner", "to_party", *_TIER),
        _OWNERS,
        tag=Tag.REMINDER, by_ladder=True,
    ),
    LetterKind(
        "escalation-second-tier", _OPERATORS, (*_CLOCK, "owner", *_TIER), _OWNERS,
        tag=Tag.ESCALATION, by_ladder=True, retells=True,
    ),
    LetterKind(
        "suggest-close", _OPERATORS,
        ("arithmetic", "closing_text", "solved", "since", "sender", "text", "instead_of", "may_claim"),
        ReplyUse.CLOSING_TEXT,
        tag=Tag.REMINDER, by_ladder=True,
    ),
    LetterKind("reminder-bundle", _OPERATORS, ("reminders", "count", "left_out"), ReplyUse.SEVERAL, tag=Tag.REMINDER),
    LetterKind(
        "reminder-closing", _PIC,
        ("arithmetic", "operator", "closing", "since", "question", "conversation", "instead_of", "may_claim"),
        ReplyUse.VERDICT,
        tag=Tag.REMINDER, by_ladder=True, retells=True,
    ),
    # to the PIC, the admin, and authors of refused mail
    LetterKind(
        "closing-notice", _PIC, ("operator", "closing", "text", "question", "conversation", "solved"), ReplyUse.VERDICT,
        tag=Tag.NOTICE, retells=True,
    ),
    LetterKind(
        "low-score", _PIC, ("score", "operator", "sender", "text", "reopens", "question", "conversation"),
        ReplyUse.LOW_SCORE,
        tag=Tag.NOTICE, retells=True,
    ),
    LetterKind("incident-proposed", _PIC, ("rows", "words", "until"), ReplyUse.CONSENT, tag=Tag.NOTICE),
    LetterKind("digest", _PIC, _HELD, ReplyUse.DIGEST, tag=Tag.DIGEST),
    LetterKind("quarantine", _PIC, ("quarantined",), ReplyUse.DIGEST, tag=Tag.NOTICE),
    LetterKind("flood", _PIC, ("floods",), ReplyUse.DIGEST, tag=Tag.NOTICE),
    LetterKind("digest-receipt", _PIC, ("results",), ReplyUse.DIGEST, "auto-replied", tag=Tag.NOTICE),
    LetterKind("admin-alert", _ADMIN, _ALERT, tag=Tag.NOTICE, failure=Failure.SILENT),
    LetterKind(
        "refused-unregistered", Reader.WRITER, ("reason", "subject", "refused"), auto="auto-replied", tag=Tag.NOTICE
    ),
)  # fmt: skip

KINDS: Mapping[str, LetterKind] = MappingProxyType({kind.name: kind for kind in _SHIPPED})
BULK: tuple[str, ...] = tuple(kind.name for kind in _SHIPPED if kind.bulk)
_OWN: Mapping[str, LetterKind] = MappingProxyType(
    {
        CUSTOMER_LETTER: LetterKind(CUSTOMER_LETTER, _CUSTOMER, closes=True),
        COLLEAGUE_LETTER: LetterKind(COLLEAGUE_LETTER, _OPERATORS, tag=Tag.REMINDER, by_ladder=True),
    }
)


def kind_of(name: str, *, to_customer: bool = False) -> LetterKind:
    """What is known about letter `name`. A letter the admin added is classified by its recipient."""
    own = CUSTOMER_LETTER if to_customer else COLLEAGUE_LETTER
    return KINDS.get(name) or _OWN.get(name) or _OWN[own]


def is_stated(name: str) -> bool:
    """Whether the name alone determines the kind."""
    return name in KINDS or name in _OWN or name in MAILS


def reply_to(answers: str | None) -> ReplyUse:
    """What a colleague's words are for in reply to `answers`: a letter's kind, one of `MAILS`, or None (not known)."""
    if answers is None:
        return ReplyUse.NOTE
    return MAILS.get(answers) or kind_of(answers).reply


def is_internal(answers: str | None) -> bool:
    """Whether it replies to a letter that went to colleagues only."""
    return answers is not None and answers not in MAILS and kind_of(answers).internal


def closing_letters(there: Iterable[str]) -> list[str]:
    """Which of these letters `close --letter` may name; those the admin added are always allowed."""
    return [name for name in there if kind_of(name, to_customer=True).closes]
