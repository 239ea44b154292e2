"""What can be said of a kind of letter; core/letter_table.py says it of every one."""

from __future__ import annotations

from enum import Enum, StrEnum, auto
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
    called: tuple[str, str] = ("", "")  # where people read of it: (id, en); "": by its own name

    @property
    def internal(self) -> bool:
        """Never sent to customers: an unknown author who replies to one must have got it from a colleague."""
        return self.reader is not Reader.CUSTOMER

    @property
    def proves_colleague(self) -> bool:
        """Sent only to operators and PICs: a recipient of one was a colleague then. (A ladder's letters may go to
        others.)"""
        return self.reader in (Reader.OPERATORS, Reader.PIC) and not self.by_ladder


BROADCAST = "broadcast"  # a canned letter to many registered customers, with how to get no more of them
VERIFY = "verify-address"  # to a registered customer, whose reply verifies the address
