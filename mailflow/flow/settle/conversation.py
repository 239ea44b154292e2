"""Questions about people's mail: it answers the digest, continues a ticket, repeats a complaint, opens a ticket."""

from __future__ import annotations

from mailflow.core.customers import reopens, repeats
from mailflow.core.occasions import CommandGiven, MailArrived
from mailflow.core.outcomes import outcome_of
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle import digest_reply, rates, robots
from mailflow.flow.settle.arrival import arrival
from mailflow.flow.settle.case import COLLEAGUES, Case, Settled, file_mail
from mailflow.flow.settle.matching import MOST_RELATED, related
from mailflow.flow.settle.new_request import Opening, begin, strangers_written_to
from mailflow.flow.settle.quarantine import is_unregistered
from mailflow.flow.settle.release import UNREGISTERED, request_of_nobody
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ticket.handle import Cause, Handled, handle
from mailflow.store.desk import tickets

MOST_OPEN = 10  # open tickets of one customer that a new mail is compared with


def answers_digest(parts: Parts, case: Case) -> bool:
    """It replies to the daily digest, and was not itself released from quarantine."""
    return not case.row.released_by and digest_reply.answers_digest(parts, case.message)


def do_as_asked(parts: Parts, case: Case, _: bool) -> Settled:
    """Mails listed in the digest are released or dropped, as the reply says."""
    outcome, reason = digest_reply.answered(parts, case.mail, case.author)
    return Settled(outcome, None, reason)


def is_reaction(parts: Parts, case: Case) -> bool:
    """An emoji reaction (RFC 9078, or a mail program's own form), whoever its author claims to be: it opens no ticket,
    and is never refused."""
    return bool(case.message.reaction) and case.form is None


def note_reaction(parts: Parts, case: Case, _: bool) -> Settled:
    """File the reaction on the ticket it refers to, if there is one."""
    if case.match is None:
        return Settled("reaction", None, "it reacts to nothing that is here")
    if is_unregistered(parts, case):  # a removed operator, or a stranger who reacts to what only colleagues read
        return Settled("reaction", None, UNREGISTERED)
    handled = handle(parts, case.match.ticket, arrival(parts, case), case.cause())
    file_mail(parts, case, handled.ticket)
    return Settled(outcome_of(handled.events), handled.ticket.n, case.message.reaction)


def its_ticket(parts: Parts, case: Case) -> Ticket | None:
    """The ticket the mail was matched to."""
    return case.ticket


def go_on(parts: Parts, case: Case, ticket: Ticket) -> Settled:
    """It belongs to a ticket: the core decides what follows."""
    colleague = case.author.role in COLLEAGUES and not case.at_home
    occasion = arrival(parts, case)
    if not colleague and not reopens(ticket, occasion, parts.rules):
        return _begin(parts, case, linked=(ticket,))
    handled = handle(parts, ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket)
    _count_mail(parts, case)
    return Settled(outcome_of(handled.events), ticket.n)


def repeated_on(parts: Parts, case: Case) -> Ticket | None:
    """The open ticket on which the customer has made the same complaint already."""
    if case.match is not None or case.author.role in COLLEAGUES or (case.message.is_reply and case.form is None):
        return None
    if case.is_doubtful:  # a forged mail is matched with nothing
        return None
    customer = case.form.customer if case.form else case.message.sender
    for n in tickets.open_of_customer(parts.db, customer.email)[:MOST_OPEN] if customer else ():
        ticket = tickets.load(parts.db, n)
        if ticket is not None and repeats(ticket, case.message, case.message.own_text, case.row.arrived_at):
            return ticket
    return None


def note_repeat(parts: Parts, case: Case, ticket: Ticket) -> Settled:
    """Note the repetition on that ticket: no second number, no second acknowledgement."""
    occasion = MailArrived(case.message, case.row.arrived_at, case.author, repeats=True)
    handled = handle(parts, ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket, began=True)
    _count_mail(parts, case)
    return Settled("duplicate", ticket.n, "the same complaint again")


def is_new(parts: Parts, case: Case) -> bool:
    """The last link: any mail that gets here opens a ticket."""
    return True


def begin_ticket(parts: Parts, case: Case, _: bool) -> Settled:
    """Open a ticket, linked with those of the same conversation and customer."""
    return _begin(parts, case, _relatives(parts, case))


def make_ticket(parts: Parts, case: Case, _: bool) -> Settled:
    """A ticket of its own, as a person wants: of nobody, where the author is a colleague without proof."""
    if case.author.role in COLLEAGUES and not case.author.proven:
        return request_of_nobody(parts, case)
    return _begin(parts, case, () if case.ticket is None else (case.ticket,))


def _relatives(parts: Parts, case: Case) -> tuple[Ticket, ...]:
    """The tickets to link a new one with: those of its conversation, and the customer's open ones. None for a forged
    mail."""
    if case.is_doubtful:
        return ()
    strangers = strangers_written_to(case.row, case.message, case.author, case.form, parts.rules)
    customer = case.form.customer if case.form else (*strangers, case.message.sender)[0]
    own = tickets.open_of_customer(parts.db, customer.email)[:MOST_RELATED] if customer else []
    conversation = related(parts, case.message) if case.form is None else []
    found = (tickets.load(parts.db, n) for n in dict.fromkeys((*conversation, *own)))
    return tuple(ticket for ticket in found if ticket is not None)[:MOST_RELATED]


def _begin(parts: Parts, case: Case, linked: tuple[Ticket, ...] = ()) -> Settled:
    ticket, occasion, told = begin(parts, Opening(case.row, case.message, case.author, case.form, linked))
    handled = handle(parts, ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket, began=not occasion.written_to)
    if occasion.acknowledge:
        robots.remember(parts, handled.ticket.n, case.message, told.standing)
        _count_letter(parts, case, handled.ticket, occasion)
    _count_mail(parts, case)
    for older in linked:
        _link(parts, older.n, handled)
    return Settled("request", handled.ticket.n, told.why_not)


def _count_mail(parts: Parts, case: Case) -> None:
    if not case.is_trusted:
        rates.count_mail(parts, case.stranger, parts.clock.now())


def _count_letter(parts: Parts, case: Case, ticket: Ticket, occasion: MailArrived) -> None:
    reader = ticket.answer_to or ticket.requester
    vouched = occasion.form or occasion.forwarded_by is not None
    if reader is not None:
        letter_limits.count_letter(parts, reader, None if vouched else case.message.sender)


def _link(parts: Parts, n: int, younger: Handled) -> None:
    older = tickets.load(parts.db, n)
    if older is not None:
        given = CommandGiven("link", "mailflow", {"n": str(younger.ticket.n)})
        handle(parts, older, given, Cause("command-given", nested=True))
