"""`/pisah`: which mail its author means, and whether it may become a ticket."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import Call
from mailflow.core.commands.joining import SPLIT
from mailflow.core.commands.results import YOU_ASKED
from mailflow.core.commands.table import BY_WORD
from mailflow.core.message import Message
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.people import is_his_own
from mailflow.flow.parts import Parts
from mailflow.flow.settle.splitting import SplitMail, look, meant
from mailflow.flow.ticket.answered import answered_ids

SPLITTING = frozenset(BY_WORD["pisah"].names)


def split_asked(
    parts: Parts, message: Message, occasion: MailArrived, argument: str
) -> tuple[SplitMail | None, Sequence[str]]:
    """(the mail, or None; the result of the line). Reads only."""
    found, author, sender = look(parts, meant(parts, answered_ids(message))), occasion.author, message.sender
    if isinstance(found, str):
        return None, (found,)
    if sender is not None and is_his_own(found.source, sender.email, parts.rules):
        return None, (YOU_ASKED,)
    operator = author.role is Role.OPERATOR
    call = Call(author.name or "", occasion.at, "", "", closes=False, operator=operator, split=SPLIT)
    ((_, *result),) = carried_out(found.source, (("pisah", argument),), call, parts.rules).results
    return (found, ()) if result[0] == SPLIT else (None, result)
