"""`/pisah` and `mailflow split`: a mail becomes a ticket of its own, with its original arrival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.authors import author as author_of
from mailflow.core.commands.joining import FIRST_MAIL, GONE, NOT_CUSTOMERS, WHICH_MAIL
from mailflow.core.commands.table import BY_WORD
from mailflow.core.forms import form_of
from mailflow.core.letter_kinds import COLLEAGUE_MAIL
from mailflow.core.match import Clue, ClueTrust
from mailflow.core.message import Message
from mailflow.core.occasions import MailTaken, MergeUndone
from mailflow.core.opening import Opening
from mailflow.core.splitting import apart, came_by
from mailflow.core.ticket import Status, Ticket
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.settle.informed import informed
from mailflow.flow.settle.matching import Match
from mailflow.flow.settle.new_request import begin
from mailflow.flow.settle.proofs import reread
from mailflow.flow.settle.registration import registered
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.flow.ticket.log import logged
from mailflow.flow.ticket.merging import last_of
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.quoting.memory import Memory
from mailflow.store.desk import tickets
from mailflow.store.mail import inbox, moved
from mailflow.store.read import archive

# letters that carry one mail of the customer: that of the event they were written for, or the request
_OF_EVENT = frozenset({"customer-wrote", "reopened"})
_OF_REQUEST = frozenset({"announcement", "claim-receipt", "acknowledgement"})
_OF_MERGED = "merged"


@dataclass(frozen=True, slots=True)
class SplitMail:
    """A mail that can become a ticket of its own."""

    inbox_id: int
    filed: Ticket  # on which it is filed
    source: Ticket  # where that conversation is now: the same, or the one it was merged into
    arrived_at: datetime
    started: datetime  # since when its customer waits
    seq: int  # of the event by which it came to `source`
    merged: int = 0  # n of the merged ticket it opened
    joined: tuple[ev.TicketJoined, ...] = ()  # how that came to `source`


def meant(parts: Parts, message_ids: Sequence[str]) -> int | None:
    """The inbox id of the mail that a reply with these references means; None where that is not clear."""
    filed = moved.by_message_id(parts.db, message_ids)
    if filed is not None:
        return filed.inbox_id
    letter = moved.letter(parts.db, message_ids)
    if letter is None:
        return None
    log = {one.seq: one for one in logged(parts.db, letter.n)}
    if letter.kind in _OF_EVENT and letter.version in log:
        return archive.mails_of(parts.db, letter.n).get(log[letter.version].occasion)
    joined = log[letter.version].event if letter.version in log else None
    if letter.kind == _OF_MERGED and isinstance(joined, ev.TicketJoined):
        return _request_of(parts, joined.n)
    return _request_of(parts, letter.n) if letter.kind in _OF_REQUEST else None


def _request_of(parts: Parts, n: int) -> int | None:
    first = next(iter(logged(parts.db, n)), None)
    return None if first is None else archive.mails_of(parts.db, n).get(first.occasion)


def look(parts: Parts, inbox_id: int | None) -> SplitMail | str:
    """The mail, or why it cannot be split: a result of the command. Reads only; raises Unparsed."""
    found = None if inbox_id is None else moved.by_inbox(parts.db, inbox_id)
    filed = None if found is None else tickets.load(parts.db, found.n)
    if found is None or filed is None:
        return WHICH_MAIL
    if found.kind == COLLEAGUE_MAIL:
        return NOT_CUSTOMERS
    try:
        inbox.raw(parts.db, found.inbox_id)
    except CannotDo:
        return GONE
    log, mails = logged(parts.db, found.n), archive.mails_of(parts.db, found.n)
    caused = next((occasion for occasion, mail in mails.items() if mail == found.inbox_id), 0)
    came = came_by(log, caused)
    arrived = moved.arrived_at(parts.db, found.inbox_id)
    if came is not None:
        seq = 0 if filed.status is Status.MERGED else came.seq
        return SplitMail(found.inbox_id, filed, last_of(parts.db, filed), arrived, arrived, seq)
    opened = log[0].occasion == caused
    return _of_merged(parts, found.inbox_id, filed, arrived) if opened else NOT_CUSTOMERS


def _of_merged(parts: Parts, inbox_id: int, filed: Ticket, arrived: datetime) -> SplitMail | str:
    """The request of a ticket that was merged; that of any other is the ticket itself."""
    into = tickets.load(parts.db, filed.merged_into or 0)
    if filed.status is not Status.MERGED or into is None:
        return FIRST_MAIL
    source = last_of(parts.db, into)
    path = _path(parts, filed, source)
    seq, joined = next(step for step in path if step is not None)
    came = tuple(step[1] for step in path if step is not None)
    known = came if len(came) == len(path) else ()
    seq = seq if len(path) == 1 else 0
    return SplitMail(inbox_id, filed, source, arrived, joined.since or arrived, seq, filed.n, known)


def _path(parts: Parts, ticket: Ticket, source: Ticket) -> list[tuple[int, ev.TicketJoined] | None]:
    """(number of the event, the event) by which one ticket went into the next, until the last. None: it goes on in one
    that was a mail of it, and into which it never went."""
    found: list[tuple[int, ev.TicketJoined] | None] = []
    while ticket.n != source.n and (into := tickets.load(parts.db, ticket.merged_into or 0)) is not None:
        log = ((one.seq, one.event) for one in logged(parts.db, into.n))
        steps = [(seq, one) for seq, one in log if isinstance(one, ev.TicketJoined) and one.n == ticket.n]
        found.append(steps[-1] if steps else None)
        ticket = into
    return found


def split_typed(parts: Parts, number: str, inbox_id: int, actor: str) -> Ticket:
    """The new ticket, opened of mail `inbox_id` of ticket `number`. Raises NoSuchTicket, CannotDo, TryLater."""
    return parts.parsed.run(lambda: _split_typed(parts, number, inbox_id, actor))


def _split_typed(parts: Parts, number: str, inbox_id: int, actor: str) -> Ticket:
    with parts.db.transaction():
        n, found = tickets.named(parts.db, number), look(parts, inbox_id)
        if isinstance(found, str) or n not in (found.filed.n, found.source.n):
            there = f"mail {inbox_id} is not on ticket {number}: `mailflow show {number} --json` lists them"
            why = BY_WORD["pisah"].results[found][1].removeprefix("refused: ") if isinstance(found, str) else there
            raise CannotDo(there if found == WHICH_MAIL else why)
        return split(parts, found, actor, Cause("mail-split", {"mail": inbox_id, "by": actor}))


def _read(parts: Parts, found: SplitMail) -> Message:
    """As its ticket read it: what it quotes of the conversation, without any mark, is not its author's question."""
    message = reread(parts, found.inbox_id)
    there = Match(found.source, Clue(ClueTrust.KNOWN_ID, found.filed.n, message.message_id), None)
    author = author_of(message, parts.rules)
    return informed(
        parts, found.inbox_id, message, author, there, colleague=False, memory=Memory(), before=found.arrived_at
    )


def split(parts: Parts, found: SplitMail, actor: str, cause: Cause) -> Ticket:
    """Writer. Open the new ticket, then tell the one it leaves; all in the caller's savepoint. Raises Unparsed."""
    db, source = parts.db, found.source
    message = _read(parts, found)
    form = form_of(message, parts.rules)
    opening = Opening(message, author_of(message, parts.rules), found.arrived_at, form, released=True)
    begun = begin(parts, replace(opening, registered=registered(parts, opening)))
    started = apart(source, actor, found.started, parts.clock.now())
    occasion = replace(begun.occasion, apart=started, acknowledge=False)
    in_hand = replace(cause, mail=MailInHand(message, inbox.raw(db, found.inbox_id)))
    new = handle(parts, begun.ticket, occasion, in_hand).ticket
    moved.move(db, found.inbox_id, found.filed.n, new.n)
    nested = Cause("mail-split", nested=True)
    taken = MailTaken(actor, new, logged(parts.db, source.n), found.seq, found.merged if found.seq else 0, found.joined)
    handle(parts, source, taken, nested)
    if found.merged:
        handle(parts, found.filed, MergeUndone(actor, new), nested)
    return new
