"""T2 for one mail: what it is, whose it is, what follows, and under which name it ends.

QUESTIONS is the policy, read from top to bottom: the first that has an answer settles the mail. Each takes the mail in
hand (`Case`) and either settles it or says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from mailflow.core import events as ev
from mailflow.core.authors import author as author_of
from mailflow.core.customers import reopens
from mailflow.core.letter import Letter
from mailflow.core.match import is_internal
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import Author, CommandGiven, MailArrived, Role
from mailflow.core.people import belongs, is_customer
from mailflow.core.ticket import Ticket
from mailflow.flow import bounces, releases
from mailflow.flow.handle import Cause, Handled, handle
from mailflow.flow.matching import Match, match
from mailflow.flow.parts import Parts
from mailflow.flow.requests import FormMail, begin, form_of
from mailflow.flow.write import MailInHand, post_alone
from mailflow.mail import closing, identity
from mailflow.store import messages, tickets
from mailflow.store.inbox import InboxRow

EARLY_REPLY = "a reply to a mail that is not here (yet)"
COLLEAGUES = (Role.OPERATOR, Role.PIC)


@dataclass(frozen=True, slots=True)
class Settled:
    """How a mail's story ends: one of interfaces.md's outcomes (or `history`), perhaps on a ticket."""

    outcome: str
    n: int | None = None
    reason: str = ""


class Park(Exception):
    """A person must look at this mail; it causes no letter."""


class Wait(Exception):
    """A reply that came before its request: decide it a little later (procedure.md, step 3)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One mail with what is known of it before anything is decided."""

    row: InboxRow
    message: Message
    author: Author
    form: FormMail | None
    match: Match | None
    patient: bool  # may still wait for its request

    @property
    def ticket(self) -> Ticket | None:
        return self.match.ticket if self.match else None

    @property
    def at_home(self) -> bool:
        """The author is the customer of the ticket it belongs to, whatever else he may be (mail.md 6.13)."""
        sender = self.message.sender
        return self.ticket is not None and sender is not None and is_customer(self.ticket, sender.email)

    def cause(self) -> Cause:
        data = {"inbox": self.row.id, "message_id": self.message.message_id, "digest": self.message.digest}
        return Cause("mail-arrived", data, MailInHand(self.message, self.row.raw))


def settle(parts: Parts, row: InboxRow, message: Message, *, patient: bool) -> Settled:
    """Decide one mail and record all that follows, inside the caller's savepoint; he names the outcome in the inbox.

    Raises Park and Wait, and whatever the store raises.
    """
    case = look(parts, row, message, patient=patient)
    for question in QUESTIONS:
        settled = question(parts, case)
        if settled is not None:
            return settled
    raise AssertionError("the last question settles everything")


def look(parts: Parts, row: InboxRow, message: Message, *, patient: bool) -> Case:
    """What is known of the mail before anything is decided. Reads only."""
    author = author_of(message, parts.rules)
    if row.released_by and author.role in COLLEAGUES:  # a person has looked at it and vouches for its author
        author = replace(author, proven=True, reason=f"released by {row.released_by}")
    form = form_of(message, parts.rules)
    found = None if form is not None else match(parts, message, author)
    return Case(row, message, author, form, found, patient)


# -- mail that is nobody's question


def is_history(parts: Parts, case: Case) -> Settled | None:
    """Older than `since:` of its mailbox: kept, and nothing follows."""
    if case.row.released_by or not parts.policy.is_history(case.row.mailbox, case.row.arrived_at, parts.db):
        return None
    return Settled("history")


def is_echo(parts: Parts, case: Case) -> Settled | None:
    """mailflow itself sent it: its Message-ID or loop mark proves that, From alone does not (mail.md 1.7)."""
    own = identity.verify(parts.secret, case.message.message_id) is not None
    if own or any(identity.is_loop_mark(parts.secret, mark) for mark in case.message.loop_marks):
        return Settled("echo")
    return None


def is_duplicate(parts: Parts, case: Case) -> Settled | None:
    """The same mail by another way (mail.md 5.1); what its first copy became is said as reason."""
    message = case.message
    earlier = messages.duplicate_of(parts.db, message.message_id, message.digest)
    if earlier is None:
        earlier = messages.other_copy(parts.db, message.message_id, message.sender, message.date, message.text)
    if earlier is None or earlier.inbox_id == case.row.id:
        return None
    return Settled("duplicate", earlier.ticket, f"another copy of mail {earlier.inbox_id} ({earlier.outcome})")


def is_bounce(parts: Parts, case: Case) -> Settled | None:
    if case.message.nature is not Nature.BOUNCE or case.form is not None:
        return None
    n = bounces.report(parts, case.message, case.cause())
    if n is None and case.ticket is not None:
        return _filed(parts, case, case.ticket, "bounce")
    return Settled("bounce", n, case.message.nature_reason)


def is_automatic(parts: Parts, case: Case) -> Settled | None:
    """No person wrote it: filed, answered by nothing, claims nothing. A weak sign discards no customer's question."""
    if case.message.nature not in (Nature.AUTOMATIC, Nature.ECHO) or case.form is not None:
        return None
    if case.ticket is not None:
        return _filed(parts, case, case.ticket, "automatic")
    if case.message.certain or case.author.role is not Role.CUSTOMER:
        return Settled("automatic", None, case.message.nature_reason)
    return None


def _filed(parts: Parts, case: Case, ticket: Ticket, outcome: str) -> Settled:
    occasion = MailArrived(case.message, case.row.arrived_at, case.author)
    handled = handle(parts, ticket, occasion, case.cause())
    _file(parts, case, handled.ticket)
    return Settled(outcome, ticket.n, case.message.nature_reason)


# -- mail that may not do what it wants


def is_unproven(parts: Parts, case: Case) -> Settled | None:
    """An operator's address without proof changes nothing; the operator is told (procedure.md, "must never happen")."""
    if case.author.role not in COLLEAGUES or case.author.proven or case.form is not None or case.at_home:
        return None
    _refuse(parts, case, case.author.reason)
    return Settled("quarantined", case.ticket.n if case.ticket else None, case.author.reason)


def is_unregistered(parts: Parts, case: Case) -> Settled | None:
    """A stranger answers a letter that only colleagues get: perhaps an operator's private address (mail.md 6.12)."""
    if case.match is None or case.author.role in COLLEAGUES or not is_internal(case.match.answers):
        return None
    if case.row.released_by:
        return None
    sender = case.message.sender
    if sender is None or belongs(case.match.ticket, sender.email):
        return None
    reason = "an answer to a colleagues' letter from an address that is not registered"
    _refuse(parts, case, reason)
    return Settled("quarantined", case.match.ticket.n, reason)


def _refuse(parts: Parts, case: Case, reason: str) -> None:
    sender = case.message.sender
    if sender is None or not case.message.answerable:
        return
    person = parts.rules.operator(sender.email) or parts.rules.pic_person(sender.email)
    to = Address(person.address, person.name) if person else sender
    language = (person.language if person else None) or parts.rules.desk.language
    facts = {"reason": reason, "subject": case.message.subject}
    post_alone(parts, Letter("refused-unregistered", (to,), language=language, facts=facts, auto="auto-replied"))


def is_spam(parts: Parts, case: Case) -> Settled | None:
    """Marked by our own filter: held without acknowledgement until a person releases it (mail.md 11.7)."""
    if not case.message.spam or case.row.released_by or case.ticket is not None or case.author.proven:
        return None
    return Settled("quarantined", None, "marked as spam")


def answers_digest(parts: Parts, case: Case) -> Settled | None:
    """A colleague's reply to the daily digest: mails it lists are released or dropped."""
    mail = case.cause().mail
    found = releases.answered(parts, mail, case.author) if mail and not case.row.released_by else None
    return Settled(found[0], None, found[1]) if found else None


def is_from_ourselves(parts: Parts, case: Case) -> Settled | None:
    """From the desk's own address, not sent by mailflow, and no form names a foreign customer (procedure, step 1)."""
    if case.author.role is Role.DESK and (case.form is None or case.form.customer is None):
        raise Park("from the desk's own address, and no form in rules.yaml finds a customer in it")
    return None


def is_early(parts: Parts, case: Case) -> Settled | None:
    """A colleague's reply to something not here: its request may be on its way through another mailbox."""
    threaded = case.message.in_reply_to or case.message.references
    if case.ticket is not None or case.author.role not in COLLEAGUES or not threaded or case.form is not None:
        return None
    if case.message.is_forward:
        return None
    if case.patient:
        raise Wait(EARLY_REPLY)
    raise Park("a colleague's reply to a conversation mailflow does not know")


# -- people's mail


def continues(parts: Parts, case: Case) -> Settled | None:
    """It belongs to a ticket: what follows is the core's to decide."""
    if case.match is None:
        return None
    ticket = case.match.ticket
    colleague = case.author.role in COLLEAGUES and not case.at_home
    occasion = _arrival(parts, case, colleague=colleague)
    if not colleague and not reopens(ticket, occasion, parts.rules):
        return _begin(parts, case, linked=(ticket.n,))
    handled = handle(parts, ticket, occasion, case.cause())
    _file(parts, case, handled.ticket)
    return Settled(outcome_of(handled.events), ticket.n)


def begins(parts: Parts, case: Case) -> Settled:
    return _begin(parts, case)


def _begin(parts: Parts, case: Case, linked: tuple[int, ...] = ()) -> Settled:
    ticket, occasion = begin(parts, case.row, case.message, case.author, case.form, linked)
    handled = handle(parts, ticket, occasion, case.cause())
    _file(parts, case, handled.ticket, began=True)
    for n in linked:
        _link(parts, n, handled)
    return Settled("request", handled.ticket.n)


def _link(parts: Parts, n: int, younger: Handled) -> None:
    older = tickets.load(parts.db, n)
    if older is not None:
        given = CommandGiven("link", "mailflow", {"n": str(younger.ticket.n)})
        handle(parts, older, given, Cause("command-given", {"name": "link", "n": younger.ticket.n}))


def _arrival(parts: Parts, case: Case, *, colleague: bool) -> MailArrived:
    """The occasion, with what only a colleague's words can mean: command lines and closing texts."""
    words, states = case.message.reply_text, None
    commands: list[tuple[str, str]] = []
    if colleague and case.author.role is Role.OPERATOR:
        commands, words = closing.command_lines(words)
        states = closing.closing_statement(words, parts.templates)
    return MailArrived(
        message=case.message,
        at=case.row.arrived_at,
        author=case.author,
        answers=case.match.answers if case.match else None,
        closing=states,
        commands=tuple(commands),
        words=words,
    )


def _file(parts: Parts, case: Case, ticket: Ticket, *, began: bool = False) -> None:
    """The mail is shown on its ticket, and replies to it find their way."""
    message = case.message
    customers = began or case.at_home or case.author.role not in COLLEAGUES
    if message.message_id:
        messages.thread(parts.db, ticket.n, message.message_id, "customer-mail" if customers else "colleague-mail")
    messages.file_message(
        parts.db,
        ticket.n,
        case.row.arrived_at,
        message.sender,
        message.to,
        message.cc,
        message.subject,
        message.message_id,
        message.text,
        message.attachments,
        message.date,
        case.row.id,
    )


_OUTCOMES: tuple[tuple[type[ev.Event], str], ...] = (  # the first that happened names the mail
    (ev.RequestReceived, "request"),
    (ev.AutomaticFiled, "automatic"),
    (ev.ClosingStated, "closing-statement"),
    (ev.Answered, "answer"),
    (ev.Closed, "command"),
    (ev.StatementRejected, "command"),
    (ev.CommandRefused, "command"),
    (ev.Reopened, "customer-reply"),
    (ev.CustomerWrote, "customer-reply"),
    (ev.NoteFiled, "note"),
    (ev.PicWrote, "note"),
    (ev.ClaimReturned, "note"),
    (ev.CommandAnswered, "command"),
    (ev.Claimed, "claim"),
    (ev.ClaimCameSecond, "claim"),
)


def outcome_of(events: list[ev.Event]) -> str:
    """The outcome interfaces.md names; no events at all is the owner's own further claim."""
    kinds = {type(event) for event in events}
    return next((name for kind, name in _OUTCOMES if kind in kinds), "claim")


QUESTIONS: tuple[Callable[[Parts, Case], Settled | None], ...] = (
    is_history,
    is_echo,
    is_duplicate,
    is_bounce,
    is_automatic,
    is_unproven,
    is_unregistered,
    is_spam,
    answers_digest,
    is_from_ourselves,
    is_early,
    continues,
    begins,
)
