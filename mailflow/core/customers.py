"""Steps 1 and 7: how a conversation begins, and what the customer's later mails mean."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflow.core import events as ev
from mailflow.core import hours
from mailflow.core.ladders import promise
from mailflow.core.message import Address, Message
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.people import (
    MOST_PARTICIPANTS,
    belongs,
    colleagues_reached,
    is_customer,
    is_robot,
    participants,
    reaches_list,
)
from mailflow.core.replies.customer import is_mere_thanks
from mailflow.core.replies.words import words_of
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket

LONGEST_QUESTION = 20_000  # characters kept in the log; the mail itself is kept whole
LONGEST_SUBJECT = 300
REPEAT_WINDOW = timedelta(hours=24)  # after that the same words are a new complaint


def begin(mail: MailArrived, rules: Rules) -> list[ev.Event]:
    """A request (step 1): the events that make a blank ticket a real one."""
    message, customer = mail.message, mail.customer
    answer_to = _answer_to(mail, rules)
    addresses = [a.email.casefold() for a in (customer, answer_to) if a]
    author = mail.forwarded_by or (mail.author.name if mail.author.role is Role.OPERATOR else None)
    received = ev.RequestReceived(
        at=mail.at,
        subject=message.subject[:LONGEST_SUBJECT],
        text=mail.words.strip()[:LONGEST_QUESTION],
        requester=customer,
        answer_to=answer_to,
        customer=tuple(dict.fromkeys(addresses)),
        participants=() if mail.form or mail.forwarded_by else participants(message, customer, rules),
        language=mail.language,
        sender=str(customer or message.sender or ""),
        files=tuple(a.name for a in message.files),
        category=mail.category,
        linked=mail.linked,
        acknowledge=mail.acknowledge and mail.discard is None and customer is not None,
        # Replying to a colleague's forward leads to him, not to the customer: there the announcement is needed.
        on_list=reaches_list(message, rules) and not mail.forwarded_by,
        promised_at=promise(mail.at, rules),
        author=author,
        announce=mail.assign is None and mail.discard is None,
    )
    found: list[ev.Event] = [received]
    if mail.forwarded_by and mail.forwarded_note.strip():
        found.append(ev.NoteFiled(author=mail.forwarded_by, text=mail.forwarded_note.strip()))
    if mail.assign:
        found.append(ev.Assigned(operator=mail.assign, actor="rules.yaml", at=mail.at))
    if mail.discard is not None:
        found.append(ev.Discarded(actor="rules.yaml", at=mail.at, why=mail.discard))
    return found


def _answer_to(mail: MailArrived, rules: Rules) -> Address | None:
    """Where answers go: the author's one Reply-To that is not ours and no robot (mail.md 7.3, 7.4), else himself."""
    if mail.customer is None or mail.form or mail.forwarded_by:
        return mail.customer
    return _reply_to(mail.message, rules) or mail.customer


def _reply_to(message: Message, rules: Rules) -> Address | None:
    wanted = [
        a
        for a in message.reply_to
        if "@" in a.email and not (rules.is_desk(a.email) or rules.is_list(a.email) or is_robot(a.email))
    ]
    return wanted[0] if len(wanted) == 1 else None


def customer_mail(ticket: Ticket, mail: MailArrived, rules: Rules) -> list[ev.Event]:
    """A person who belongs to the ticket, or holds one of its tokens, wrote again (step 7)."""
    wrote = _wrote(ticket, mail, rules)
    if wrote.thanks or not ticket.status.over:
        return [wrote]
    owner = ticket.owner if rules.operator_named(ticket.owner) else None
    reopened = ev.Reopened(mail.at, wrote.sender.email, wrote.text, owner, ticket.closed_at)
    return [reopened, wrote]


def repeats(ticket: Ticket, message: Message, words: str, at: datetime) -> bool:
    """The same complaint, sent to another of our addresses or once more, and nobody has answered (mail.md 5.3, 7.11).

    A copy with files is no mere repetition: the picture that was forgotten the first time must be seen.
    """
    unanswered = ticket.status in (Status.NEW, Status.OPEN) and ticket.answered_at is None
    if not unanswered or ticket.opened_at is None or message.files:
        return False
    same_words = words_of(words) == words_of(ticket.question) != []
    same_subject = words_of(message.subject) == words_of(ticket.subject)
    return same_words and same_subject and abs(at - ticket.opened_at) <= REPEAT_WINDOW


def reopens(ticket: Ticket, mail: MailArrived, rules: Rules) -> bool:
    """A customer's mail on a ticket that is over stays with it: within `reopen_within`, or a mere thank-you.

    Otherwise it begins a new, linked ticket (step 10).
    """
    if not ticket.status.over or _is_thanks(ticket, mail, rules):
        return True
    if ticket.status is not Status.CLOSED or ticket.closed_at is None or rules.reopen_within is None:
        return False
    return mail.at <= hours.after(ticket.closed_at, rules.reopen_within, rules.working_hours)


def _wrote(ticket: Ticket, mail: MailArrived, rules: Rules) -> ev.CustomerWrote:
    message = mail.message
    sender = message.sender or Address("")
    himself = is_customer(ticket, sender.email)
    return ev.CustomerWrote(
        at=mail.at,
        sender=sender,
        text=mail.words.strip()[:LONGEST_QUESTION],
        files=tuple(a.name for a in message.files),
        addressed=colleagues_reached(message, rules),
        thanks=_is_thanks(ticket, mail, rules),
        participants=_newcomers(ticket, message, rules) if himself else (),
        also=_new_address(ticket, message, rules) if himself else (),
    )


def _newcomers(ticket: Ticket, message: Message, rules: Rules) -> tuple[Address, ...]:
    new = [a for a in participants(message, ticket.requester, rules) if not belongs(ticket, a.email)]
    return tuple(new[: max(0, MOST_PARTICIPANTS - len(ticket.participants))])


def _new_address(ticket: Ticket, message: Message, rules: Rules) -> tuple[str, ...]:
    """His Reply-To counts as him when an operator answers there; what mailflow relays still goes where it went."""
    address = _reply_to(message, rules)
    if address is None or is_customer(ticket, address.email) or rules.operator(address.email):
        return ()
    return (address.key,)


def _is_thanks(ticket: Ticket, mail: MailArrived, rules: Rules) -> bool:
    names = [p.name for p in (*rules.operators, *rules.pic)] + [rules.desk.name]
    names += [a.name for a in (ticket.requester, mail.message.sender) if a]
    return not mail.message.files and is_mere_thanks(mail.words, tuple(names))
