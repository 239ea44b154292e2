"""The reminder loop: tickets whose alarm is due. The database decides what is due, the caller when to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from mailflow.core.ladders import next_alarm
from mailflow.core.letter import Letter
from mailflow.core.occasions import CommandGiven, TimePassed
from mailflow.core.renames import now_called
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say
from mailflow.flow.parts import Parts
from mailflow.flow.schedule import bundles, hours_change
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.flow.ticket.merging import last_of
from mailflow.store.desk import colleagues, holdings, rules_kept, tickets
from mailflow.store.mail import reply_tokens

_AT_ONCE = 20  # tickets in one transaction
_REOPENED = timedelta(days=366)  # tickets closed longer ago keep the old name; when reopened, they have no owner


def ring(parts: Parts, stop: Callable[[], bool] = lambda: False) -> int:
    """Fire every alarm that is due by desk time, until `stop`; returns how many tickets had events."""
    rang, crowd = 0, bundles.crowded(parts)
    while not stop() and (due := tickets.due(parts.db, parts.clock.now(), _AT_ONCE)):
        rang += parts.parsed.run(partial(_ring_all, parts, due, crowd))
    if not stop():
        bundles.post(parts)
    return rang


def _ring_all(parts: Parts, due: Sequence[int], crowd: frozenset[str]) -> int:
    aside: list[tuple[Letter, Ticket]] = []
    with parts.db.transaction():
        rang = sum(_ring(parts, n, crowd, aside) for n in due)
        bundles.put_aside(parts, aside)
    return rang


def _ring(parts: Parts, n: int, crowd: frozenset[str], aside: list[tuple[Letter, Ticket]]) -> bool:
    """`crowd`: readers for whom so much is due that one letter lists it; what that is comes to `aside`."""
    ticket = tickets.load(parts.db, n)
    if ticket is None:
        return False
    goes_on = last_of(parts.db, ticket)  # another where it was merged: whoever has that is reminded of the second tier
    if goes_on.n != ticket.n and goes_on.status.over:
        return not tickets.set_alarm(parts.db, ticket, None, parts.rules.fingerprint)
    passed = TimePassed((goes_on.owner or "") if goes_on.n != ticket.n else "")
    handled = handle(parts, ticket, passed, Cause("time-passed", {"bundled": sorted(crowd)} if crowd else {}))
    aside.extend(handled.aside)
    if not handled.events:  # computed under other rules, or fired by another daemon just now: only the alarm is moved
        _set_alarm(parts, ticket)
    return bool(handled.events)


def apply_rules(parts: Parts) -> Mapping[date, tuple[str, str]]:
    """After a start or an edit: alarms follow the rules in force, a renamed operator keeps the tickets, those of a
    removed operator become free, and colleagues are remembered. Returns days off that differ from before although
    nobody has edited them (hours_change.note)."""
    moved = {} if hours_change.has_no_past(parts) else hours_change.note(parts)
    rules_kept.keep(parts.db, parts.policy.settings.rules, parts.clock.now())
    _rename(parts)
    for n, owner in tickets.owned_by_none_of(parts.db, [person.name for person in parts.rules.operators]):
        parts.parsed.run(partial(_settle_owner, parts, n, owner))
    people = (*parts.rules.operators, *parts.rules.pic)
    holdings.note(parts.db, parts.policy.settings.holdings)
    _end_tokens(parts, [address for person in people for address in person.addresses])
    colleagues.remember(parts.db, [(address, person.name) for person in people for address in person.addresses])
    while stale := tickets.stale_alarms(parts.db, parts.rules.fingerprint, _AT_ONCE):
        with parts.db.transaction():
            for n in stale:
                ticket = tickets.load(parts.db, n)
                if ticket is not None:
                    _set_alarm(parts, ticket)
    return moved


def _end_tokens(parts: Parts, present: list[str]) -> None:
    """The reply tokens of who has left rules.yaml prove nothing any more, also if the same person comes back."""
    admin = [parts.rules.admin] if parts.rules.admin else []
    with parts.db.transaction():
        reply_tokens.note_staff(parts.db, [*present, *admin], colleagues.known(parts.db))


def _rename(parts: Parts) -> None:
    """Every ticket that knows an operator renamed by this edit, also closed ones that a reply may reopen."""
    operators = parts.rules.operators
    said = {colleagues.last_name(parts.db, address): p.name for p in operators for address in p.addresses}
    for before in sorted(name for name, now in said.items() if name is not None and name != now):
        after = now_called(before, colleagues.addresses_of(parts.db, before), operators)
        known = tickets.naming(parts.db, before, parts.clock.now() - _REOPENED) if after not in (None, before) else []
        for start in range(0, len(known), _AT_ONCE):
            with parts.db.transaction():
                for n in known[start : start + _AT_ONCE]:
                    _command(parts, n, "rename", {"before": before, "after": str(after)})


def _settle_owner(parts: Parts, n: int, owner: str) -> None:
    """The ticket stays with the owner under the new name; when name and addresses are gone, it becomes free."""
    after = now_called(owner, colleagues.addresses_of(parts.db, owner), parts.rules.operators)
    with parts.db.transaction():
        ticket = tickets.load(parts.db, n)
        if ticket is None or ticket.owner != owner:  # another daemon has done it
            return
        if after is not None:
            _command(parts, n, "rename", {"before": owner, "after": after})
        else:
            _command(parts, n, "release", {"why": f"{owner} {say('operator-gone', parts.rules.desk.language)}"})


def _command(parts: Parts, n: int, name: str, args: dict[str, str]) -> None:
    ticket = tickets.load(parts.db, n)
    if ticket is not None:
        handle(parts, ticket, CommandGiven(name, "rules.yaml", args), Cause("command-given"))


def _set_alarm(parts: Parts, ticket: Ticket) -> None:
    tickets.set_alarm(parts.db, ticket, next_alarm(ticket, parts.rules), parts.rules.fingerprint)
