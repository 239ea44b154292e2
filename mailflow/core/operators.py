"""Steps 2, 3, 5 and 8: what an operator's mail on a ticket means. The order of the questions is the policy."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailflow.core import events as ev
from mailflow.core.commands import CommandResult, closing_asked, results
from mailflow.core.letter_kinds import Reply, reply_to
from mailflow.core.occasions import MailArrived
from mailflow.core.people import participants, reaches_customer, reaches_desk
from mailflow.core.replies.operator import is_claim_word, is_only_link
from mailflow.core.replies.questions import asked_in
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket

# Why a note is a note, as its author is told (letters.py has the words).
NOT_FOR_CUSTOMER = "not-for-customer"
NO_CUSTOMER = "no-customer"
NOT_PROVEN = "not-proven"
TICKET_OVER = "ticket-over"
TICKET_OVER_DIRECT = "ticket-over-direct"


# "A closing statement counts from new (it claims), open and waiting" (procedure.md, "States").
_CAN_STATE = (Status.NEW, Status.OPEN, Status.WAITING)


@dataclass(frozen=True, slots=True)
class _Reply:
    """The mail, with the questions about it answered once."""

    author: str
    words: str
    content: bool  # words or a real file: something to tell
    direct: bool  # the customer has it already
    relayed: bool  # meant for the customer, through us
    lost: bool  # meant for the customer, but the ticket has none
    closing: str | None  # satisfied | no-feedback
    by_text: bool  # the words are the canned closing text itself


def operator_mail(ticket: Ticket, mail: MailArrived, rules: Rules) -> list[ev.Event]:
    """The events of a proven operator's mail that is neither automatic nor his own request."""
    reply = _read(ticket, mail, rules)
    if ticket.status.over:
        return [ev.NoteFiled(author=reply.author, text=reply.words, why=over(reply.direct))]
    if mail.message.is_forward and not reply.direct:  # handed on to somebody else: no claim, no answer (mail.md 7.6)
        return [ev.NoteFiled(author=reply.author, text=reply.words, why=NOT_FOR_CUSTOMER)]
    if _only_claims(mail, reply, rules):
        return _claim(ticket, mail, reply)
    if ticket.owner is None and rules.claim == "empty-only":
        return [ev.ClaimReturned(operator=reply.author, text=reply.words)]
    if ticket.owner is None or ticket.owner == reply.author:
        named = _names_customer(ticket, mail, reply, rules)
        said = [*named, *_by_owner(ticket, mail, replace(reply, direct=True, lost=False) if named else reply)]
    else:
        said = _by_another(ticket, mail, reply)
    return said + _told_of_commands(ticket, mail, reply)


def over(direct: bool) -> str:
    """Why a mail on a ticket that is over changes nothing; the customer may have it from its author."""
    return TICKET_OVER_DIRECT if direct else TICKET_OVER


def _read(ticket: Ticket, mail: MailArrived, rules: Rules) -> _Reply:
    direct = reaches_customer(ticket, mail.message)
    asked = closing_asked(mail.commands)
    meant = not direct and _is_for_customer(ticket, mail) and reaches_desk(mail.message, rules)
    return _Reply(
        author=mail.author.name or "",
        words=mail.words.strip(),
        content=bool(mail.words.strip() or mail.message.files),
        direct=direct,
        relayed=meant and ticket.requester is not None,
        lost=meant and ticket.requester is None,
        closing=mail.closing or asked,
        by_text=mail.closing is not None,
    )


def _is_for_customer(ticket: Ticket, mail: MailArrived) -> bool:
    """What it replies to carries the customer's words to whoever shall answer them. Alarms reach others too, and
    before a claim everybody: "who has this?" is for colleagues, so there only the owner's words are an answer."""
    meaning = reply_to(mail.answers)
    if meaning is Reply.OWNERS_ANSWER or (meaning is Reply.CLOSING_TEXT and mail.closing is not None):
        return ticket.owner is not None and ticket.owner == mail.author.name
    return meaning is Reply.ANSWER


def _only_claims(mail: MailArrived, reply: _Reply, rules: Rules) -> bool:
    if mail.commands or mail.message.files:
        return False
    said = is_claim_word(reply.words, rules.claim_words, mail.author_names)
    return not reply.words or (said and not reply.direct)


def _claim(ticket: Ticket, mail: MailArrived, reply: _Reply) -> list[ev.Event]:
    if ticket.owner is None:
        return [ev.Claimed(operator=reply.author, at=mail.at, wrote=False)]
    if ticket.owner == reply.author:
        return []  # his already: nothing to say
    return [ev.ClaimCameSecond(operator=reply.author, text="")]


def _names_customer(ticket: Ticket, mail: MailArrived, reply: _Reply, rules: Rules) -> list[ev.Event]:
    """A ticket without requester gets one when its operator writes to exactly one stranger, the desk in copy."""
    strangers = participants(mail.message, None, rules)
    if ticket.requester is not None or len(strangers) != 1 or not reaches_desk(mail.message, rules):
        return []
    return [ev.CustomerNamed(operator=reply.author, customer=strangers[0])]


def _by_owner(ticket: Ticket, mail: MailArrived, reply: _Reply) -> list[ev.Event]:
    """The owner's mail, or the first operator's on a ticket nobody has claimed."""
    reaches = reply.direct or reply.relayed
    found: list[ev.Event] = []
    if not reaches and not reply.closing:
        if not reply.content:
            return []  # unknown command lines and nothing else
        return [ev.NoteFiled(author=reply.author, text=reply.words, why=_why_note(reply))]
    states = reply.closing is not None and ticket.status in _CAN_STATE
    # The closing text on top of an answer is no further answer; ClosingStated hands it on where it must be relayed.
    only_states = states and reply.by_text and ticket.status is Status.WAITING
    answers = reply.content and reaches and not only_states
    if ticket.owner is None:
        found.append(ev.Claimed(operator=reply.author, at=mail.at, wrote=answers))
    if answers:
        found.append(_answered(ticket, mail, reply))
    elif reply.content and not reaches:
        found.append(ev.NoteFiled(author=reply.author, text=reply.words))
    if states:
        found.append(_stated(mail, reply, relayed=only_states and reply.relayed))
    return found


def _by_another(ticket: Ticket, mail: MailArrived, reply: _Reply) -> list[ev.Event]:
    """Somebody who is not the owner. What is direct cannot be held: it counts, and everyone concerned hears of it."""
    if not reply.content:
        return []
    if not reply.direct:
        if reply.relayed:
            return [ev.ClaimCameSecond(operator=reply.author, text=reply.words)]
        return [ev.NoteFiled(author=reply.author, text=reply.words, why=_why_note(reply))]
    found: list[ev.Event] = [_answered(ticket, mail, reply)]
    if reply.by_text and ticket.status in _CAN_STATE:
        found.append(_stated(mail, reply, relayed=False))
    return found


def _why_note(reply: _Reply) -> str:
    return NO_CUSTOMER if reply.lost else NOT_FOR_CUSTOMER


def _answered(ticket: Ticket, mail: MailArrived, reply: _Reply) -> ev.Answered:
    names = (ticket.requester.name if ticket.requester else "", reply.author)
    return ev.Answered(
        operator=reply.author,
        at=mail.at,
        text=reply.words,
        relayed=reply.relayed,
        first=ticket.first_answered_at is None,
        only_link=not mail.message.files and is_only_link(reply.words, names),
        owner=ticket.owner or reply.author,
        claims=ticket.owner is None,
        asks=asked_in(reply.words),
    )


def _stated(mail: MailArrived, reply: _Reply, *, relayed: bool) -> ev.ClosingStated:
    return ev.ClosingStated(
        operator=reply.author,
        at=mail.at,
        closing=reply.closing or "satisfied",
        by="text" if reply.by_text else "command",
        text=reply.words,
        sent=reply.by_text and (reply.direct or reply.relayed),
        relayed=relayed,
    )


def _told_of_commands(ticket: Ticket, mail: MailArrived, reply: _Reply) -> list[ev.Event]:
    if not mail.commands:
        return []
    if ticket.owner not in (None, reply.author):
        outcome = CommandResult.NOT_YOURS
    elif ticket.status is Status.CLOSING:
        outcome = CommandResult.ALREADY_CLOSING
    elif ticket.status not in _CAN_STATE:
        outcome = CommandResult.ESCALATED
    else:
        outcome = CommandResult.CLOSING
    lines = results(mail.commands, outcome)
    if reply.direct:
        lines = (*lines, ("", CommandResult.SEEN_BY_CUSTOMER.value))
    return [ev.CommandAnswered(author=reply.author, results=lines)]
