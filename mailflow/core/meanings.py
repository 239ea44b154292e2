"""(ticket, mail, rules) → what the words of a mail on a ticket mean, whoever wrote it. For `explain`; `decide` calls
the same functions, by role of the author."""

from __future__ import annotations

from mailflow.core import customers, operator_reply, pics
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.people import is_his_own
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket


def meaning_of(ticket: Ticket, mail: MailArrived, rules: Rules) -> Reading | None:
    """None for mail that no person wrote, and for words whose meaning decides nothing."""
    if mail.message.automatic:
        return None
    if mail.message.reaction:
        return Reading(Meaning.REACTION, mail.message.reaction)
    sender = mail.message.sender
    if mail.author.role is Role.CUSTOMER or (sender is not None and is_his_own(ticket, sender.email, rules)):
        return customers.reading(ticket, mail, rules)
    if rules.pic_person(sender.email if sender else "") and pics.decides(ticket, mail, rules):
        return pics.reading(ticket, mail, rules)
    only_commands = bool(mail.commands) and not mail.words.strip()
    meant = mail.author.role is Role.OPERATOR and not only_commands
    return operator_reply.reading(ticket, mail, rules) if meant else None
