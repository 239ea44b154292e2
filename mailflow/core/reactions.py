"""An emoji reaction to a mail: noted, nothing more. It answers nothing, reopens nothing and stops no clock.

An operator's approving reaction to a letter that asks for an owner claims the ticket, as an "ok" would.
"""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.letter_kinds import ReplyUse, reply_to
from mailflow.core.no_answers import offers
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

_AGREES = frozenset("👍👌🙏❤✅✔💪🙋✋🤚🖐🫡👏🙌🎉💯🔥🆗☑🤝😊🙂😀😄😁⭐🌟🚀🏃")


def reacted(ticket: Ticket, mail: MailArrived) -> list[ev.Event]:
    """The events of a reaction on this ticket; an unproven colleague claims nothing with it."""
    name, sender = mail.author.name, mail.message.sender
    operator = mail.author.role is Role.OPERATOR and mail.author.proven
    if operator and name and not ticket.status.over and _agrees(mail) and offers(mail):
        if ticket.owner is None:
            return [ev.Claimed(operator=name, at=mail.at, wrote=False)]
        if ticket.owner != name:
            return [ev.ClaimCameSecond(operator=name, text="")]
    return [ev.ReactionFiled(sender=name or (sender.email if sender else ""), emoji=mail.message.reaction)]


def _agrees(mail: MailArrived) -> bool:
    return any(one in _AGREES for one in mail.message.reaction)


def is_verdict(mail: MailArrived, rules: Rules) -> bool:
    """Whether it is the PIC's reaction to a letter that needs a word: the PIC is asked for one (interfaces-2.md,
    "Settled")."""
    sender = mail.message.sender
    pic = mail.author.role is Role.PIC or (sender is not None and rules.pic_person(sender.email) is not None)
    return pic and mail.author.proven and reply_to(mail.answers) is ReplyUse.VERDICT
