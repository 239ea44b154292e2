"""Whether a request is the next message of a robot that replies to our acknowledgements from a new address each
time."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from mailflow.core.likeness import Begun, is_alike, likenesses
from mailflow.core.message import Address, Message
from mailflow.flow.parts import Parts
from mailflow.mail.domains import aligned
from mailflow.store.desk import tickets
from mailflow.store.mail import acknowledged

LETTERS = 2  # acknowledgements a day to similar conversations; then no more
_LOOKED_AT = 200  # of the newest tickets that may be of one conversation


def remember(parts: Parts, n: int, author: Address | None) -> None:
    """Writer. Ticket `n` was opened by this author, and acknowledged."""
    if author is not None:
        acknowledged.remember(parts.db, n, likenesses(author))


def goes_on(parts: Parts, message: Message, customer: Address, since: datetime) -> bool:
    """Whether others of the same domain, who wrote the same or refer to the same mails, have had `LETTERS`
    acknowledgements. A person who writes again from the same address is counted elsewhere."""
    referred = {n for _, n, _ in tickets.find(parts.db, (*message.in_reply_to, *message.references))}
    like = acknowledged.of_likeness(parts.db, likenesses(customer))
    told = acknowledged.told(parts.db, sorted(referred | like)[-_LOOKED_AT:], since)
    near = [one for one in told if one.address != customer.key and _same_house(one.address, customer.email)]
    if len(near) < LETTERS:
        return False
    this = Begun(customer, message.subject, message.reply_text)
    same = (one for one in near if one.ticket in referred or _asks_the_same(parts, this, one.ticket))
    return len(list(islice(same, LETTERS))) == LETTERS


def _asks_the_same(parts: Parts, this: Begun, n: int) -> bool:
    found = acknowledged.asked(parts.db, n)
    return found is not None and is_alike(this, Begun(*found))


def _same_house(one: str, other: str) -> bool:
    """Whether two domains belong to one organisation. The public suffix list is loaded only when their ends agree."""
    mine, theirs = (address.rpartition("@")[2].casefold() for address in (one, other))
    return mine == theirs or (mine.split(".")[-2:] == theirs.split(".")[-2:] and aligned(mine, theirs))
