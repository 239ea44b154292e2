"""Whether the author of an answer has had the customer's newest mail long enough to have read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflow.core.held import HELD
from mailflow.core.holding import FurtherMail
from mailflow.core.letter_kinds import KINDS
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.store.mail import waiting

LONG_ENOUGH = timedelta(minutes=5)
# Letters that contain what the customer has written since the question.
_TELL = ("customer-wrote", "reopened", HELD, *(kind.name for kind in KINDS.values() if kind.retells))


def is_unaware(parts: Parts, ticket: Ticket, author: str, at: datetime) -> bool:
    """Whether a mail of the customer after the request had not reached the operator `author` five minutes before `at`.
    Which letter he replied to decides nothing (interfaces-2.md, `hold`)."""
    unknown = [mail for mail in ticket.further if author not in mail.known_to]
    return any(not _had(parts, ticket, author, mail, at) for mail in unknown)


def _had(parts: Parts, ticket: Ticket, author: str, mail: FurtherMail, at: datetime) -> bool:
    if (author in mail.addressed or "list" in mail.addressed) and mail.at + LONG_ENOUGH <= at:
        return True
    person, the_list = parts.rules.operator_named(author), parts.rules.desk.list
    addresses = (*(person.addresses if person else ()), *([the_list] if the_list else ()))
    told = waiting.told_at(parts.db, ticket.n, addresses, _TELL, mail.number)
    return told is not None and told + LONG_ENOUGH <= at
