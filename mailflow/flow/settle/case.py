"""One mail with everything known about it before it is decided, and the outcomes it may end with."""

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
from mailflow.flow.settle.proofs import proven
from mailflow.flow.settle.rates import Stranger
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.handle import Cause
from mailflow.mail import identity
from mailflow.store.mail import awaited, messages, sender_verdicts, threads
from mailflow.store.mail.inbox import InboxRow

EARLY_REPLY = "a reply to a mail that is not here (yet)"
LISTS_COPY = "a list's copy of a mail that may yet come directly"
MAY_YET_COME = (EARLY_REPLY, LISTS_COPY)  # reasons for which a mail is postponed for a short time
# followed by the Message-IDs it refers to
UNKNOWN_CONVERSATION = "a colleague's reply to a conversation mailflow does not know:"
# how many of its newest references are stored, besides the oldest: other mails of the conversation are matched by them
_MENTIONED = 5
COLLEAGUES = (Role.OPERATOR, Role.PIC)


@dataclass(frozen=True, slots=True)
class Settled:
    """How a mail ends: one of the outcomes in interfaces.md (or `history`), and the ticket it ended on, if any."""

    outcome: str
    n: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One mail with everything known about it before it is decided."""

    row: InboxRow
    message: Message
    author: Author
    form: FormMail | None
    match: Match | None
    patient: bool  # it may still be postponed until its request arrives
    mail: MailInHand
    rules: Rules

    @property
    def ticket(self) -> Ticket | None:
        return self.match.ticket if self.match else None

    @property
    def at_home(self) -> bool:
        """Whether the author is the customer of the mail's ticket, even if the author is also a colleague (mail.md
        6.13)."""
        sender = self.message.sender
        return self.ticket is not None and sender is not None and is_his_own(self.ticket, sender.email, self.rules)

    @property
    def is_colleagues(self) -> bool:
        """Whether an operator or PIC wrote it who is not the customer of this ticket."""
        return self.author.role in COLLEAGUES and not self.at_home

    @property
    def is_doubtful(self) -> bool:
        """Whether its author is not the one in From, or the form is not proven."""
        return self.message.is_forged if self.form is None else not self.form.proven

    @property
    def is_trusted(self) -> bool:
        """Whether it is exempt from limits: from a proven colleague, or released by a person."""
        return (self.author.role in COLLEAGUES and self.author.proven) or bool(self.row.released_by)

    @property
    def stranger(self) -> Stranger:
        """The person outside whose limits apply: for a form its customer."""
        named = self.form.customer if self.form is not None else self.message.shown_sender
        proven = self.form.proven if self.form is not None else self.message.authentication.aligned
        return Stranger(named.email if named else "", proven, self.ticket)

    def cause(self) -> Cause:
        data = {"inbox": self.row.id, "message_id": self.message.message_id, "digest": self.message.digest}
        return Cause("mail-arrived", data, self.mail)


def look(parts: Parts, row: InboxRow, mail: MailInHand, *, patient: bool) -> Case:
    """Everything known about the mail before it is decided. Reads only."""
    message = _unmarked(parts, proven(parts, row.id, mail.message))
    author = author_of(message, parts.rules)
    form = form_of(message, parts.rules)
    found = None if form is not None else match(parts, message, author)
    case = Case(row, message, author, form, found, patient, mail, parts.rules)
    return replace(case, message=informed(parts, row, message, author, found, colleague=case.is_colleagues))


def _unmarked(parts: Parts, message: Message) -> Message:
    """Not spam after all where a person trusts its sender, and nothing shows that another has sent it."""
    if not message.spam or message.sender is None or message.is_disowned:
        return message
    found = sender_verdicts.about(parts.db, message.sender.email, parts.clock.now())
    if found is None or found.verdict != "trusted":
        return message
    return replace(message, spam=False, notes=(*message.notes, f"{found.who} is trusted ({found.by})"))


def remember_ending(parts: Parts, case: Case) -> None:
    """Writer. Store the mail's last lines, from which signatures and list footers are learned."""
    remember(parts, case.row, case.message, case.author, colleague=case.is_colleagues)


def file_mail(parts: Parts, case: Case, ticket: Ticket, *, began: bool = False, aside: bool = False) -> None:
    """Writer. File the mail on its ticket, so that it is shown there and replies to it find the ticket. `aside`: it is
    only a note, whoever wrote it."""
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
    kind = CUSTOMER_MAIL if customers else COLLEAGUE_MAIL
    messages.file_message(parts.db, ticket.n, message, at=case.row.arrived_at, inbox_id=case.row.id, kind=kind)
