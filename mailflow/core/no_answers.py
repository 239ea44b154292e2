"""A reply of an operator that tells the customer nothing: a claim, an "ok", words to a colleague, a bare "selesai".

It is never relayed. On a ticket without owner it claims at most; the owner gets it back with the reason, so that
nothing is sent by accident and nothing is lost; from anyone else it is a note (interfaces-2.md, "Settled").
"""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.commands.slashless import slashless
from mailflow.core.held import hold
from mailflow.core.letter_kinds import MAILS, ReplyUse, kind_of, reply_to
from mailflow.core.meaning import Meaning
from mailflow.core.occasions import MailArrived
from mailflow.core.operator_reply import OperatorReply
from mailflow.core.replies.operator import is_claim_word
from mailflow.core.replies.words import words_of
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket

# Why an answer was returned (AnswerReturned.why), or became a note (NoteFiled.why); wording.py has the words.
CLAIMED_ALREADY = "claimed-already"
EMPTY = "empty"
EMPTY_DIRECT = "empty-direct"
ONLY_ACKNOWLEDGES = "only-acknowledges"
UNCLEAR = "unclear-words"
BARE_CLOSING = "bare-closing"
BARE_CLOSING_DIRECT = "bare-closing-direct"
HEARD_BY_ANOTHER = "heard-by-another"
TO_COLLEAGUE = "to-colleague"
TO_COLLEAGUE_DIRECT = "to-colleague-direct"
SIGN_DIRECT = "sign-direct"
SEALED = "encrypted"
SLASHLESS = "slashless"
NOT_FOR_CUSTOMER = "not-for-customer"


def no_answer(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event] | None:
    """The events of such a reply; None when it is an answer, or counts as one because the customer has it already."""
    if mail.message.sealed and not reply.direct:
        return [ev.AnswerReturned(operator=reply.author, text="", why=SEALED)]
    match reply.reading.meaning:
        case Meaning.CLAIM if not reply.words:
            return _empty(ticket, mail, reply)
        case Meaning.CLAIM:
            return None if reply.direct else _claims(ticket, mail, reply)
        case Meaning.ACKNOWLEDGEMENT | Meaning.UNCLEAR:
            return _seen(ticket, mail, reply, rules) if reply.direct else _heard(ticket, mail, reply, rules)
        case Meaning.ASIDE:
            return _note(reply, TO_COLLEAGUE_DIRECT if reply.direct else TO_COLLEAGUE)
        case Meaning.CLOSING_WORD if ticket.status is Status.CLOSING and not reply.meant:
            return _note(reply, NOT_FOR_CUSTOMER)  # the ticket waits for the PIC already
        case Meaning.CLOSING_WORD:
            return _returned(reply, BARE_CLOSING_DIRECT if reply.direct else BARE_CLOSING)
        case _:
            return _like_command(mail, reply, rules)


def _like_command(mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event] | None:
    """ "batal", "gabung ke 5": a command without its slash."""
    if not reply.meant or reply.direct or mail.message.files or reply.closing:
        return None
    line = slashless(reply.words, mail.author_names, mail.at, rules.working_hours)
    if not line:
        return None
    return [hold(mail, reply, SLASHLESS, line)] if reply.relayed else _returned(reply, UNCLEAR)


def _empty(ticket: Ticket, mail: MailArrived, reply: OperatorReply) -> list[ev.Event]:
    """The owner's reply has no words where an answer belongs: perhaps sent too early, or written below the
    quotation."""
    if ticket.owner != reply.author:
        return _taken(ticket, mail, reply)
    if reply.direct:
        return _note(reply, EMPTY_DIRECT)
    return _returned(reply, EMPTY) if reply.meant else []


def _taken(ticket: Ticket, mail: MailArrived, reply: OperatorReply) -> list[ev.Event]:
    if ticket.owner is None:
        return [ev.Claimed(operator=reply.author, at=mail.at, wrote=False)]
    return [ev.ClaimCameSecond(operator=reply.author, text="")]


def _claims(ticket: Ticket, mail: MailArrived, reply: OperatorReply) -> list[ev.Event]:
    if ticket.owner != reply.author:
        return _taken(ticket, mail, reply)
    return _returned(reply, CLAIMED_ALREADY) if reply.meant else _note(reply, NOT_FOR_CUSTOMER)


def _heard(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event]:
    """ "Ok", "👍", or "?", 👎: these claim nothing."""
    clear = reply.reading.meaning is Meaning.ACKNOWLEDGEMENT
    if ticket.owner is None and clear and offers(mail):
        return _taken(ticket, mail, reply)
    if ticket.owner not in (None, reply.author):
        word = is_claim_word(reply.words, rules.claim_words, mail.author_names)
        return _taken(ticket, mail, reply) if word else _note(reply, HEARD_BY_ANOTHER)
    if not reply.meant:
        return _note(reply, NOT_FOR_CUSTOMER)
    why = ONLY_ACKNOWLEDGES if clear else UNCLEAR
    return [hold(mail, reply, why)] if ticket.owner is not None and reply.relayed else _returned(reply, why)


def _seen(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event] | None:
    """The customer has the mail already. Nevertheless a sign tells the customer nothing, nor does an "ok" below the
    first question, nor one from a colleague who is not the owner; a claim word counts as in the procedure (step 2), and
    so does the owner's "ok" in a conversation."""
    if is_claim_word(reply.words, rules.claim_words, mail.author_names):
        return None
    if ticket.owner is None and reply.reading.meaning is Meaning.ACKNOWLEDGEMENT:
        return _taken(ticket, mail, reply)
    if ticket.owner not in (None, reply.author):
        return _note(reply, HEARD_BY_ANOTHER)
    says = ticket.owner is not None and words_of(reply.words)
    return None if says else _note(reply, SIGN_DIRECT)


def offers(mail: MailArrived) -> bool:
    """Whether it replies to something that asks for an owner: the customer's words, or an alarm that nobody has
    claimed. An "ok" to a colleague, or to a letter about a result, is meant for those."""
    if mail.answers is None or mail.answers in MAILS:
        return reply_to(mail.answers) is ReplyUse.ANSWER
    return reply_to(mail.answers) in (ReplyUse.ANSWER, ReplyUse.OWNERS_ANSWER) and kind_of(mail.answers).internal


def _returned(reply: OperatorReply, why: str) -> list[ev.Event]:
    return [ev.AnswerReturned(operator=reply.author, text=reply.text, why=why)]


def _note(reply: OperatorReply, why: str) -> list[ev.Event]:
    return [ev.NoteFiled(author=reply.author, text=reply.text, why=why)]
