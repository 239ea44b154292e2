"""`customers: admit: registered`: who may open tickets, and what the others hear.

Never refused: colleagues and what they forward, forms, replies to tickets that go on or may be reopened, and what a
person has let out. A mail that is refused is held: it stands in the PIC's digest, and *terima* admits its sender.
"""

from __future__ import annotations

from mailflow.core.authors import is_admin
from mailflow.core.customers import reopens
from mailflow.core.occasions import Role
from mailflow.core.registered import REASONS, Refusal, Registered, refusal
from mailflow.flow.parts import Parts
from mailflow.flow.settle.arrival import arrival
from mailflow.flow.settle.case import Case, Settled
from mailflow.flow.settle.refusal import RefusalReader, tell_refused
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.language import language_of
from mailflow.store.desk import register
from mailflow.store.mail import inbox


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """Why a mail opens no ticket."""

    why: Refusal
    customer: Registered | None


def is_not_admitted(parts: Parts, case: Case) -> NotAdmitted | None:
    """It would open a ticket, and its author may not."""
    if parts.rules.customers.admit == "everyone" or case.row.released_by or case.message.sender is None:
        return None
    if case.author.role is not Role.CUSTOMER or case.form is not None or is_admin(case.message, parts.rules):
        return None
    if case.ticket is not None and reopens(case.ticket, arrival(parts, case), parts.rules):
        return None
    return _judged(parts, case)


def _judged(parts: Parts, case: Case) -> NotAdmitted | None:
    customer = case.known.registered
    limited = customer is not None and customer.allowance is not None
    used = register.used(parts.db, customer) if customer is not None and limited else 0
    local = parts.rules.desk.local(case.row.arrived_at)
    why = refusal(customer, local, parts.rules.customers.grace, used)
    return None if why is None else NotAdmitted(why, customer)


def refuse_admission(parts: Parts, case: Case, found: NotAdmitted) -> Settled:
    """Held; its author is told what to do, at most once a day."""
    _tell(parts, case, found)
    return Settled(inbox.QUARANTINED, case.ticket.n if case.ticket else None, REASONS[found.why])


def _tell(parts: Parts, case: Case, found: NotAdmitted) -> None:
    sender = case.message.sender
    if sender is not None:
        registered = found.customer.language if found.customer is not None else None
        language = registered or language_of(case.message.reply_text) or parts.rules.desk.language
        tell_refused(parts, case, RefusalReader(sender, language), {"reason": "", "refused": found.why})
