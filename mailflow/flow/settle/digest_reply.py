"""A colleague replies to the daily digest: mails it lists are released or dropped, and the colleague is told the
result.

procedure.md, "What must never happen": quarantine is listed daily and released by a reply. A digest belongs to no
ticket; its Message-ID (n = 0) and its row in the outbox prove that it was ours.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from mailflow.core.authors import is_admin
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import ReplyUse, reply_to
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, Role
from mailflow.core.releases import asked
from mailflow.core.rules import Person
from mailflow.core.wording import in_language
from mailflow.flow.parts import Parts
from mailflow.flow.settle import held_page
from mailflow.flow.settle.digest_commands import BY_WORD, LAST_PAGE, NEXT_PAGE, NOTHING_ASKED, RESULTS, carried_out
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.render import post_alone
from mailflow.mail import identity
from mailflow.store.mail import letter_about, outbox

log = logging.getLogger("mailflow")

RECEIPT = "digest-receipt"
_MAY_RELEASE = (Role.OPERATOR, Role.PIC)
_NOT_PROVEN = "an answer to the digest by somebody who is no proven colleague"


def answered(parts: Parts, mail: MailInHand, author: Author) -> tuple[str, str]:
    """(outcome, reason) of a mail that replies to a digest. Inside the caller's savepoint."""
    message = mail.message
    name = author.name if author.role in _MAY_RELEASE and author.proven else None
    if name is None and is_admin(message, parts.rules):
        name = "admin"
    if name is None or message.sender is None:
        return "quarantined", _NOT_PROVEN
    wanted, results = asked(message.reply_text, BY_WORD, _told(parts, message, letter_about.FLOOD)), []
    for one in wanted:
        results.append((one.line, done := carried_out(parts, one, name)))
        log.info("%s %s=%d by=%s", done, one.scope, one.id, name)
    if (to := _reader(parts, message)) is not None:
        _answer(parts, mail, to, list(dict.fromkeys(results)) or [("", NOTHING_ASKED)])
    return ("command" if wanted else "note"), ""


def answers_digest(parts: Parts, message: Message) -> bool:
    """Matched by In-Reply-To, or by the last entry of References when the client writes no In-Reply-To."""
    for message_id in _answered(message):
        if identity.verify(parts.secret, message_id) == 0:
            posted = outbox.by_message_id(parts.db, message_id)
            if posted is not None and reply_to(posted.kind) is ReplyUse.DIGEST:
                return True
    return False


def _answered(message: Message) -> tuple[str, ...]:
    return (*message.in_reply_to, *message.references[-1:])


def _told(parts: Parts, message: Message, what: letter_about.What) -> list[int]:
    """What the letter it replies to was about."""
    return list(dict.fromkeys(n for one in _answered(message) for n in letter_about.told_in(parts.db, one, what)))


def _reader(parts: Parts, message: Message) -> Person | None:
    """Who gets the answer: the colleague at the colleague's own address, or the admin."""
    sender, rules = message.sender, parts.rules
    if sender is None:
        return None
    return rules.operator(sender.email) or rules.pic_person(sender.email) or Person(sender.name, sender.email)


def _answer(parts: Parts, mail: MailInHand, to: Person, results: Sequence[tuple[str, str]]) -> None:
    """One letter back: the result of each line, the next page of the list, or both."""
    turns = [result for result in results if result[1] == NEXT_PAGE]
    others = [result for result in results if result not in turns]
    if turns and not _next_page(parts, mail, to):
        others += [(line, LAST_PAGE) for line, _ in turns]
    if others:
        language = to.language or parts.rules.desk.language
        rows = tuple({"line": line, "result": in_language(RESULTS[code], language)} for line, code in others)
        _post(parts, mail, to, RECEIPT, {"results": rows})


def _next_page(parts: Parts, mail: MailInHand, to: Person) -> bool:
    """Whether there was a next page."""
    page = max(_told(parts, mail.message, letter_about.PAGE), default=0) + 1
    facts = held_page.alone(parts, page)
    if not (facts["quarantined"] or facts["parked"]):
        return False
    letter_about.note(parts.db, _post(parts, mail, to, held_page.KIND, facts), letter_about.PAGE, [page])
    return True


def _post(parts: Parts, mail: MailInHand, to: Person, kind: str, facts: Mapping[str, Any]) -> str:
    language = to.language or parts.rules.desk.language
    letter = Letter(kind, (Address(to.address, to.name),), language=language, facts=facts)
    return post_alone(parts, letter, mail.message.subject, mail)
