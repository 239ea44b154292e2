"""Whether a request is a robot's answer to our acknowledgement, perhaps from a new address each time: two letters, then
silence."""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum, auto

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.likeness import Acknowledged, Begun, Signs, answers, is_strangers, keys
from mailflow.core.limits import mailbox
from mailflow.core.message import Address
from mailflow.core.opening import Opening
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.domains import aligned
from mailflow.store.desk import tickets
from mailflow.store.mail import acknowledged

_LOOKED_AT = 20  # of the newest tickets that may be of one conversation
_NAMED = LazyPattern(r"(?:\b(?:tiket|ticket|nomor|number)\b|#)[ :]{0,2}#?([a-z0-9][a-z0-9._/-]{0,40})", re.IGNORECASE)
_MOST_NAMED = 5  # tickets a text names
_MOST_TEXT = 20_000  # characters
_OF_ROBOTS = frozenset(("robots",))  # key of all that speak like another desk: they may share no name, address or word


class Standing(Enum):
    """What a request is in a conversation of acknowledgements."""

    FRESH = auto()  # a person's, as far as anybody can tell
    AGAIN = auto()  # it probably answers an acknowledgement: one more is sent, in case it does not
    ENOUGH = auto()  # and so did the one before, or it has the form of a program's


@dataclass(frozen=True, slots=True)
class Seen:
    """What a request is, and the keys under which it is found again once it is acknowledged."""

    standing: Standing
    keys: frozenset[str]


def look(parts: Parts, opening: Opening, since: datetime, *, vouched: bool, robotic: bool) -> Seen:
    """What a request is, among those acknowledged `since` then. Reads only. `vouched`: a form or a colleague names the
    customer, so that no robot does. `robotic`: it has the words of another desk's acknowledgement."""
    message = opening.message
    author = message.sender or message.via or Address("")
    this = Begun(author, message.subject, message.reply_text)
    named = set() if vouched else _named(parts, opening)
    own = keys(this)
    if vouched:
        return Seen(Standing.FRESH, own)
    own |= _OF_ROBOTS if robotic else frozenset()
    near = acknowledged.of_likeness(parts.db, own) | acknowledged.of_address(parts.db, author.email, since)
    looked_at = sorted(named | near)[-_LOOKED_AT:]
    if not looked_at:
        return Seen(Standing.FRESH, own)
    signs = Signs(refers=False, same_house=False, robotic=robotic, clientless=message.clientless)
    known = acknowledged.earlier(
        parts.db, looked_at, since, lambda n, who, told: n in named or robotic or not is_strangers(author, who, told)
    )
    provoking = [
        n
        for n, one in known
        if answers(this, opening.at, one, replace(signs, refers=n in named, same_house=_same_house(one, author.email)))
    ]
    if not provoking:
        return Seen(Standing.FRESH, own)
    if message.by_program or acknowledged.came_again(parts.db, provoking):
        return Seen(Standing.ENOUGH, own)
    return Seen(Standing.AGAIN, own | {f"mailbox {mailbox(author.email)}"[:200]})


def _named(parts: Parts, opening: Opening) -> set[int]:
    """The tickets it refers to: by Message-IDs, a tag in the subject, or a quotation of our letter."""
    message = opening.message
    ids = (*message.in_reply_to, *message.references)
    found = {n for _, n, _ in tickets.find(parts.db, ids)} if ids else set()
    numbers = list(reversed(opening.numbers))
    if len(message.text) > len(message.reply_text):  # what it quotes
        numbers += [number.rstrip("./-") for number in _NAMED.findall(message.text[:_MOST_TEXT])]
    for number in list(dict.fromkeys(numbers))[:_MOST_NAMED]:
        if (n := tickets.by_number(parts.db, number)) is not None:
            found.add(n)
    return found


def _same_house(one: Acknowledged, other: str) -> bool:
    """Whether two domains belong to one organisation. The public suffix list is loaded only when their ends agree."""
    mine, theirs = (address.rpartition("@")[2].casefold() for address in (one.told, other))
    return mine == theirs or (mine.split(".")[-2:] == theirs.split(".")[-2:] and aligned(mine, theirs))
