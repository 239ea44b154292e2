"""Questions that set a mail aside: history, our own echo, a second copy, a bounce, what no person wrote."""

from __future__ import annotations

from mailflow.core.message import Message, Nature
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.ticket import Ticket
from mailflow.flow import bounces
from mailflow.flow.case import Case, Settled, file_mail
from mailflow.flow.handle import handle
from mailflow.flow.parts import Parts
from mailflow.mail import identity
from mailflow.store import messages, outbox


def is_history(parts: Parts, case: Case) -> Settled | None:
    """Older than `since:` of its mailbox: kept, and nothing follows."""
    if case.row.released_by or not parts.policy.is_history(case.row.mailbox, case.row.arrived_at, parts.db):
        return None
    return Settled("history")


def is_echo(parts: Parts, case: Case) -> Settled | None:
    """mailflow itself sent it: its Message-ID or loop mark proves that, From alone does not (mail.md 1.7)."""
    own = identity.verify(parts.secret, case.message.message_id) is not None
    if not own and not any(identity.is_loop_mark(parts.secret, mark) for mark in case.message.loop_marks):
        return None
    if not own:
        _learn_other_id(parts, case.message)
    return Settled("echo")


def _learn_other_id(parts: Parts, message: Message) -> None:
    """A list gave our letter a Message-ID of its own: members' replies will name that one (mail.md 4.10)."""
    ids = [found for mark in message.loop_marks if (found := identity.marked_id(parts.secret, mark))]
    letter = outbox.by_message_id(parts.db, ids[0]) if ids and message.message_id else None
    if letter is not None and letter.ticket is not None:
        messages.thread(parts.db, letter.ticket, message.message_id, letter.kind)


def is_duplicate(parts: Parts, case: Case) -> Settled | None:
    """The same mail by another way (mail.md 5.1); what its first copy became is said as reason."""
    message = case.message
    if message.message_id and not messages.is_known(parts.db, message.message_id):
        return None
    earlier = messages.duplicate_of(parts.db, message.message_id, message.digest)
    if earlier is None:
        earlier = messages.other_copy(parts.db, message.message_id, message.shown_sender, message.date, message.text)
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
    file_mail(parts, case, handled.ticket)
    return Settled(outcome, ticket.n, case.message.nature_reason)
