"""Whether a request is the next word of a robot that answers our acknowledgements from a new address each time."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.likeness import Begun, is_alike
from mailflow.core.message import Address, Message
from mailflow.flow.parts import Parts
from mailflow.mail.domains import aligned
from mailflow.store.desk import tickets
from mailflow.store.mail import acknowledged

LETTERS = 2  # to one likeness of a conversation a day; then nothing is sent to it


def goes_on(parts: Parts, message: Message, customer: Address, since: datetime) -> bool:
    """Others of the same house, who wrote the same or refer to the same mails, have had `LETTERS` acknowledgements. A
    person who writes again from his own address is counted elsewhere."""
    told = acknowledged.lately(parts.db, since)
    near = [one for one in told if one.address != customer.key and _same_house(one.address, customer.email)]
    if len(near) < LETTERS:
        return False
    referred = {n for _, n, _ in tickets.find(parts.db, (*message.in_reply_to, *message.references))}
    this = Begun(customer, message.subject, message.reply_text)
    count = 0
    for one in near:
        found = acknowledged.asked(parts.db, one.ticket)
        alike = found is not None and is_alike(this, Begun(found[0], found[1], found[2]))
        count += alike or one.ticket in referred
        if count >= LETTERS:
            return True
    return False


def _same_house(one: str, other: str) -> bool:
    """The list of public suffixes is loaded only when the ends agree."""
    mine, theirs = (address.rpartition("@")[2].casefold() for address in (one, other))
    return mine == theirs or (mine.split(".")[-2:] == theirs.split(".")[-2:] and aligned(mine, theirs))
