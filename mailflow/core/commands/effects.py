"""What a colleague's command does to a ticket, typed or mailed: one function for both, so that they never differ.

A function returns the events, or one CommandRefused. TYPED has them by the name that `CommandGiven` carries;
`mailed` makes one the decision of a mail command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from mailflow.core import events as ev
from mailflow.core.closing import close
from mailflow.core.commands.command import Call, Decided
from mailflow.core.occasions import CommandGiven
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket

Effect = Callable[[Ticket, CommandGiven, Rules, datetime], list[ev.Event]]


def mailed(
    effect: Effect, name: str, done: str, args: Callable[[Call], Mapping[str, str]] = lambda call: {}
) -> Callable[[Ticket, Call, Rules], Decided]:
    """The decision of a mail command that does what `name` does when typed. `done`: its result when not refused."""

    def decide(ticket: Ticket, call: Call, rules: Rules) -> Decided:
        events = effect(ticket, CommandGiven(name, call.author, args(call)), rules, call.at)
        for event in events:
            if isinstance(event, ev.CommandRefused):
                return Decided(event.why, refused=True, detail=event.since.isoformat() if event.since else "")
        return Decided(done, tuple(events))

    return decide


def reopen(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    if ticket.status not in (Status.CLOSED, Status.DISCARDED):
        return _refused(ticket, command)
    owner = ticket.owner if rules.operator_named(ticket.owner) else None
    return [ev.Reopened(now, command.actor, "", owner, ticket.closed_at, why=command.args.get("why", ""))]


def assign(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    person = rules.operator_named(command.args.get("operator"))
    if person is None:
        return [ev.CommandRefused(command.actor, command.name, "unknown-operator")]
    if ticket.status.over:
        return _refused(ticket, command)
    if ticket.owner == person.name:
        return [ev.CommandRefused(command.actor, command.name, "owned-already")]
    why = command.args.get("why", "")
    return [ev.Assigned(operator=person.name, actor=command.actor, at=now, before=ticket.owner, why=why)]


def release(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    if ticket.status.over or ticket.owner is None:
        return _refused(ticket, command)
    return [ev.Released(actor=command.actor, at=now, why=command.args.get("why", ""))]


def discard(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    if ticket.status.over:
        return _refused(ticket, command)
    return [ev.Discarded(actor=command.actor, at=now, why=command.args.get("why", ""))]


def note(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    return [ev.NoteAdded(actor=command.actor, text=command.args.get("text", ""))]


def _link(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """A later ticket continues this one: the occasion that opened it also touches this ticket."""
    return [ev.Linked(int(command.args["n"]))]


def _rename(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """Only an edit of rules.yaml renames: the operator keeps the tickets."""
    before, after = command.args["before"], command.args["after"]
    if before not in (ticket.owner, ticket.statement_by):
        return []
    return [ev.OperatorRenamed(command.actor, before, after)]


def _refused(ticket: Ticket, command: CommandGiven) -> list[ev.Event]:
    """The state does not allow it."""
    return [ev.CommandRefused(command.actor, command.name, f"is-{ticket.status.value}")]


TYPED: Mapping[str, Effect] = MappingProxyType(
    {
        "close": close,
        "reopen": reopen,
        "assign": assign,
        "release": release,
        "discard": discard,
        "note": note,
        "link": _link,
        "rename": _rename,
    }
)
