"""`mailflow customers verify`: registered customers are asked, at each address, to answer; a reply verifies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import VERIFY
from mailflow.core.message import Address
from mailflow.core.registered import CustomerStatus, Registered
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.render import post_alone
from mailflow.store.desk import register

AGAIN = timedelta(days=7)  # so long nobody is asked twice
_AT_ONCE = 50  # letters of one transaction
_PAUSE = timedelta(seconds=1)  # between letters: a server takes many at once for spam


def ask(parts: Parts, customers: Iterable[Registered]) -> int:
    """Write `verify-address` to every active customer's addresses that are not verified and were not asked lately, a
    second between them. A transaction for each 50; what is stopped goes on with the next call. Returns how many."""
    now, count = parts.clock.now(), 0
    wanted = _wanted(customers)
    while part := list(islice(wanted, _AT_ONCE)):
        with parts.db.transaction():
            for customer, address in part:
                if register.note_asked(parts.db, address, now, now - AGAIN):
                    _write(parts, customer, address, now + count * _PAUSE if count else None)
                    count += 1
    return count


def _wanted(customers: Iterable[Registered]) -> Iterator[tuple[Registered, str]]:
    active = (one for one in customers if one.status is CustomerStatus.ACTIVE)
    return ((one, address) for one in active for address in one.unproven)


def _write(parts: Parts, customer: Registered, address: str, due_at: datetime | None) -> None:
    language = customer.language or parts.rules.desk.language
    to = (Address(address, customer.name),)
    post_alone(parts, Letter(VERIFY, to, language=language, facts={"address": address}, due_at=due_at))
