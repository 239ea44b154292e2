"""The vocabulary of `when:` of a webhook. One function per word; its docstring is the word's reference.

As in rules: a word takes one value or many, any of them is enough, several words must all hold; a value is text, or a
regular expression between slashes. What a word looks at is the event, and the ticket as it was right after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from mailflow.core import conditions, patterns
from mailflow.core.plain import JsonObject
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import dataclass

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event of the log, and its ticket right after it."""

    n: int
    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    actor: str
    data: JsonObject
    ticket: Ticket


def category(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """The ticket's category is one of these. `category: [pulsa, jaringan]`"""
    return _is(values, told.ticket.category)


def owner(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """The ticket's owner is one of these operators. `owner: Budi`"""
    return _is(values, told.ticket.owner)


def status(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """The ticket is in one of these states after it. `status: [escalated, closing]`"""
    return _is(values, told.ticket.status.value)


def priority(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """The ticket's priority is one of these. `priority: high`"""
    return _is(values, told.ticket.priority)


def group(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """The ticket was given to this group of operators. `group: akademik`"""
    return _is(values, told.ticket.group)


def actor(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """Who did it, by name or address, is one of these. `actor: Dewi`"""
    return _is(values, told.actor)


def subject(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """The ticket's subject contains one of these. `subject: [pulsa, top-up]`"""
    return conditions.any_in(values, [told.ticket.subject])


def sender(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """The customer's address or name contains one of these. `from: "@kampus.example"`"""
    who = told.ticket.requester
    return who is not None and conditions.any_in(values, [who.email, who.name])


def hour(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """It happened at this hour of the desk's day, or between two. `hour: "17:00-08:00"`"""
    return conditions.at_hour(values, told.at.astimezone(ZoneInfo(rules.desk.timezone)))


def weekday(values: Values, told: ToldEvent, rules: Rules) -> bool:
    """It happened on this day, or on one of these. `weekday: [sat-sun, holiday]`"""
    return conditions.on_day(values, told.at.astimezone(ZoneInfo(rules.desk.timezone)), rules)


WORDS: Mapping[str, Callable[[Values, ToldEvent, Rules], bool]] = MappingProxyType(
    {
        "category": category,
        "owner": owner,
        "status": status,
        "priority": priority,
        "group": group,
        "actor": actor,
        "subject": subject,
        "from": sender,
        "hour": hour,
        "weekday": weekday,
    }
)


def holds(when: Iterable[tuple[str, Values]], told: ToldEvent, rules: Rules) -> bool:
    return all(WORDS[word](values, told, rules) for word, values in when)


def check(word: str, value: str) -> None:
    """Raises ValueError, in words for the admin, when `value` cannot be used with `word`."""
    states = [one.value for one in Status]
    if word == "status" and not patterns.is_expression(value) and value.casefold() not in states:
        raise ValueError(f"{value!r} is no state of a ticket: {', '.join(states)}")
    conditions.check(word, value)


def _is(values: Values, known: str | None) -> bool:
    """Whether it is one of these, whatever the case; "" and None are none."""
    plain = [value.casefold() for value in values if not patterns.is_expression(value)]
    written = tuple(value for value in values if patterns.is_expression(value))
    return bool(known) and ((known or "").casefold() in plain or conditions.any_in(written, [known or ""]))
