"""A colleague replies to the daily digest: mails it lists are released or dropped, and the colleague is told the
result.

procedure.md, "What must never happen": quarantine is listed daily and released by a reply. A digest belongs to no
ticket; its Message-ID (n = 0) and its row in the outbox prove that it was ours.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from mailflow.core.addressing import ask_back
from mailflow.core.letter_kinds import ReplyUse, reply_to
from mailflow.core.message import Message
from mailflow.core.occasions import Author
from mailflow.core.releases import Asked, asked
from mailflow.core.rules import Person
from mailflow.flow.parts import Parts
from mailflow.flow.settle import desk_letters, held_page
from mailflow.flow.settle.asked_first import AskedFirst, asked_first
from mailflow.flow.settle.desk_letters import post_back, proven_name, reader_of, receipt
from mailflow.flow.settle.digest_commands import BY_WORD, LAST_PAGE, NEXT_PAGE, NOTHING_ASKED, RESULTS, carried_out
from mailflow.flow.ticket.answered import answered_ids
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.render import post_alone
from mailflow.mail import identity
from mailflow.store.mail import letter_about, outbox

log = logging.getLogger("mailflow")

RECEIPT = "digest-receipt"
_NOT_PROVEN = "an answer to the digest by somebody who is no proven colleague"


def answered(parts: Parts, mail: MailInHand, author: Author) -> tuple[str, str]:
    """(outcome, reason) of a mail that replies to a digest. Inside the caller's savepoint."""
    message = mail.message
    name, to = proven_name(parts, message, author), reader_of(parts, message)
    if name is None or to is None:
        return "quarantined", _NOT_PROVEN
    floods, alone = (_told(parts, message, what) for what in (letter_about.FLOOD, letter_about.ALONE))
    wanted = asked(message.reply_text, BY_WORD, floods, alone)
    questions = asked_first(parts, wanted, name)
    results = _done(parts, [one for one in wanted if not _waits(one, questions)], name)
    for one in questions:
        person = Person(name, to.address, language=to.language)
        post_alone(parts, ask_back(one.act, person, parts.rules), message.subject, mail)
    if results or not wanted:
        _answer(parts, mail, to, results or [("", NOTHING_ASKED)])
    return ("command" if wanted else "note"), ""


def _waits(one: Asked, questions: Sequence[AskedFirst]) -> bool:
    """Whether it is done only after a *yes*."""
    return any(one in question.lines for question in questions)


def _done(parts: Parts, wanted: Sequence[Asked], name: str) -> list[tuple[str, str]]:
    """Each line, once, with its result."""
    results = []
    for one in wanted:
        results.append((one.line, done := carried_out(parts, one, name)))
        log.info("%s %s=%d by=%s", done, one.scope, one.id, name)
    return list(dict.fromkeys(results))


def answers_digest(parts: Parts, message: Message) -> bool:
    """Matched by In-Reply-To, or by the last entry of References when the client writes no In-Reply-To."""
    for message_id in answered_ids(message):
        if identity.verify(parts.secret, message_id) == 0:
            posted = outbox.by_message_id(parts.db, message_id)
            if posted is not None and (reply_to(posted.kind) is ReplyUse.DIGEST or posted.kind == desk_letters.RECEIPT):
                return True
    return False


def _told(parts: Parts, message: Message, what: letter_about.What) -> list[int]:
    """What the letter it replies to was about."""
    return list(dict.fromkeys(n for one in answered_ids(message) for n in letter_about.told_in(parts.db, one, what)))


def _answer(parts: Parts, mail: MailInHand, to: Person, results: Sequence[tuple[str, str]]) -> None:
    """One letter back: the result of each line, the next page of the list, or both."""
    turns = [result for result in results if result[1] == NEXT_PAGE]
    others = [result for result in results if result not in turns]
    if turns and not _next_page(parts, mail, to):
        others += [(line, LAST_PAGE) for line, _ in turns]
    if others:
        receipt(parts, mail, to, [(line, RESULTS[code]) for line, code in others], RECEIPT)


def _next_page(parts: Parts, mail: MailInHand, to: Person) -> bool:
    """Whether there was a next page."""
    page = max(_told(parts, mail.message, letter_about.PAGE), default=0) + 1
    facts = held_page.alone(parts, page)
    if not (facts["quarantined"] or facts["parked"]):
        return False
    message_id = post_back(parts, mail, to, held_page.KIND, facts)
    letter_about.note(parts.db, message_id, letter_about.PAGE, [page])
    letter_about.note(parts.db, message_id, letter_about.MAIL, held_page.listed(facts))
    return True
