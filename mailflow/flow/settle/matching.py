"""Which ticket a message belongs to: its clues are looked up and followed in order of trust."""

from __future__ import annotations

from mailflow.core.letter_kinds import COLLEAGUE_LETTER, CUSTOMER_LETTER, is_stated
from mailflow.core.lost import sent_on
from mailflow.core.match import Clue, ClueTrust, Marks, answered_kind, as_shown, believable
from mailflow.core.message import Message
from mailflow.core.occasions import Author, Role
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.merging import last_of
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import identity
from mailflow.store.desk import tickets
from mailflow.store.mail import messages
from mailflow.store.mail.clues import OnFile

MOST_RELATED = 5  # tickets of one conversation that a new ticket is linked with


@dataclass(frozen=True, slots=True)
class Match:
    """The ticket a message belongs to, the clue that shows it, and the letter the message replies to."""

    ticket: Ticket
    clue: Clue
    answers: str | None


@dataclass(frozen=True, slots=True)
class Traces:
    """The clues of a mail: those that it bears itself, and other tickets of its conversation."""

    clues: tuple[Clue, ...] = ()  # the nearest reference first
    shared: tuple[Clue, ...] = ()  # first the author's, then the newest

    def related(self) -> list[int]:
        """Tickets of the mail's conversation which the author is not a participant of, to be linked. None when so many
        tickets share the conversation that it means nothing, such as replies to an announcement to all customers."""
        clues = [clue for clue in self.clues if clue.trust is ClueTrust.KNOWN_ID]
        found = dict.fromkeys(clue.n for clue in (*clues, *self.shared))
        return list(found) if len(found) <= MOST_RELATED else []


def match(parts: Parts, message: Message, author: Author, traces: Traces) -> Match | None:
    """The first clue, in order of trust, that the author may use; None when the message opens something new."""
    # stable sort: within one degree of trust the nearest reference comes first
    strongest = sorted(traces.clues, key=lambda c: c.trust)
    by_colleague = author.role in (Role.OPERATOR, Role.PIC)
    ordered = as_shown(strongest, message, lambda n: _is_now(parts, n)) if by_colleague else strongest
    for clue in (*ordered, *traces.shared):
        ticket = tickets.load(parts.db, clue.n)
        if ticket is not None and believable(clue, message, ticket, author):
            clue, ticket = _split_off(parts, message, traces, author, ticket) or (clue, ticket)
            answers = answered_kind(list(traces.clues), message, clue.n) or _token_kind(parts, clue, ticket)
            return Match(last_of(parts.db, ticket), clue, answers)
    return None


def match_sent_on(parts: Parts, message: Message, author: Author) -> Match | None:
    """The ticket of an answer the desk knows from a customer's quotation alone, when its author forwards the original
    as programs do: as a new mail, under the subject the original had."""
    inner = message.forwarded
    if inner is None or author.role is not Role.OPERATOR or not author.proven:
        return None
    for n in dict.fromkeys(n for one in inner.to for n in tickets.open_of_customer(parts.db, one.email)):
        ticket = tickets.load(parts.db, n)
        found = None if ticket is None else sent_on(ticket, author.name, inner.text)
        if ticket is not None and found is not None:
            return Match(ticket, Clue(ClueTrust.SHARED, n, found.message_id), None)
    return None


def _is_now(parts: Parts, n: int) -> int:
    ticket = tickets.load(parts.db, n)
    return n if ticket is None else last_of(parts.db, ticket).n


def _split_off(
    parts: Parts, message: Message, traces: Traces, author: Author, found: Ticket
) -> tuple[Clue, Ticket] | None:
    """The ticket that the mail it replies to has become, where that was split off the one found."""
    parents = message.parents
    for clue in traces.clues:
        if clue.trust is ClueTrust.KNOWN_ID and clue.source in parents and clue.n in found.linked:
            ticket = tickets.load(parts.db, clue.n)
            if ticket is not None and believable(clue, message, ticket, author):
                return clue, ticket
    return None


def _token_kind(parts: Parts, clue: Clue, ticket: Ticket) -> str | None:
    """The kind of letter a personal reply token was in: a letter to a colleague, unless the token is a customer's or
    participant's (mail.md 6.15)."""
    if clue.trust is not ClueTrust.REPLY_TOKEN or not identity.is_personal(parts.secret, clue.source):
        return None
    theirs = (*ticket.customer, *(p.email for p in ticket.participants))
    mine = any(identity.reply_address_is_of(parts.secret, clue.source, address) for address in theirs)
    return None if mine else COLLEAGUE_LETTER


def _filed_kind(parts: Parts, message_id: str, n: int, kind: str) -> str:
    """The kind of what is filed under this id; for a letter of the admin's own, by whom it was sent to."""
    if is_stated(kind):
        return kind
    return CUSTOMER_LETTER if messages.was_sent_to_customer(parts.db, n, message_id) else COLLEAGUE_LETTER


def traces_of(parts: Parts, message: Message, marks: Marks, known: OnFile) -> Traces:
    """Every clue in the message, from what it bears of ours and what the database knows."""
    found = [Clue(ClueTrust.REPLY_TOKEN, n, address) for n, address in marks.addresses]
    filed = {(one, n): _filed_kind(parts, one, n, kind) for one, n, kind in known.filed}
    found += [Clue(ClueTrust.OWN_ID, n, one, filed.get((one, n))) for one, n in marks.ids.items() if n]
    found += [Clue(ClueTrust.KNOWN_ID, n, one, kind) for (one, n), kind in filed.items()]
    found += [Clue(ClueTrust.TAG, n, f"[#{number}]") for n, number in known.numbered]
    found += [Clue(ClueTrust.HINT, n, source, kind) for source, n, kind in known.hinted]
    return Traces(tuple(found), tuple(Clue(ClueTrust.SHARED, n, source) for source, n in known.answering))
