"""Whether an acknowledgement is sent at once, and so whether a stranger's mail causes a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mailflow.core.actions import Effects
from mailflow.core.message import Address, Message, Nature
from mailflow.core.people import is_robot, wants_answers_at
from mailflow.flow.parts import Parts
from mailflow.flow.settle import robots
from mailflow.flow.settle.robots import Standing
from mailflow.flow.ticket import letter_limits
from mailflow.store.mail.inbox import InboxRow

A_DAY = timedelta(days=1)
KIND = "acknowledgement"

ENOUGH = "not acknowledged: a robot's, which answers our acknowledgements; it has had two"


@dataclass(frozen=True, slots=True)
class Acknowledging:
    """Whether a request is acknowledged."""

    sent: bool
    why_not: str = ""  # for the admin, where the mail itself does not show it
    standing: Standing = Standing.FRESH


def acknowledging(
    parts: Parts, row: InboxRow, message: Message, customer: Address | None, said: Effects, *, vouched: bool | None
) -> Acknowledging:
    """Yes to a person who asks; never to a robot, list, forged or flooding sender (mail.md 1, 11.8).

    `vouched`: the address comes from a form or forward, and whether the admin vouches for that, so that the carrier's
    headers do not matter; None when it is the author's own. A mail our filter took for spam is acknowledged once a
    person has released it.
    """
    wanted = parts.rules.acknowledge if said.acknowledge is None else said.acknowledge
    if not wanted or customer is None or is_robot(customer.email) or vouched is False:
        return Acknowledging(sent=False)
    if vouched:
        return _within_limits(parts, customer, None)
    if not _is_persons(row, message):
        return Acknowledging(sent=False)
    author = message.shown_sender or customer
    found = robots.standing(parts, message, author, row.arrived_at, parts.clock.now() - A_DAY)
    if found is Standing.ENOUGH:
        return Acknowledging(sent=False, why_not=ENOUGH)
    return _within_limits(parts, wants_answers_at(message, parts.rules) or customer, customer, found)


def _is_persons(row: InboxRow, message: Message) -> bool:
    person = message.nature in (Nature.HUMAN, Nature.LIST) and message.answerable
    return person and not (message.spam and not row.released_by) and not message.is_disowned


def _within_limits(
    parts: Parts, reader: Address, asked_by: Address | None, found: Standing = Standing.FRESH
) -> Acknowledging:
    full = letter_limits.reached(parts, reader, asked_by)
    return Acknowledging(sent=full is None, why_not=f"not acknowledged: {full}" if full else "", standing=found)
