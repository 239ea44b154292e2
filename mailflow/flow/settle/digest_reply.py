"""A colleague answers the daily digest: mails it lists are released or dropped, and he is told what became of them.

procedure.md, "What must never happen": quarantine is listed daily and released by a reply. A digest belongs to no
ticket; its Message-ID (n = 0) and its row in the outbox prove that it was ours.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from mailflow.core.authors import is_admin
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import Reply, reply_to
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, Role
from mailflow.core.releases import asked
from mailflow.core.ticket import Ticket
from mailflow.core.wording import in_language
from mailflow.errors import GiveUp
from mailflow.flow.parts import Parts
from mailflow.flow.settle.digest_commands import BY_WORD, NOTHING_ASKED, RESULTS, carried_out
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.render import write
from mailflow.mail import identity
from mailflow.store.desk.record import post
from mailflow.store.mail import floods, outbox

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
    told = [n for one in _answered(message) for n in floods.told_in(parts.db, one, "flood")]
    wanted, results = asked(message.reply_text, BY_WORD, list(dict.fromkeys(told))), []
    for one in wanted:
        results.append((one.line, done := carried_out(parts, one, name)))
        log.info("%s %s=%d by=%s", done, one.scope, one.id, name)
    _tell(parts, mail, message.sender, list(dict.fromkeys(results)) or [("", NOTHING_ASKED)])
    return ("command" if wanted else "note"), ""


def answers_digest(parts: Parts, message: Message) -> bool:
    """By In-Reply-To, or by the newest reference of a client that writes none."""
    for message_id in _answered(message):
        if identity.verify(parts.secret, message_id) == 0:
            posted = outbox.by_message_id(parts.db, message_id)
            if posted is not None and reply_to(posted.kind) is Reply.DIGEST:
                return True
    return False


def _answered(message: Message) -> tuple[str, ...]:
    return (*message.in_reply_to, *message.references[-1:])


def _tell(parts: Parts, mail: MailInHand, sender: Address, results: Sequence[tuple[str, str]]) -> None:
    rules = parts.rules
    person = rules.operator(sender.email) or rules.pic_person(sender.email)
    language = (person.language if person else None) or rules.desk.language
    to = Address(person.address, person.name) if person else sender
    rows = tuple({"line": line, "result": in_language(RESULTS[code], language)} for line, code in results)
    letter = Letter(RECEIPT, (to,), language=language, facts={"results": rows})
    try:
        post(parts.db, write(parts, letter, Ticket(subject=mail.message.subject), mail), parts.clock.now())
    except GiveUp as error:
        log.error("not-written letter=%s to=%s: %s", RECEIPT, to.email, error)
