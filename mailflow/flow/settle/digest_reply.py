"""A colleague answers the daily digest: mails it lists are released or dropped, and he is told what became of them.

procedure.md, "What must never happen": quarantine is listed daily and released by a reply. A digest belongs to no
ticket; its Message-ID (n = 0) and its row in the outbox prove that it was ours.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from mailflow.core.authors import is_admin
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import Reply, reply_to
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, Role
from mailflow.core.releases import Asked, asked
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say
from mailflow.errors import CannotDo, GiveUp
from mailflow.flow.parts import Parts
from mailflow.flow.settle.reading import restored
from mailflow.flow.settle.release import becomes
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.render import write
from mailflow.mail import identity
from mailflow.mail.understand import understand
from mailflow.store.desk.record import post
from mailflow.store.mail import inbox, outbox

log = logging.getLogger("mailflow")

RECEIPT = "digest-receipt"
_MAY_RELEASE = (Role.OPERATOR, Role.PIC)
_NOT_PROVEN = "an answer to the digest by somebody who is no proven colleague"


def answered(parts: Parts, mail: MailInHand, author: Author) -> tuple[str, str]:
    """(outcome, reason) of a mail that answers a digest. Inside the caller's savepoint."""
    message = mail.message
    name = author.name if author.role in _MAY_RELEASE and author.proven else None
    if name is None and is_admin(message, parts.rules):
        name = "admin"
    if name is None or message.sender is None:
        return "quarantined", _NOT_PROVEN
    wanted = asked(message.reply_text)
    results = [(one.line, _carried_out(parts, one, name)) for one in wanted]
    _tell(parts, mail, message.sender, results or [("", "nothing-asked")])
    return ("command" if wanted else "note"), ""


def answers_digest(parts: Parts, message: Message) -> bool:
    """By In-Reply-To, or by the newest reference of a client that writes none."""
    for message_id in (*message.in_reply_to, *message.references[-1:]):
        if identity.verify(parts.secret, message_id) == 0:
            posted = outbox.by_message_id(parts.db, message_id)
            if posted is not None and reply_to(posted.kind) is Reply.DIGEST:
                return True
    return False


def _carried_out(parts: Parts, one: Asked, name: str) -> str:
    """A code of core/wording: what became of it."""
    try:
        done = _ACTS[one.verb](parts, one, name)
    except CannotDo:
        return "not-held"
    log.info("%s inbox=%d by=%s", done, one.id, name)
    return done


def _drop(parts: Parts, one: Asked, name: str) -> str:
    inbox.drop(parts.db, one.id, f"{one.why or 'dropped'} ({name})", parts.clock.now())
    return "dropped"


def _retry(parts: Parts, one: Asked, name: str) -> str:
    if inbox.held(parts.db, one.id) is None:
        return "not-held"
    inbox.retry(parts.db, one.id)
    return "judged-again"


def _release(parts: Parts, one: Asked, name: str) -> str:
    if inbox.held(parts.db, one.id) != inbox.QUARANTINED:
        return _retry(parts, one, name)
    ticket, reason = inbox.ended_on(parts.db, one.id)
    message = restored(parts, understand(inbox.raw(parts.db, one.id), parts.policy.ours))
    made = becomes(parts, message, ticket, reason)
    inbox.release(parts.db, one.id, name)
    return f"released-{made}"


_ACTS: Mapping[str, Callable[[Parts, Asked, str], str]] = MappingProxyType(
    {"drop": _drop, "retry": _retry, "release": _release}
)


def _tell(parts: Parts, mail: MailInHand, sender: Address, results: Sequence[tuple[str, str]]) -> None:
    rules = parts.rules
    person = rules.operator(sender.email) or rules.pic_person(sender.email)
    language = (person.language if person else None) or rules.desk.language
    to = Address(person.address, person.name) if person else sender
    rows = tuple({"line": line, "result": say(code, language)} for line, code in results)
    letter = Letter(RECEIPT, (to,), language=language, facts={"results": rows})
    try:
        post(parts.db, write(parts, letter, Ticket(subject=mail.message.subject), mail), parts.clock.now())
    except GiveUp as error:
        log.error("not-written letter=%s to=%s: %s", RECEIPT, to.email, error)
