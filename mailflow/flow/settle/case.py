"""One mail with all that is known of it before anything is decided, and the ways its story may end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailflow.core.authors import author as author_of
from mailflow.core.letter_kinds import COLLEAGUE_MAIL, CUSTOMER_MAIL
from mailflow.core.message import Message
from mailflow.core.occasions import Author, Role
from mailflow.core.people import is_his_own
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle.informed import informed, remember
from mailflow.flow.settle.matching import Match, match, thread_key
from mailflow.flow.settle.new_request import FormMail, form_of
from mailflow.flow.settle.rates import Stranger
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.handle import Cause
from mailflow.mail import identity
from mailflow.store.mail import awaited, messages, threads
from mailflow.store.mail.inbox import InboxRow

EARLY_REPLY = "a reply to a mail that is not here (yet)"
LISTS_COPY = "a list's copy of a mail that may yet come directly"
MAY_YET_COME = (EARLY_REPLY, LISTS_COPY)  # for what a mail waits a little
UNKNOWN_CONVERSATION = "a colleague's reply to a conversation mailflow does not know:"  # and the ids it names
_MENTIONED = 5  # of the newest mails it answers, and the oldest: by these others of the conversation find it
COLLEAGUES = (Role.OPERATOR, Role.PIC)


@dataclass(frozen=True, slots=True)
class Settled:
    """How a mail's story ends: one of interfaces.md's outcomes (or `history`), perhaps on a ticket."""

    outcome: str
    n: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One mail with what is known of it before anything is decided."""

    row: InboxRow
    message: Message
    author: Author
    form: FormMail | None
    match: Match | None
    patient: bool  # may still wait for its request
    mail: MailInHand
    rules: Rules

    @property
    def ticket(self) -> Ticket | None:
        return self.match.ticket if self.match else None

    @property
    def at_home(self) -> bool:
        """The author is the customer of the ticket it belongs to, whatever else he may be (mail.md 6.13)."""
        sender = self.message.sender
        return self.ticket is not None and sender is not None and is_his_own(self.ticket, sender.email, self.rules)

    @property
    def is_colleagues(self) -> bool:
        """An operator or PIC wrote it, who is not himself the customer here."""
        return self.author.role in COLLEAGUES and not self.at_home

    @property
    def is_doubtful(self) -> bool:
        """Its author is not who From says, or no proof says that the form wrote it."""
        return self.message.is_forged if self.form is None else not self.form.proven

    @property
    def is_trusted(self) -> bool:
        """No limit is held against it: a colleague who has proven himself, or a mail a person has let out."""
        return (self.author.role in COLLEAGUES and self.author.proven) or bool(self.row.released_by)

    @property
    def stranger(self) -> Stranger:
        """Whose mail it is as far as `limits:` are concerned: a form's is its customer's."""
        named = self.form.customer if self.form is not None else self.message.shown_sender
        proven = self.form.proven if self.form is not None else self.message.authentication.aligned
        return Stranger(named.email if named else "", proven, self.ticket)

    def cause(self) -> Cause:
        data = {"inbox": self.row.id, "message_id": self.message.message_id, "digest": self.message.digest}
        return Cause("mail-arrived", data, self.mail)


def look(parts: Parts, row: InboxRow, mail: MailInHand, *, patient: bool) -> Case:
    """What is known of the mail before anything is decided. Reads only."""
    message = mail.message
    author = author_of(message, parts.rules)
    form = form_of(message, parts.rules)
    found = None if form is not None else match(parts, message, author)
    case = Case(row, message, author, form, found, patient, mail, parts.rules)
    return replace(case, message=informed(parts, row, message, author, found, colleague=case.is_colleagues))


def remember_ending(parts: Parts, case: Case) -> None:
    """Writer. What a signature, or a list's footer, may be learned from."""
    remember(parts, case.row, case.message, case.author, colleague=case.is_colleagues)


def file_mail(parts: Parts, case: Case, ticket: Ticket, *, began: bool = False, aside: bool = False) -> None:
    """The mail is shown on its ticket, and replies to it find their way. `aside`: it is a note, whoever wrote it."""
    message = case.message
    customers = not aside and (began or case.at_home or case.author.role not in COLLEAGUES)
    if message.message_id:
        awaited.due_again(parts.db, UNKNOWN_CONVERSATION, message.message_id)
    if customers:
        mentioned = (*message.references[:1], *message.in_reply_to[:2], *message.references[-_MENTIONED:])
        theirs = [one for one in dict.fromkeys(mentioned) if identity.verify(parts.secret, one) is None]
        threads.answered(parts.db, ticket.n, theirs)
    if message.thread_index:
        messages.thread(parts.db, ticket.n, thread_key(message))
    messages.file_message(
        parts.db,
        ticket.n,
        case.row.arrived_at,
        message.shown_sender,
        message.to,
        message.cc,
        message.subject,
        message.message_id,
        message.text,
        message.attachments,
        message.date,
        case.row.id,
        kind=CUSTOMER_MAIL if customers else COLLEAGUE_MAIL,
    )
