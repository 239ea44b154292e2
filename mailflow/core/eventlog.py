"""The serialised form of events: their kind in the log, their actor, their fields as JSON and back."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime
from typing import Any, cast, get_args

from mailflow.core.events import Event
from mailflow.core.message import Address
from mailflow.core.plain import JsonObject, members, reader, to_plain

EVENTS: dict[str, type[Event]] = {re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower(): cls for cls in get_args(Event)}
Happened = tuple[str, str, JsonObject]  # an event in the log: kind, actor, all of its fields
_NAMES = {cls: name for name, cls in EVENTS.items()}


def kind(event: Event) -> str:
    """The event's kind in the log: `request-received`."""
    return _NAMES[type(event)]


def actor(event: Event) -> str:
    """Who did it, for people: a name, an address, or "mailflow"."""
    for name in ("actor", "operator", "author", "pic", "requester", "sender"):
        value = getattr(event, name, None)
        if value:
            return value.email if isinstance(value, Address) else str(value)
    return "mailflow"


def to_json(event: Event) -> JsonObject:
    """The event's fields as JSON values: datetimes as ISO 8601 in UTC, addresses as [email, name], tuples as lists."""
    names, values = members(cast(type, type(event)))
    return {name: _plain(value) for name, value in zip(names, values(event), strict=True)}


def happened(event: Event) -> Happened:
    """As the event log has it."""
    return kind(event), actor(event), to_json(event)


def from_json(name: str, data: JsonObject) -> Event:
    """The inverse of `to_json`. Unknown keys are ignored; a missing field takes its default.

    Raises KeyError for a kind this version does not know, TypeError when a field without default is missing.
    """
    event: Event = reader(cast(Any, EVENTS[name]))(data)
    return event


def completed(name: str, data: JsonObject) -> JsonObject:
    """`data` as this version writes it: fields newer than the row have their defaults. Unknown kinds are returned
    unchanged."""
    return {**_DEFAULTS.get(name, {}), **data}


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return _plain(to_plain(value, datetime.isoformat))


_DEFAULTS: dict[str, JsonObject] = {
    name: {f.name: _plain(f.default) for f in dataclasses.fields(cls) if f.default is not dataclasses.MISSING}
    for name, cls in EVENTS.items()
}
