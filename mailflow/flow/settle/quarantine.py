"""Questions about mail that is not trusted: unproven, unregistered, spam, from our own address; and about early
replies."""

from __future__ import annotations

from mailflow.core.actions import effects
from mailflow.core.authors import is_admin
from mailflow.core.letter_kinds import COLLEAGUE_MAIL, KINDS, is_internal
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Role
from mailflow.core.people import belongs
from mailflow.core.preview import preview
from mailflow.core.registered import CustomerStatus
from mailflow.errors import Park, Wait
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import COLLEAGUES, EARLY_REPLY, UNKNOWN_CONVERSATION, Case, Settled, of_no_ticket
from mailflow.flow.settle.for_desk import is_for_desk
from mailflow.flow.settle.matching import Match
from mailflow.flow.settle.proofs import DNS_SILENT
from mailflow.flow.settle.refusal import LONGEST_SUBJECT, RefusalReader, tell_refused
from mailflow.flow.settle.release import UNREGISTERED, as_words, request_of_nobody
from mailflow.store.desk import colleagues, silence
from mailflow.store.mail import departures, held, inbox, messages, sender_verdicts
from mailflow.store.mail.sender_verdicts import SenderVerdict

DNS_TRIES = 24  # two minutes, or as many runs of `run --once`
SPAM = "marked as spam"  # the reason
_OF_COLLEAGUES = tuple(kind.name for kind in KINDS.values() if kind.proves_colleague)


def is_unproven(parts: Parts, case: Case) -> bool:
    """An operator's or PIC's address without proof (procedure.md, "What must never happen")."""
    return case.author.role in COLLEAGUES and not case.author.proven and case.form is None


def refuse_unproven(parts: Parts, case: Case, _: bool) -> Settled:
    """It changes nothing, not even a ticket the operator owns; the operator is told."""
    if case.row.released_by:
        return _let_out(parts, case)
    if case.message.proofs.later and case.row.tries < DNS_TRIES:
        raise Wait(DNS_SILENT)
    _refuse(parts, case, case.author.reason)
    if case.message.authentication.silent and "aligned" in parts.rules.trust.operators:
        sender = case.message.sender.email if case.message.sender else ""
        who = f"{case.author.name} <{sender}>: {preview(case.message.subject, LONGEST_SUBJECT)}"
        silence.note(parts.db, ", ".join(parts.rules.trust.authserv), who, case.message.authentication.found)
    return Settled("quarantined", case.ticket.n if case.ticket else None, case.author.reason)


def is_unregistered(parts: Parts, case: Case) -> bool:
    """Someone unknown replies to a letter that only colleagues get: perhaps from an operator's private address (mail.md
    6.12). Or the author was a colleague until removed from rules.yaml, and has no rights any more (6.15)."""
    sender, found = case.message.sender, case.match
    if found is None or case.author.role in COLLEAGUES or case.at_home:
        return False
    if sender is None:  # a list hides the author
        return is_internal(found.answers)
    if not is_admin(case.message, parts.rules) and _was_colleague(
        parts, sender.email
    ):  # also when a customer has made the former colleague a participant
        return True
    internal = is_internal(found.answers) or _is_among_colleagues(parts, found, case.message)
    return internal and not belongs(found.ticket, sender.email)


def refuse_unregistered(parts: Parts, case: Case, _: bool) -> Settled:
    if case.row.released_by:
        return _let_out(parts, case)
    _refuse(parts, case, UNREGISTERED)
    return Settled("quarantined", case.ticket.n if case.ticket else None, UNREGISTERED)


def _let_out(parts: Parts, case: Case) -> Settled:
    """By a person, who cannot see who wrote it either: words, or a request of nobody where that was asked for."""
    return request_of_nobody(parts, case) if is_wanted_as_ticket(parts, case) else as_words(parts, case)


def _was_colleague(parts: Parts, address: str) -> bool:
    """By an earlier rules.yaml, or (from before mailflow stored that) by the letters sent to the address."""
    return colleagues.was_one(parts.db, address) or departures.was_sent(parts.db, address, _OF_COLLEAGUES)


def _is_among_colleagues(parts: Parts, match: Match, message: Message) -> bool:
    """Whether it replies to a mail between colleagues: nobody on the customer's side was among its recipients."""
    if match.answers != COLLEAGUE_MAIL:
        return False
    parents = message.parents
    readers = [address for parent in parents for address in messages.readers(parts.db, match.ticket.n, parent)]
    return bool(readers) and not any(belongs(match.ticket, address) for address in readers)


def _refuse(parts: Parts, case: Case, reason: str) -> None:
    sender = case.message.sender
    if sender is not None:
        person = parts.rules.operator(sender.email) or parts.rules.pic_person(sender.email)
        to = Address(person.address, person.name) if person else sender
        language = (person.language if person else None) or parts.rules.desk.language
        known = person is not None
        tell_refused(parts, case, RefusalReader(to, language, colleague=known, daily=known), {"reason": reason})


def is_spam(parts: Parts, case: Case) -> bool:
    """Marked by our own spam filter, part of no conversation, and not a colleague's. A proven domain does not make it a
    customer's letter, because spammers sign their mail too."""
    ours = case.author.role in COLLEAGUES and case.author.proven
    held = case.message.spam and not case.row.released_by and not ours and not _goes_on(case)
    return held and not ("spam" in parts.rules.rule_words and effects(case.incoming()).knows_spam)


def is_blocked(parts: Parts, case: Case) -> SenderVerdict | None:
    """The PIC's or admin's word about its sender, who is no colleague and no form."""
    sender = case.message.sender
    if sender is None or case.row.released_by or case.author.role is not Role.CUSTOMER or case.form is not None:
        return None
    customer = case.known.registered
    if customer is not None and customer.status is CustomerStatus.BLOCKED:
        return SenderVerdict(sender.key, "blocked", "mailflow customers", parts.clock.now(), None)
    if not case.known.has_verdicts:
        return None
    found = sender_verdicts.about(parts.db, sender.email, parts.clock.now())
    return found if found is not None and found.verdict == "blocked" else None


def drop_blocked(parts: Parts, case: Case, found: SenderVerdict) -> Settled:
    """Ended as if dropped by hand; its bytes are kept."""
    return Settled(inbox.DROPPED, None, f"{found.who} is blocked ({found.by})")


def is_wanted_as_ticket(parts: Parts, case: Case) -> bool:
    """A person has let it out as a request of its own."""
    return bool(case.row.released_by) and held.is_as_ticket(parts.db, case.row.id)


def _goes_on(case: Case) -> bool:
    """It is somebody's of the ticket, or answers a mail of it; what only somebody else has answered begins nothing."""
    message, ticket = case.message, case.ticket
    if ticket is None:
        return False
    answers = bool(message.in_reply_to or message.references)
    return answers or (message.sender is not None and belongs(ticket, message.sender.email))


def hold_spam(parts: Parts, case: Case, _: bool) -> Settled:
    """Quarantined without acknowledgement until a person releases it (mail.md 11.7)."""
    return Settled("quarantined", None, case.message.proofs.filtered or SPAM)


def is_from_ourselves(parts: Parts, case: Case) -> bool:
    """From the desk's own address, not sent by mailflow, and no form finds a foreign customer (procedure.md, step
    1)."""
    return case.author.role is Role.DESK and (case.form is None or case.form.customer is None)


def park_own(parts: Parts, case: Case, _: bool) -> Settled:
    raise Park("from the desk's own address, and no form in rules.yaml finds a customer in it")


def is_early(parts: Parts, case: Case) -> bool:
    """A colleague's reply to a mail that is not here: its request may be about to arrive through another mailbox."""
    threaded = bool(case.message.in_reply_to or case.message.references)
    if case.ticket is not None or case.author.role not in COLLEAGUES or case.form is not None:
        return False
    if of_no_ticket(case.marks):
        return False  # it replies to a letter of ours that is about no ticket
    return threaded and not case.message.is_forward and not is_for_desk(parts, case.message)


def wait_for_request(parts: Parts, case: Case, _: bool) -> Settled:
    if case.patient:
        raise Wait(EARLY_REPLY)
    message = case.message
    named = (*message.in_reply_to, *message.references[:1], *message.references[-3:])
    raise Park(" ".join((UNKNOWN_CONVERSATION, *dict.fromkeys(named))))
