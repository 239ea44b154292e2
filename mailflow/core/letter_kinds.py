"""What is asked of the kinds of letters; the letters themselves stand in core/letter_table.py, all sets are derived.

A letter the admin added under templates/canned/ has no entry: it is a `CUSTOMER_LETTER` when it was sent to a customer,
else a `COLLEAGUE_LETTER`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mailflow.core.letter_kind import BROADCAST as BROADCAST
from mailflow.core.letter_kind import VERIFY as VERIFY
from mailflow.core.letter_kind import AutoKind as AutoKind
from mailflow.core.letter_kind import Failure as Failure
from mailflow.core.letter_kind import LetterKind as LetterKind
from mailflow.core.letter_kind import Reader as Reader
from mailflow.core.letter_kind import ReplyUse as ReplyUse
from mailflow.core.letter_kind import Tag as Tag
from mailflow.core.letter_table import SHIPPED

# What a mail may reply to besides the letters below: a person's mail, or a letter the admin added.
CUSTOMER_MAIL = "customer-mail"
COLLEAGUE_MAIL = "colleague-mail"
CUSTOMER_LETTER = "customer-letter"
COLLEAGUE_LETTER = "colleague-letter"
MAILS: Mapping[str, ReplyUse] = MappingProxyType({CUSTOMER_MAIL: ReplyUse.ANSWER, COLLEAGUE_MAIL: ReplyUse.NOTE})

KINDS: Mapping[str, LetterKind] = MappingProxyType({kind.name: kind for kind in SHIPPED})
BULK: tuple[str, ...] = tuple(kind.name for kind in SHIPPED if kind.bulk)
_OWN: Mapping[str, LetterKind] = MappingProxyType(
    {
        CUSTOMER_LETTER: LetterKind(CUSTOMER_LETTER, Reader.CUSTOMER, closes=True),
        COLLEAGUE_LETTER: LetterKind(COLLEAGUE_LETTER, Reader.OPERATORS, tag=Tag.REMINDER, by_ladder=True),
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


def letter_name(kind: str, language: str) -> str:
    """What people read of it as: "Tanda terima", "Reminder to answer". One the admin added is called by its own
    name."""
    stated = KINDS.get(kind)
    called = stated.called if stated is not None else ("", "")
    return called[0 if language == "id" else 1] or kind
