"""Questions about people's mail: it answers the digest, continues a ticket, opens a ticket."""

from __future__ import annotations

from mailflow.core.customers import reopens, vote_beside
from mailflow.core.incidents import ASKED_BY
from mailflow.core.limits import Name
from mailflow.core.occasions import CommandGiven, SurveyAnswered
from mailflow.core.opening import written_to
from mailflow.core.outcomes import outcome_of
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle import digest_reply, rates
from mailflow.flow.settle.arrival import arrival
from mailflow.flow.settle.case import COLLEAGUES, Case, Settled, file_mail
from mailflow.flow.settle.for_desk import commands_desk
from mailflow.flow.settle.incident import join, known_to, look
from mailflow.flow.settle.matching import MOST_RELATED
from mailflow.flow.settle.new_request import begin
from mailflow.flow.settle.public_list import tell_list
from mailflow.flow.settle.quarantine import is_unregistered
from mailflow.flow.settle.release import UNREGISTERED, request_of_nobody
from mailflow.flow.settle.robots import Standing
from mailflow.flow.ticket.handle import Cause, Handled, handle
from mailflow.flow.ticket.offer_to_all import offer_to_all
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import broadcasts, tickets
from mailflow.store.mail import acknowledged, tally


def answers_digest(parts: Parts, case: Case) -> bool:
    """It replies to the daily digest, and was not itself released from quarantine."""
    if case.row.released_by or not digest_reply.answers_digest(parts, case.message):
        return False
    return not commands_desk(case.message)


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
        return _begin_too_late(parts, case, ticket, vote_beside(ticket, occasion, parts.rules))
    handled = handle(parts, ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket)
    if case.rules.incidents is not None and handled.ticket.incident is not None:
        offer_to_all(parts, handled, case.mail)
    _count_mail(parts, case)
    return Settled(outcome_of(handled.events), ticket.n)


def _begin_too_late(parts: Parts, case: Case, ticket: Ticket, vote: SurveyAnswered | None) -> Settled:
    """A ticket of its own, linked with the one that is over; a vote beside it is that one's."""
    settled = _begin(parts, case, linked=(ticket,))
    over = tickets.load(parts.db, ticket.n)  # the link has changed it
    if vote is not None and over is not None:
        handle(parts, over, vote, Cause("survey-answered", nested=True))
    return settled


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
    strangers = written_to(case.opening(), case.rules) if case.is_colleagues else ()
    customer = case.form.customer if case.form else (*strangers, case.message.sender)[0]
    own = case.open_tickets(parts, customer)[:MOST_RELATED]
    conversation = case.traces.related() if case.form is None else []
    found = (tickets.load(parts.db, n) for n in dict.fromkeys((*conversation, *own)))
    return tuple(ticket for ticket in found if ticket is not None)[:MOST_RELATED]


def _begin(parts: Parts, case: Case, linked: tuple[Ticket, ...] = ()) -> Settled:
    begun, counted, now = begin(parts, case.opening(linked)), _names(parts, case), parts.clock.now()
    many = case.rules.incidents if case.broadcast is None else None  # answers to one letter are alike
    known = known_to(parts, begun.occasion, many) if many is not None else None
    occasion = begun.occasion if known is None else replace(begun.occasion, known=True, incident=known.number)
    if case.broadcast is not None:
        occasion = replace(occasion, broadcast=case.broadcast[1])
        broadcasts.came_back(parts.db, case.broadcast[0], "replied_at", case.row.arrived_at)
    handled = handle(parts, begun.ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket, began=not begun.occasion.written_to)
    if begun.occasion.acknowledge and begun.found is not None:
        again = begun.found.standing is Standing.AGAIN
        acknowledged.remember(parts.db, handled.ticket.n, begun.found.keys, again=again)
    tally.add(parts.db, [*begun.names, *counted], now)
    if case.rules.public_lists and begun.occasion.acknowledge:
        tell_list(parts, case, handled.ticket)
    for older in linked:
        _link(parts, older.n, handled)
    if known is not None:
        join(parts, handled.ticket, known, ASKED_BY, Cause("command-given", nested=True))
    elif many is not None:
        look(parts, handled.ticket, many)
    return Settled("request", handled.ticket.n, begun.why_not, begun.occasion.ruled)


def _count_mail(parts: Parts, case: Case) -> None:
    tally.add(parts.db, _names(parts, case), parts.clock.now())


def _names(parts: Parts, case: Case) -> list[Name]:
    """Under which names the mail is counted, as one that has an effect."""
    return [] if case.is_trusted else rates.names_of(parts, case.stranger, case.ticket)


def _link(parts: Parts, n: int, younger: Handled) -> None:
    older = tickets.load(parts.db, n)
    if older is not None:
        given = CommandGiven("link", "mailflow", {"n": str(younger.ticket.n)})
        handle(parts, older, given, Cause("command-given", nested=True))
