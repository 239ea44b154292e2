"""Questions about mail that may not do what it wants: unproven, unregistered, spam, from ourselves, too early."""

from __future__ import annotations

from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import COLLEAGUE_MAIL, KINDS, is_internal
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Role
from mailflow.core.people import belongs
from mailflow.errors import Park, Wait
from mailflow.flow.case import COLLEAGUES, EARLY_REPLY, UNKNOWN_CONVERSATION, Case, Settled
from mailflow.flow.let_out import UNREGISTERED, as_words
from mailflow.flow.matching import Match
from mailflow.flow.parts import Parts
from mailflow.flow.write import post_alone
from mailflow.store import colleagues, messages, outbox

_OF_COLLEAGUES = tuple(kind.name for kind in KINDS.values() if kind.proves_colleague)


def is_unproven(parts: Parts, case: Case) -> Settled | None:
    """An operator's address without proof changes nothing, not even a ticket of his own; the operator is told
    (procedure.md, "must never happen")."""
    if case.author.role not in COLLEAGUES or case.author.proven or case.form is not None:
        return None
    if case.row.released_by:
        return as_words(parts, case)
    _refuse(parts, case, case.author.reason)
    return Settled("quarantined", case.ticket.n if case.ticket else None, case.author.reason)


def is_unregistered(parts: Parts, case: Case) -> Settled | None:
    """A stranger answers a letter that only colleagues get: perhaps an operator's private address (mail.md 6.12).

    Or he was a colleague himself until he was taken out of rules.yaml: whatever he answers, he has no rights (6.15).
    """
    sender = case.message.sender
    if case.match is None or case.author.role in COLLEAGUES or sender is None:
        return None
    if case.at_home:
        return None
    if not _was_colleague(parts, sender.email):  # else not even the customer, who still has his address, brings him in
        internal = is_internal(case.match.answers) or _is_among_colleagues(parts, case.match, case.message)
        if belongs(case.match.ticket, sender.email) or not internal:
            return None
    if case.row.released_by:
        return as_words(parts, case)
    _refuse(parts, case, UNREGISTERED)
    return Settled("quarantined", case.match.ticket.n, UNREGISTERED)


def _was_colleague(parts: Parts, address: str) -> bool:
    """By rules.yaml as it once was, or (before mailflow remembered that) by what it was sent."""
    return colleagues.was_one(parts.db, address) or outbox.was_sent(parts.db, address, _OF_COLLEAGUES)


def _is_among_colleagues(parts: Parts, match: Match, message: Message) -> bool:
    """It answers what a colleague wrote to colleagues: nobody of the customer's side was among the readers."""
    if match.answers != COLLEAGUE_MAIL:
        return False
    parents = message.in_reply_to or message.references[-1:]
    readers = [who for parent in parents for who in messages.readers(parts.db, match.ticket.n, parent)]
    return bool(readers) and not any(belongs(match.ticket, who) for who in readers)


def _refuse(parts: Parts, case: Case, reason: str) -> None:
    sender = case.message.sender
    if sender is None or not case.message.answerable:
        return
    if case.message.is_forged and case.author.role not in COLLEAGUES:  # whoever lives there has not written
        return
    person = parts.rules.operator(sender.email) or parts.rules.pic_person(sender.email)
    to = Address(person.address, person.name) if person else sender
    language = (person.language if person else None) or parts.rules.desk.language
    facts = {"reason": reason, "subject": case.message.subject}
    post_alone(parts, Letter("refused-unregistered", (to,), language=language, facts=facts))


def is_spam(parts: Parts, case: Case) -> Settled | None:
    """Marked by our own filter: held without acknowledgement until a person releases it (mail.md 11.7)."""
    if not case.message.spam or case.row.released_by or case.ticket is not None or case.author.proven:
        return None
    return Settled("quarantined", None, "marked as spam")


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
    raise Park(" ".join((UNKNOWN_CONVERSATION, *case.message.in_reply_to, *case.message.references[-3:])))
