"""Whether an acknowledgement is sent at once, and so whether a stranger's mail causes a letter."""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.actions import Effects
from mailflow.core.message import Address, Message, Nature
from mailflow.core.people import is_robot, wants_answers_at
from mailflow.flow.parts import Parts
from mailflow.flow.settle import rates, robots
from mailflow.store.mail import outbox
from mailflow.store.mail.inbox import InboxRow

A_DAY = timedelta(days=1)
KIND = "acknowledgement"


def acknowledges(
    parts: Parts, row: InboxRow, message: Message, customer: Address | None, said: Effects, *, vouched: bool | None
) -> bool:
    """Yes to a person who asks; never to a robot, list, forged or flooding sender (mail.md 1, 11.8).

    `vouched`: the address comes from a form or forward, and whether the admin vouches for that, so that the carrier's
    headers do not matter; None when it is the author's own. A mail our filter took for spam is acknowledged once a
    person has released it.
    """
    wanted = parts.rules.acknowledge if said.acknowledge is None else said.acknowledge
    if not wanted or customer is None or is_robot(customer.email) or vouched is False:
        return False
    if vouched:
        return rates.may_write(parts, customer, None)
    reader = wants_answers_at(message, parts.rules) or customer
    return (
        _is_persons(row, message)
        and not _is_robots(parts, message, reader)
        and rates.may_write(parts, reader, customer)
    )


def _is_persons(row: InboxRow, message: Message) -> bool:
    person = message.nature in (Nature.HUMAN, Nature.LIST) and message.answerable
    return person and not (message.spam and not row.released_by) and not message.is_disowned


def _is_robots(parts: Parts, message: Message, reader: Address) -> bool:
    """A robot that replies from a new address each time. Addresses that were acknowledged before are counted by
    `limits:`."""
    since = parts.clock.now() - A_DAY
    told = outbox.sent_to_since(parts.db, KIND, reader.email, since) > 0
    return not told and robots.goes_on(parts, message, reader, since)
