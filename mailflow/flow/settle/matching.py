"""Which ticket a message belongs to: its clues are looked up and followed in order of trust."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from mailflow.core.letter_kinds import COLLEAGUE_LETTER, CUSTOMER_LETTER, is_stated
from mailflow.core.match import Clue, ClueTrust, answered_kind, believable
from mailflow.core.message import Message
from mailflow.core.occasions import Author
from mailflow.core.ticket import Status, Ticket
from mailflow.flow.parts import Parts
from mailflow.mail import identity
from mailflow.store.desk import tickets
from mailflow.store.mail import messages, threads

MOST_RELATED = 5  # tickets of one conversation that a new ticket is linked with
_MOST_MERGES = 20  # length of a chain of merged tickets that is followed


@dataclass(frozen=True, slots=True)
class Match:
    """The ticket a message belongs to, the clue that shows it, and the letter the message replies to."""

    ticket: Ticket
    clue: Clue
    answers: str | None


def match(parts: Parts, message: Message, author: Author) -> Match | None:
    """The first clue, in order of trust, that the author may use; None when the message opens something new."""
    clues = find_clues(parts, message)
    # stable sort: within one degree of trust the nearest reference comes first
    ordered = sorted(clues, key=lambda c: c.trust)
    for clue in chain(ordered, _shared(parts, message)):
        ticket = tickets.load(parts.db, clue.n)
        if ticket is not None and believable(clue, message, ticket, author):
            answers = answered_kind(clues, message, clue.n) or _token_kind(parts, clue, ticket)
            return Match(_follow_merges(parts, ticket), clue, answers)
    return None


def _shared(parts: Parts, message: Message) -> Iterator[Clue]:
    """Tickets whose mails reply to the same mails as this one, or to this one: first the author's, then the newest."""
    address = message.sender.email if message.sender else ""
    for source, n in threads.answering(parts.db, _conversation(message), address):
        yield Clue(ClueTrust.SHARED, n, source)


def _conversation(message: Message) -> list[str]:
    return list(dict.fromkeys((*message.in_reply_to, *reversed(message.references), message.message_id)))


def related(parts: Parts, message: Message) -> list[int]:
    """Tickets of the mail's conversation which the author is not a participant of, to be linked. None when so many
    tickets share the conversation that it means nothing, such as replies to an announcement to all customers."""
    clues = [clue for clue in find_clues(parts, message) if clue.trust is ClueTrust.KNOWN_ID]
    found = dict.fromkeys(clue.n for clue in (*clues, *_shared(parts, message)))
    return list(found) if len(found) <= MOST_RELATED else []


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


def thread_key(message: Message) -> str:
    """The key under which a mail's Thread-Index is filed beside the Message-IDs; no Message-ID looks like it."""
    return f"thread-index:{message.thread_index}"


def find_clues(parts: Parts, message: Message) -> list[Clue]:
    """Every clue in the message, nearest reference first."""
    found = []
    for address in (*(a.email for a in message.recipients), *message.delivered_to):
        n = identity.verify_reply_address(parts.secret, address)
        if n:
            found.append(Clue(ClueTrust.REPLY_TOKEN, n, address))
    about = (message.report.original_message_id,) if message.report and message.report.original_message_id else ()
    ids = (*about, *message.in_reply_to, *reversed(message.references))
    found_ids = tickets.find(parts.db, ids) if ids else ()
    known = {(message_id, n): _filed_kind(parts, message_id, n, kind) for message_id, n, kind in found_ids}
    for message_id in dict.fromkeys(ids):
        n = identity.verify(parts.secret, message_id)
        if n:
            found.append(Clue(ClueTrust.OWN_ID, n, message_id, known.get((message_id, n))))
    found += [Clue(ClueTrust.KNOWN_ID, n, message_id, kind) for (message_id, n), kind in known.items()]
    # the last tag wins (mail.md 4.5)
    for number in reversed(identity.tags_in(message.subject, parts.rules.desk.number)):
        n = tickets.by_number(parts.db, number)
        if n:
            found.append(Clue(ClueTrust.TAG, n, f"[#{number}]"))
    if message.thread_index:
        hints = tickets.find(parts.db, [thread_key(message)])
        found += [Clue(ClueTrust.HINT, n, source, kind) for source, n, kind in hints]
    return found


def _follow_merges(parts: Parts, ticket: Ticket) -> Ticket:
    for _ in range(_MOST_MERGES):
        into = ticket.merged_into
        if ticket.status is not Status.MERGED or into is None:
            break
        ticket = tickets.load(parts.db, into) or ticket
    return ticket
