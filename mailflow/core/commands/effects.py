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
from mailflow.core.merging import ERASED, merge
from mailflow.core.occasions import CommandGiven
from mailflow.core.renames import Renaming
from mailflow.core.rules import Rules
from mailflow.core.second_tier import escalate
from mailflow.core.third_party import ask
from mailflow.core.ticket import Status, Ticket
from mailflow.core.typed_answers import send
from mailflow.lazy_dataclasses import replace

IMPORTED = "is-imported"
NEEDLESS = frozenset(
    {
        ("assign", "owned-already"),
        ("release", "is-new"),
        ("category", "same-category"),
        ("priority", "same-priority"),
        ("excuse", "excused"),
        *(("reopen", f"is-{state}") for state in Status if not state.over),
    }
)
Effect = Callable[[Ticket, CommandGiven, Rules, datetime], list[ev.Event]]


def mailed(
    effect: Effect, name: str, done: str, args: Callable[[Call], Mapping[str, str]] = lambda call: {}
) -> Callable[[Ticket, Call, Rules], Decided]:
    """The decision of a mail command that does what `name` does when typed. `done`: its result when not refused. What
    needs not be done is no refusal: words below it go on to the customer."""

    def decide(ticket: Ticket, call: Call, rules: Rules) -> Decided:
        events = effect(ticket, CommandGiven(name, call.author, args(call), data=call.data), rules, call.at)
        for event in events:
            if isinstance(event, ev.CommandRefused):
                needless = (name, event.why) in NEEDLESS
                detail = event.since.isoformat() if event.since else event.detail
                return Decided(event.why, refused=not needless, detail=detail)
        return Decided(done, tuple(events))

    return decide


def reopen(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    if ticket.status not in (Status.CLOSED, Status.DISCARDED):
        return _refused(ticket, command)
    if ticket.erased or ticket.imported:
        return [ev.CommandRefused(command.actor, command.name, ERASED if ticket.erased else IMPORTED)]
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
    return [ev.Assigned(operator=person.name, actor=command.actor, at=now, before=ticket.owner, why=why, restarts=True)]


def claim(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """Becomes the actor's, whoever has it: its owner or the PIC has said yes."""
    given = {"operator": command.actor}
    return assign(ticket, CommandGiven("assign", command.actor, given), rules, now)


def release(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    if ticket.status.over or ticket.owner is None:
        return _refused(ticket, command)
    return [ev.Released(actor=command.actor, at=now, why=command.args.get("why", ""))]


def discard(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    if ticket.status.over:
        return _refused(ticket, command)
    return [ev.Discarded(actor=command.actor, at=now, why=command.args.get("why", ""))]


def note(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    if ticket.status is Status.MERGED:  # nobody would read it
        return _refused(ticket, command)
    return [ev.NoteAdded(actor=command.actor, text=command.args.get("text", ""))]


def categorize(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """Where rules.yaml names categories, one of those."""
    if ticket.status is Status.MERGED:
        return _refused(ticket, command)
    wanted, known = command.args.get("category", ""), categories(rules)
    found = next((one for one in known if one.casefold() == wanted.casefold()), None if known else wanted)
    if found is None:
        return [ev.CommandRefused(command.actor, command.name, "unknown-category")]
    if found == ticket.category:
        return [ev.CommandRefused(command.actor, command.name, "same-category")]
    return [ev.Categorized(command.actor, found, ticket.category)]


def categories(rules: Rules) -> tuple[str, ...]:
    """Those that rules.yaml names, as it writes them: in `rules:`, and for the second tier."""
    named = [value for rule in rules.rules for word, value in rule.then if word == "category"]
    tiers = rules.second_tier.categories if rules.second_tier is not None and named else ()
    return tuple({name.casefold(): name for name in (*reversed(tuple(tiers)), *reversed(named))}.values())[::-1]


def prioritize(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    priority = command.args["priority"]
    if ticket.status.over:
        return _refused(ticket, command)
    if priority == ticket.priority:
        return [ev.CommandRefused(command.actor, command.name, "same-priority")]
    return [ev.Prioritized(command.actor, priority, ticket.priority)]


def snooze(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """`until` is an ISO moment in the future."""
    if ticket.status.over or ticket.owner is None:
        return _refused(ticket, command)
    return [ev.Snoozed(command.actor, now, datetime.fromisoformat(command.args["until"]))]


def excuse(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """Each breach that has no excuse yet gets this one."""
    if not rules.is_pic(command.actor):
        return [ev.CommandRefused(command.actor, command.name, "pic-excuses")]
    if ticket.breaches == ticket.excused:
        return [ev.CommandRefused(command.actor, command.name, "excused" if ticket.breaches else "no-breach")]
    return [ev.Excused(command.actor, command.args.get("text", ""))] * (ticket.breaches - ticket.excused)


def _link(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """A later ticket continues this one: the occasion that opened it also touches this ticket."""
    return [ev.Linked(int(command.args["n"]))]


def _rename(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """Only an edit of rules.yaml renames: the operator keeps the tickets, and what is held or waits on others'."""
    before, after = command.args["before"], command.args["after"]
    if Renaming(before, after).throughout(ticket) == ticket:
        return []
    return [ev.OperatorRenamed(command.actor, before, after, throughout=True)]


def _refused(ticket: Ticket, command: CommandGiven) -> list[ev.Event]:
    """The state does not allow it."""
    why = ev.CommandRefused(command.actor, command.name, f"is-{ticket.status.value}")
    return [replace(why, detail=ticket.merged_number)]


TYPED: Mapping[str, Effect] = MappingProxyType(
    {
        "close": close,
        "reopen": reopen,
        "assign": assign,
        "claim": claim,
        "release": release,
        "discard": discard,
        "note": note,
        "category": categorize,
        "priority": prioritize,
        "snooze": snooze,
        "excuse": excuse,
        "merge": merge,
        "escalate": escalate,
        "ask": ask,
        "send": send,
        "link": _link,
        "rename": _rename,
    }
)
