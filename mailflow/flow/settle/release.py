"""What becomes of a quarantined mail when a person releases it: a customer's mail becomes a request or a reply, as it
would have been; a mail claiming to be from a colleague, whose author is not proven, becomes only a note on a ticket.

A person who has read a mail can say that it is not spam, but cannot see who wrote it: a release proves no author.
"""

from __future__ import annotations

from typing import Literal

from mailflow.core.authors import author as author_of
from mailflow.core.forms import form_of
from mailflow.core.message import Message
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import COLLEAGUES, Case, Settled, file_mail
from mailflow.flow.settle.new_request import begin
from mailflow.flow.ticket.handle import handle
from mailflow.lazy_dataclasses import replace

Becomes = Literal["request", "reply", "note", "unknown"]

UNREGISTERED = "an answer to a colleagues' letter from an address that is not registered"


def becomes(parts: Parts, message: Message, ticket: int | None, reason: str) -> Becomes:
    """What a release makes of a mail quarantined for `reason`, matched to `ticket` or to none; `unknown` is a request
    whose customer is not known."""
    author = author_of(message, parts.rules)
    unproven = author.role in COLLEAGUES and not author.proven and form_of(message, parts.rules) is None
    if unproven or reason == UNREGISTERED:
        return "note" if ticket is not None else "unknown"
    return "request" if ticket is None else "reply"


def as_words(parts: Parts, case: Case) -> Settled:
    """A released mail with an unproven author: a note on its ticket, else a request without a customer. No ticket's
    state changes, and no letter leaves the desk's own people."""
    if case.ticket is None:
        return request_of_nobody(parts, case)
    occasion = MailArrived(
        message=case.message,
        at=case.row.arrived_at,
        author=case.author,
        words=case.message.reply_text,
        let_out_by=case.row.released_by,
    )
    handled = handle(parts, case.ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket, aside=True)
    return Settled("note", handled.ticket.n, case.author.reason)


def request_of_nobody(parts: Parts, case: Case) -> Settled:
    """A request without a customer: nobody is written to."""
    # the name gives no rights, not even to name a customer by a forward
    stranger = Author(Role.CUSTOMER, reason=case.author.reason)
    begun = begin(parts, replace(case.opening(), author=stranger, form=None))
    occasion = replace(begun.occasion, customer=None, acknowledge=False, let_out_by=case.row.released_by)
    handled = handle(parts, begun.ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket, aside=True)
    return Settled("request", handled.ticket.n, case.author.reason, begun.occasion.ruled)
