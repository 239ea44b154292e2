"""A reply to a letter that lists several tickets (`reminder-bundle`): a command that names a ticket is carried out;
words without one could be about any of them, so they go back to their author with the way to the right letter."""

from __future__ import annotations

from mailflow.core.letter_kinds import ReplyUse, reply_to
from mailflow.core.wording import say
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case, Settled
from mailflow.flow.settle.desk_letters import post_back, proven_name, reader_of
from mailflow.flow.settle.mail_commands import orders
from mailflow.flow.ticket.answered import answered_ids
from mailflow.mail import identity
from mailflow.store.mail import outbox

KIND = "answer-hint"
_NOT_PROVEN = "an answer to a list of tickets by somebody who is no proven colleague"


def answers_list(parts: Parts, case: Case) -> bool:
    """It replies to such a letter, and commands nothing."""
    replies = bool(case.message.in_reply_to or case.message.references)
    if not replies or case.row.released_by or case.match is not None:
        return False
    return any(_lists(parts, one) for one in answered_ids(case.message)) and orders(parts, case) is None


def _lists(parts: Parts, message_id: str) -> bool:
    if identity.verify(parts.secret, message_id) != 0:
        return False
    posted = outbox.by_message_id(parts.db, message_id)
    return posted is not None and reply_to(posted.kind) is ReplyUse.SEVERAL


def hand_back(parts: Parts, case: Case, _: bool) -> Settled:
    """Inside the caller's savepoint. Nothing of it reaches a customer."""
    name, to = proven_name(parts, case.message, case.author), reader_of(parts, case.message)
    if name is None or to is None:
        return Settled("quarantined", None, _NOT_PROVEN)
    words = case.message.reply_text.strip()
    why = say("many-tickets", parts.rules.desk.spoken(to.language))
    post_back(parts, case.mail, to, KIND, {"text": words, "why": why})
    return Settled("note", None, "it answers a list of tickets, and could be about any of them")
