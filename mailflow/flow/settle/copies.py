"""One mail that arrives several times by different ways: the best proven copy counts, whichever comes first (mail.md
5.1).

A list adds its footer, which breaks the author's DKIM signature, and its copy often arrives before the direct one.
"""

from __future__ import annotations

from mailflow.core.authors import author as author_of
from mailflow.core.letter_kinds import COLLEAGUE_MAIL
from mailflow.core.message import Message
from mailflow.core.occasions import Author
from mailflow.core.redacting import seals_of
from mailflow.errors import CannotDo, Wait
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import COLLEAGUES, LISTS_COPY, Case, Settled
from mailflow.flow.settle.proofs import reread
from mailflow.store.admin import redact
from mailflow.store.desk import meta
from mailflow.store.mail import inbox, messages
from mailflow.store.mail.messages import Earlier
from mailflow.store.mail.old_mails import OUTCOME

_BEST = 2
_HELD = (inbox.QUARANTINED, "parked")


def earlier_copy(parts: Parts, case: Case) -> Earlier | None:
    """An earlier copy of the mail that is proven at least as well, or has the same outcome."""
    message = case.message
    if message.message_id and not case.known.is_copied:
        return None
    digests = (message.digest, *seals_of(parts.secret, message.digest))
    copies = (messages.duplicate_of(parts.db, message.message_id, digest) for digest in digests)
    earlier = next((one for one in copies if one is not None), None)
    if earlier is None:
        earlier = messages.other_copy(parts.db, message.message_id, message.shown_sender, message.date, message.text)
    if earlier is None or earlier.inbox_id == case.row.id or _goes_further(parts, case, earlier):
        return None
    return None if _is_new_here(parts, case, earlier) else earlier


def _is_new_here(parts: Parts, case: Case, earlier: Earlier) -> bool:
    """An archive had it as well, and was brought in before this mailbox was read: what has arrived since the desk
    exists is its own, and somebody waits for the answer."""
    return earlier.outcome == OUTCOME and case.row.arrived_at >= meta.initialised(parts.db).replace(microsecond=0)


def end_duplicate(parts: Parts, case: Case, earlier: Earlier) -> Settled:
    """The outcome `duplicate`; the reason names what became of the first copy. Where that has lost words, they do not
    come back with this one: its bytes are not kept."""
    reason = f"another copy of mail {earlier.inbox_id} ({earlier.outcome})"
    lost = redact.has_lost_words(parts.db, earlier.inbox_id)
    return Settled("duplicate", earlier.ticket, f"{reason}, which has lost words" if lost else reason, bytes_go=lost)


def may_be_bettered(parts: Parts, case: Case) -> bool:
    """A list's copy of a mail that was also addressed to the desk, whose direct copy may prove its author better."""
    message, rules = case.message, parts.rules
    by_list = message.via is not None or bool(message.list_ids)
    if not by_list or not case.patient or case.row.released_by or worth(message, case.author) == _BEST:
        return False
    return any(rules.is_desk(a.email) and not message.is_list(a.email) for a in message.recipients)


def wait_for_direct_copy(parts: Parts, case: Case, _: bool) -> Settled:
    raise Wait(LISTS_COPY)


def answer_again(parts: Parts, case: Case) -> Earlier | None:
    """The answer this mail repeats: a colleague's client sent it again with another Message-ID. The customer must not
    get it twice."""
    message, ticket = case.message, case.ticket
    if ticket is None or case.author.role not in COLLEAGUES or case.at_home or message.date is None:
        return None
    if not message.reply_text.strip():
        return None
    return messages.resent_answer(parts.db, ticket.n, message, case.row.arrived_at)


def end_answer_again(parts: Parts, case: Case, earlier: Earlier) -> Settled:
    """The outcome `duplicate`; replies to this copy still find the ticket."""
    if case.message.message_id and earlier.ticket is not None:
        messages.thread(parts.db, earlier.ticket, case.message.message_id, COLLEAGUE_MAIL)
    return Settled("duplicate", earlier.ticket, f"mail {earlier.inbox_id} once more, under another Message-ID")


def worth(message: Message, author: Author) -> int:
    """How well a copy proves its author, 0 to 2."""
    if author.role in COLLEAGUES:
        return _BEST if author.proven else 0
    if message.is_forged or message.sender is None:
        return 0
    return _BEST if message.via is None and not message.spam else 1


def _goes_further(parts: Parts, case: Case, earlier: Earlier) -> bool:
    """Whether it is proven better than the earlier copy, and that one is quarantined or was not matched to the
    ticket."""
    elsewhere = case.ticket is not None and case.ticket.n != earlier.ticket
    if earlier.outcome not in _HELD and not elsewhere:
        return False
    try:
        before = reread(parts, earlier.inbox_id)
    except CannotDo:  # its bytes are no longer kept
        return False
    return worth(case.message, case.author) > worth(before, author_of(before, parts.rules))
