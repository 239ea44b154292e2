"""A reply to `confirm`: the act it asks about is carried out or not, and the author is told (core/confirmations.py)."""

from __future__ import annotations

import logging

from mailflow.core.confirmations import DECLINED, GRANTED, VERDICTS, Consent, Question, verdict
from mailflow.core.incidents import ACT, ASKED_BY
from mailflow.core.letter_kinds import ReplyUse, reply_to
from mailflow.core.replies.confirm import read
from mailflow.core.rules import Person
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case, Settled
from mailflow.flow.settle.confirmed import perform
from mailflow.flow.settle.desk_letters import proven_name, reader_of, receipt, ticket_receipt
from mailflow.flow.settle.incident import decline
from mailflow.flow.ticket.answered import answered_ids
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail import identity
from mailflow.store.desk import confirmations

log = logging.getLogger("mailflow")

_NOT_PROVEN = "an answer to a question by somebody who is no proven colleague"


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The question a mail replies to, and the Message-ID of the letter that asked it."""

    message_id: str
    question: Question


def answers_question(parts: Parts, case: Case) -> QuestionAnswered | None:
    """The question the mail replies to, if it was not itself released from quarantine."""
    if case.row.released_by:
        return None
    for message_id in answered_ids(case.message):
        if _may_ask(case, message_id) and identity.verify(parts.secret, message_id) is not None:
            question = confirmations.asked_by(parts.db, message_id)
            if question is not None:
                return QuestionAnswered(message_id, question)
    return None


def _may_ask(case: Case, message_id: str) -> bool:
    """A letter of a ticket is known by its kind, and most kinds ask nothing."""
    kinds = [kind for one, _, kind in case.known.filed if one == message_id]
    return not kinds or any(reply_to(kind) is ReplyUse.CONSENT for kind in kinds)


def decide_question(parts: Parts, case: Case, reply: QuestionAnswered) -> Settled:
    """Inside the caller's savepoint. Who is no proven colleague decides nothing and hears nothing."""
    name = proven_name(parts, case.message, case.author)
    to = reader_of(parts, case.message)
    if name is None or to is None:
        return Settled("quarantined", None, _NOT_PROVEN)
    code = verdict(reply.question, _answer(case, to))
    if code in (GRANTED, DECLINED):
        confirmations.end(parts.db, reply.message_id, name, parts.clock.now())
    act = reply.question.act
    if act.by == ASKED_BY:  # nobody asked for it: it is the deed of whoever decides
        act = replace(act, by=name)
    if code == DECLINED and act.name == ACT:
        decline(parts, act, case.cause())
    log.info("%s act=%s asked-by=%s by=%s", code, act.name, act.by, name)
    if code != GRANTED:
        receipt(parts, case.mail, to, [(_line(case), VERDICTS[code])])
        return Settled("command", None, code)
    told, about = perform(parts, act, case.cause()), act.args.get("tickets", "")
    if about.isdecimal():
        ticket_receipt(parts, case.mail, to, told, int(about))
    else:
        receipt(parts, case.mail, to, told)
    return Settled("command", None, code)


def _answer(case: Case, to: Person) -> Consent:
    message = case.message
    addresses = [address.casefold() for address in to.addresses]
    names = tuple(name for name in (to.name, message.sender.name if message.sender else "") if name)
    return Consent(addresses, read(message.reply_text, names), case.row.arrived_at, message.is_forward)


def _line(case: Case) -> str:
    return " ".join(case.message.reply_text.split())[:80]
