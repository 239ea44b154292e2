"""`/gabung 7`: its author is asked first, once nothing stands against it."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import ASKED_YOU, BAD_ARGUMENT, Call
from mailflow.core.commands.joining import MERGE, NO_SUCH, numbers_in
from mailflow.core.commands.results import NO_TICKET, WHICH_TICKET, YOU_ASKED
from mailflow.core.commands.table import BY_WORD
from mailflow.core.confirmations import Act
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.people import is_his_own
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.merging import act_args, target
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import tickets

_MERGING = frozenset(word for word, command in BY_WORD.items() if command.asks_first == MERGE)


@dataclass(frozen=True, slots=True)
class MergeAsked:
    """The line of a mail that merges two tickets."""

    name: str
    numbers: tuple[str, ...]  # one, of the other ticket, or both, in order; () when it names none


def merge_asked(name: str, argument: str) -> MergeAsked | None:
    """None when it is another command."""
    return MergeAsked(name, numbers_in(argument)) if name in _MERGING else None


def asked_back(
    parts: Parts, own: Ticket | None, occasion: MailArrived, asked: MergeAsked
) -> tuple[Act | None, Sequence[str]]:
    """(the act to ask the author about, or None; the result of the line, and perhaps a detail). Reads only."""
    if not asked.numbers:
        return None, (BAD_ARGUMENT,)
    *first, other = asked.numbers
    n = tickets.by_number(parts.db, first[0]) if first else None
    if first and n is None:
        return None, (NO_TICKET, first[0])
    ticket = own if n is None else tickets.load(parts.db, n)
    if ticket is None:
        return None, (WHICH_TICKET,)
    sender = occasion.message.sender
    if sender is not None and is_his_own(ticket, sender.email, parts.rules):
        return None, (YOU_ASKED,)
    return _decided(parts, ticket, occasion, asked.name, other)


def _decided(
    parts: Parts, ticket: Ticket, occasion: MailArrived, name: str, other: str
) -> tuple[Act | None, Sequence[str]]:
    author, n = occasion.author, tickets.by_number(parts.db, other)
    into = None if n is None else target(parts.db, n)
    operator = author.role is Role.OPERATOR
    call = Call(author.name or "", occasion.at, "", "", closes=False, operator=operator, target=into)
    ((_, *result),) = carried_out(ticket, ((name, other),), call, parts.rules).results
    if into is None or result[0] != ASKED_YOU:
        return None, (NO_SUCH, other) if result[0] == NO_SUCH else result
    act, args = act_args(ticket, into)
    return Act(act, call.author, args), (ASKED_YOU,)
