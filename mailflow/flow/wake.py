"""The third loop: tickets whose alarm has rung. The database decides what is due; the caller, when to look."""

from __future__ import annotations

from collections.abc import Callable

from mailflow.core.ladders import next_alarm
from mailflow.core.occasions import CommandGiven, TimePassed
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say
from mailflow.flow.handle import Cause, handle
from mailflow.flow.parts import Parts
from mailflow.store import colleagues, tickets

_AT_ONCE = 20  # tickets in one transaction


def ring(parts: Parts, stop: Callable[[], bool] = lambda: False) -> int:
    """Ring every alarm that is due by the desk's clock, until `stop`; how many tickets had something to say."""
    rang = 0
    while not stop() and (due := tickets.due(parts.db, parts.clock.now(), _AT_ONCE)):
        with parts.db.transaction():
            rang += sum(_ring(parts, n) for n in due)
    return rang


def _ring(parts: Parts, n: int) -> bool:
    ticket = tickets.load(parts.db, n)
    if ticket is None:
        return False
    handled = handle(parts, ticket, TimePassed(), Cause("time-passed"))
    if not handled.events:  # computed under other rules, or rung by somebody else a moment ago: only the alarm moves
        _set_alarm(parts, ticket)
    return bool(handled.events)


def apply_rules(parts: Parts) -> None:
    """After a start or an edit: alarms follow the rules in force, tickets of operators who are gone go back to all, and
    who is a colleague now will have been one."""
    people = (*parts.rules.operators, *parts.rules.pic)
    colleagues.remember(parts.db, [address for person in people for address in person.addresses])
    gone = tickets.owned_by_none_of(parts.db, [person.name for person in parts.rules.operators])
    for n in gone:
        with parts.db.transaction():
            _release(parts, n)
    while stale := tickets.stale_alarms(parts.db, parts.rules.fingerprint, _AT_ONCE):
        with parts.db.transaction():
            for n in stale:
                ticket = tickets.load(parts.db, n)
                if ticket is not None:
                    _set_alarm(parts, ticket)


def _release(parts: Parts, n: int) -> None:
    ticket = tickets.load(parts.db, n)
    if ticket is None or parts.rules.operator_named(ticket.owner) is not None:
        return
    why = f"{ticket.owner} {say('operator-gone', parts.rules.desk.language)}"
    given = CommandGiven("release", "rules.yaml", {"why": why})
    handle(parts, ticket, given, Cause("command-given"))


def _set_alarm(parts: Parts, ticket: Ticket) -> None:
    tickets.set_alarm(parts.db, ticket, next_alarm(ticket, parts.rules), parts.rules.fingerprint)
