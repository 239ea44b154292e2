"""Whether a request is a robot's answer to our acknowledgement, perhaps from a new address each time: two letters, then
silence."""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum, auto

from mailflow.core.likeness import Acknowledged, Begun, Signs, answers, keys
from mailflow.core.limits import mailbox
from mailflow.core.message import Address, Message
from mailflow.flow.parts import Parts
from mailflow.mail import desk_robots, identity
from mailflow.mail.domains import aligned
from mailflow.store.desk import tickets
from mailflow.store.mail import acknowledged

_LOOKED_AT = 20  # of the newest tickets that may be of one conversation
_NAMED = re.compile(r"(?:\b(?:tiket|ticket|nomor|number)\b|#)[ :]{0,2}#?([a-z0-9][a-z0-9._/-]{0,40})", re.IGNORECASE)
_MOST_NAMED = 5  # tickets a text names
_MOST_TEXT = 20_000  # characters


class Standing(Enum):
    """What a request is in a conversation of acknowledgements."""

    FRESH = auto()  # a person's, as far as anybody can tell
    AGAIN = auto()  # it probably answers an acknowledgement: one more is sent, in case it does not
    ENOUGH = auto()  # and so did the one before


def standing(parts: Parts, message: Message, author: Address, at: datetime, since: datetime) -> Standing:
    """Of a request that arrived `at`, among those acknowledged `since` then."""
    this = Begun(author, message.subject, message.reply_text)
    named = _named(parts, message)
    near = acknowledged.of_likeness(parts.db, keys(this)) | acknowledged.of_address(parts.db, author.email, since)
    robotic = desk_robots.acknowledges(message.reply_text)
    provoking = [
        n
        for n, one in acknowledged.earlier(parts.db, sorted(named | near)[-_LOOKED_AT:], since)
        if answers(this, at, one, Signs(n in named, _same_house(one, author.email), robotic))
    ]
    if not provoking:
        return Standing.FRESH
    return Standing.ENOUGH if acknowledged.came_again(parts.db, provoking) else Standing.AGAIN


def remember(parts: Parts, n: int, message: Message, found: Standing) -> None:
    """Writer. Ticket `n` was opened by this mail, and acknowledged."""
    author = message.shown_sender
    if author is not None:
        this = Begun(author, message.subject, message.reply_text)
        own = {f"mailbox {mailbox(author.email)}"[:200]} if found is Standing.AGAIN else set()
        acknowledged.remember(parts.db, n, keys(this) | own, again=found is Standing.AGAIN)


def _named(parts: Parts, message: Message) -> set[int]:
    """The tickets it refers to: by Message-IDs, a tag in the subject, or a quotation of our letter."""
    ids = (*message.in_reply_to, *message.references)
    found = {n for _, n, _ in tickets.find(parts.db, ids)} if ids else set()
    numbers = list(identity.tags_in(message.subject, parts.rules.desk.number))
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
