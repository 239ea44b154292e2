"""A customer says again what an open ticket of his says: to another of our addresses, with small edits, forwarded."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.message import Address
from mailflow.core.occasions import MailArrived
from mailflow.core.opening import is_persons
from mailflow.core.outcomes import outcome_of
from mailflow.core.people import is_robot, same
from mailflow.core.repeats import repeats, said_by
from mailflow.core.temper import signs_of_anger
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle import rates, robots
from mailflow.flow.settle.case import COLLEAGUES, Case, Settled, file_mail
from mailflow.flow.settle.new_request import A_DAY
from mailflow.flow.settle.robots import Standing
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ticket.handle import handle
from mailflow.lazy_dataclasses import replace
from mailflow.mail import desk_robots
from mailflow.store.desk import tickets
from mailflow.store.mail import acknowledged, messages, outbox, tally

KIND = "repeated"
_MOST_BEFORE = 2  # acknowledgements a day; then the same words may be a program's: two letters to those at most
_MOST_OPEN = 10  # open tickets of one customer that a new mail is compared with


def repeated_on(parts: Parts, case: Case) -> Ticket | None:
    """The open ticket on which the customer has made the same complaint already."""
    if case.match is not None or case.author.role in COLLEAGUES or (case.message.is_reply and case.form is None):
        return None
    if case.is_doubtful:  # a forged mail is matched with nothing
        return None
    customer = case.form.customer if case.form else case.message.sender
    candidates = case.open_tickets(parts, customer)[:_MOST_OPEN]
    said = said_by(case.message) if candidates else None
    for n in candidates:
        ticket = tickets.load(parts.db, n)
        if ticket is None or said is None:
            continue
        for asked in _asked(parts, ticket, customer):
            if repeats(ticket, said, case.row.arrived_at, parts.rules, asked):
                return ticket if _brings_no_file(parts, case, asked.n) else None
    return None


def _asked(parts: Parts, ticket: Ticket, customer: Address | None) -> Sequence[Ticket]:
    """The ticket, and those that went into it, as far as it was this customer who asked."""
    if not ticket.merged_from:
        return (ticket,)
    merged = (tickets.load(parts.db, n) for n in ticket.merged_from[:_MOST_OPEN])
    found = [one for one in (ticket, *merged) if one is not None]
    return [
        one for one in found if customer is not None and one.requester and same(one.requester.email, customer.email)
    ]


def _brings_no_file(parts: Parts, case: Case, n: int) -> bool:
    """A picture forgotten the first time must be seen; the same files again need not."""
    if not case.message.files:
        return True
    known = {file.get("sha256") for _, files in messages.files_of_customer(parts.db, n) for file in files}
    return all(file.sha256 and file.sha256 in known for file in case.message.files)


def note_repeat(parts: Parts, case: Case, ticket: Ticket) -> Settled:
    """Note the repetition on that ticket: no second number, no second acknowledgement."""
    tell, said = _may_tell(parts, case, ticket), said_by(case.message)
    angry = not ticket.complaint and case.form is None and bool(signs_of_anger(said.subject, said.text))
    occasion = MailArrived(case.message, case.row.arrived_at, case.author, repeats=True, acknowledge=tell)
    if angry:  # his patience is at an end: whoever has the ticket, or may take it, hears of it
        occasion = replace(occasion, words=said.text, relay=case.message.relay_text)
    handled = handle(parts, ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket, began=True)
    names = [] if case.is_trusted else rates.names_of(parts, case.stranger, case.ticket)
    tally.add(parts.db, names, parts.clock.now())
    return Settled(outcome_of(handled.events), ticket.n, f"the same complaint again{', in anger' if angry else ''}")


def _may_tell(parts: Parts, case: Case, ticket: Ticket) -> bool:
    """Writer. Whether the customer is told: once a day, within `limits:`; never a robot, nor what answers our
    acknowledgements like one."""
    to, since = ticket.answer_to or ticket.requester, parts.clock.now() - A_DAY
    if to is None or is_robot(to.email) or not is_persons(case.message, released=bool(case.row.released_by)):
        return False
    if case.form is not None or outbox.sent_to_since(parts.db, KIND, to.email, since):
        return False
    told = acknowledged.of_address(parts.db, to.email, since)
    if len(told) >= _MOST_BEFORE and not case.message.files:  # a program sends the same words, but no picture
        return False
    robotic = desk_robots.acknowledges(case.message.reply_text)
    if robots.look(parts, case.opening(), since, vouched=False, robotic=robotic).standing is Standing.ENOUGH:
        return False
    return letter_limits.take(parts, letter_limits.limits_of(parts, to, case.message.sender)) is None
