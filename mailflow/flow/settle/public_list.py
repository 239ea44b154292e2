"""What a list with strangers among its readers hears of a request that came by it: the number, and nothing private."""

from __future__ import annotations

from mailflow.core.letter import Letter
from mailflow.core.masking import masked
from mailflow.core.message import Address
from mailflow.core.people import public_list_of
from mailflow.core.preview import preview
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ticket.render import post_alone

KIND = "list-number"
_LONGEST_SUBJECT = 100


def tell_list(parts: Parts, case: Case, ticket: Ticket) -> None:
    """Writer. Within `limits:`. It is a letter of no ticket: who replies to it from the list joins none."""
    name = public_list_of(case.message, parts.rules)
    if name is None or case.message.is_disowned:
        return
    to = Address(name)
    if letter_limits.take(parts, letter_limits.limits_of(parts, to, case.message.sender)) is None:
        facts = {"number": ticket.number, "subject": masked(preview(case.message.subject, _LONGEST_SUBJECT))}
        post_alone(parts, Letter(KIND, (to,), language=ticket.language, facts=facts), mail=case.mail)
