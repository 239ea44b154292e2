"""One mail with everything known about it before it is decided, and the outcomes it may end with."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.actions import Effects
from mailflow.core.authors import author as author_of
from mailflow.core.broadcasts import BroadcastAnswered
from mailflow.core.conditions import Incoming
from mailflow.core.forms import FormMail, form_of
from mailflow.core.letter_kinds import COLLEAGUE_MAIL, CUSTOMER_MAIL
from mailflow.core.limits import mailbox
from mailflow.core.match import Marks
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, Role
from mailflow.core.opening import Opening
from mailflow.core.people import is_his_own
from mailflow.core.registered import Registered
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle.cited_letter import put_back
from mailflow.flow.settle.informed import informed, remember
from mailflow.flow.settle.matching import Match, Traces, match, match_sent_on, traces_of
from mailflow.flow.settle.proofs import proven
from mailflow.flow.settle.rates import Stranger
from mailflow.flow.settle.registration import registered
from mailflow.flow.ticket.files import MailInHand, Sought
from mailflow.flow.ticket.handle import Cause
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.command_lines import command_in_subject
from mailflow.mail.domains import organisation
from mailflow.mail.marks import marks_of
from mailflow.store.desk import broadcasts, tickets
from mailflow.store.desk.broadcasts import BroadcastMail
from mailflow.store.mail import awaited, clues, messages, outbox, sender_verdicts, threads
from mailflow.store.mail.clues import OnFile
from mailflow.store.mail.inbox import InboxRow

EARLY_REPLY = "a reply to a mail that is not here (yet)"
LISTS_COPY = "a list's copy of a mail that may yet come directly"
MAY_YET_COME = (EARLY_REPLY, LISTS_COPY)  # reasons for which a mail is postponed for a short time
# followed by the Message-IDs it refers to
UNKNOWN_CONVERSATION = "a colleague's reply to a conversation mailflow does not know:"
# how many of its newest references are stored, besides the oldest: other mails of the conversation are matched by them
_MENTIONED = 5
COLLEAGUES = (Role.OPERATOR, Role.PIC)
OF_NO_TICKET = 0  # the n in a signed id of reports, `verify-address`, broadcasts


@dataclass(frozen=True, slots=True)
class Settled:
    """How a mail ends: one of the outcomes in interfaces.md (or `history`), and the ticket it ended on, if any."""

    outcome: str
    n: int | None = None
    reason: str = ""
    ruled: Effects | None = None  # what the rules said, where they were asked
    sealed: tuple[str, ...] = ()  # what its conversation has lost, if anything: Ticket.sealed
    bytes_go: bool = False  # words of it were removed from an earlier copy: its bytes are not kept


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
    stranger: Stranger  # the person outside whose limits apply: for a form its customer
    marks: Marks
    known: OnFile
    traces: Traces
    is_doubtful: bool  # its author is not the one in From, or the form is not proven
    has_proof: bool  # something beside our server's word proves it, or a filter's what it is
    registered: Registered | None = None  # the customer a ticket of it would have, in the register
    broadcast: tuple[BroadcastMail, BroadcastAnswered] | None = None  # the letter to many that it replies to

    @property
    def ticket(self) -> Ticket | None:
        return self.match.ticket if self.match else None

    @property
    def moved(self) -> int | None:
        """The ticket the mail names, where that was merged into the one it goes to."""
        return self.match.clue.n if self.match and self.match.clue.n != self.match.ticket.n else None

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
    def is_trusted(self) -> bool:
        """Whether it is exempt from limits: from a proven colleague, or released by a person."""
        return (self.author.role in COLLEAGUES and self.author.proven) or bool(self.row.released_by)

    def open_tickets(self, parts: Parts, customer: Address | None) -> Sequence[int]:
        """The customer's open tickets, newest first."""
        if customer is None:
            return ()
        return (
            self.known.open_tickets
            if customer.email == self.known.customer
            else tickets.open_of_customer(parts.db, customer.email)
        )

    def opening(self, linked: tuple[Ticket, ...] = ()) -> Opening:
        """The mail as the beginning of a ticket that goes together with these."""
        return Opening(
            message=self.message,
            author=self.author,
            at=self.row.arrived_at,
            form=self.form,
            linked=linked,
            released=bool(self.row.released_by),
            oversize=self.row.oversize,
            numbers=self.marks.numbers,
            registered=self.registered,
        )

    def incoming(self) -> Incoming:
        """The mail as rules look at it."""
        return Incoming(self.message, self.row.arrived_at, self.rules, self.registered)

    def cause(self) -> Cause:
        data = {"inbox": self.row.id, "message_id": self.message.message_id, "digest": self.message.digest}
        return Cause("mail-arrived", data, self.mail)


def look(parts: Parts, row: InboxRow, mail: MailInHand, *, patient: bool) -> Case:
    """Everything known about the mail before it is decided: each room is asked once. Reads only."""
    rules, secret, message = parts.rules, parts.secret, _unmarked(parts, proven(parts, row.id, mail.message))
    author, form = author_of(message, rules), form_of(message, rules)
    outside = form.customer if form is not None else message.sender or message.via
    address = outside.email if outside is not None else ""
    doubtful, box = message.is_forged if form is None else not form.proven, mailbox(address)
    proof = message.proofs.positive
    marks = marks_of(secret, message, rules.desk.number)
    sure = form.proven if form is not None else message.authentication.aligned
    stranger = Stranger(address, sure, box, organisation(outside))
    compared = form.customer if form is not None else None if author.role in COLLEAGUES else message.sender
    known = clues.look(parts.db, message, marks, compared)
    traces = traces_of(parts, message, marks, known)
    found = None if form is not None else match(parts, message, author, traces)
    if (named := put_back(parts, message, found)) is not message:
        message, marks = named, marks_of(secret, named, rules.desk.number)
        known = clues.look(parts.db, message, marks, compared)
        traces = traces_of(parts, message, marks, known)
        found = match(parts, message, author, traces)
    if found is None and form is None:
        found = match_sent_on(parts, message, author)
    case = Case(
        row, message, author, form, found, patient, mail, rules, stranger, marks, known, traces, doubtful, proof
    )
    alone = _alone(parts, marks) if found is None and message.is_reply else ()
    told = informed(
        parts, row.id, message, author, found, colleague=case.is_colleagues, memory=mail.memory, alone=alone
    )
    told = _with_subject(told) if case.is_colleagues and form is None else told
    broadcast = _broadcast(parts, marks)
    if compared is None:
        case = replace(case, message=told, broadcast=broadcast)
        theirs = _of_colleagues(parts, case)
        return case if theirs is None else replace(case, registered=theirs)
    there = known.registered
    mail = replace(mail, sought=Sought(compared.email, there))
    return replace(case, message=told, broadcast=broadcast, registered=there, mail=mail)


def of_no_ticket(marks: Marks) -> tuple[str, ...]:
    """Which letters of ours it answers that are about no ticket (reports, `verify-address`, broadcasts): their
    Message-IDs, the nearest first."""
    return tuple(one for one, n in marks.ids.items() if n == OF_NO_TICKET)


def _alone(parts: Parts, marks: Marks) -> list[str]:
    """The texts of letters of no ticket that it answers."""
    letters = (outbox.by_message_id(parts.db, one) for one in of_no_ticket(marks))
    return [letter.text for letter in letters if letter is not None and letter.text]


def _broadcast(parts: Parts, marks: Marks) -> tuple[BroadcastMail, BroadcastAnswered] | None:
    return next((found for one in of_no_ticket(marks) if (found := broadcasts.answered(parts.db, one))), None)


def _of_colleagues(parts: Parts, case: Case) -> Registered | None:
    """The customer a colleague's mail would have: whom he forwards, or writes to."""
    return registered(parts, case.opening()) if case.match is None else None


def _with_subject(message: Message) -> Message:
    """A colleague's new mail that has nothing but a command, in its subject."""
    if message.reply_text.strip() or message.is_reply or message.is_forward or message.files:
        return message
    line = command_in_subject(message.subject)
    return replace(message, reply_text=line, relay_text=line) if line else message


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
    message, theirs = case.message, _others(case)
    customers = not aside and (began or case.at_home or case.author.role not in COLLEAGUES)
    if message.message_id:
        early = parts.early.called(message.message_id)
        awaited.due_again(parts.db, UNKNOWN_CONVERSATION, message.message_id)
        awaited.due_now(parts.db, early)
    if customers:
        threads.answered(parts.db, ticket.n, theirs)
    if message.thread_index:
        messages.thread(parts.db, ticket.n, threads.index_key(message.thread_index))
    kind = CUSTOMER_MAIL if customers else COLLEAGUE_MAIL
    messages.file_message(parts.db, ticket.n, message, at=case.row.arrived_at, inbox_id=case.row.id, kind=kind)


def _others(case: Case) -> list[str]:
    """Message-IDs that the mail replies to, and that are not ours."""
    message = case.message
    mentioned = (*message.references[:1], *message.in_reply_to[:2], *message.references[-_MENTIONED:])
    return [one for one in dict.fromkeys(mentioned) if one not in case.marks.ids]
