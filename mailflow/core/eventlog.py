"""How events are written down: their names in the log, who did them, their fields as JSON and back."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from mailflow.core.events import Event
from mailflow.core.message import Address

EVENTS: dict[str, type[Event]] = {re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower(): cls for cls in get_args(Event)}
_NAMES = {cls: name for name, cls in EVENTS.items()}
_FIELDS = {cls: tuple(f.name for f in dataclasses.fields(cls)) for cls in EVENTS.values()}
_HINTS: dict[type, dict[str, Any]] = {cls: get_type_hints(cls) for cls in EVENTS.values()}


def kind(event: Event) -> str:
    """The event's name in the log: `request-received`."""
    return _NAMES[type(event)]


def actor(event: Event) -> str:
    """Who did it, as a person would say it: a name, an address, or "mailflow"."""
    for name in ("actor", "operator", "author", "pic", "requester", "sender"):
        value = getattr(event, name, None)
        if value:
            return value.email if isinstance(value, Address) else str(value)
    return "mailflow"


def to_json(event: Event) -> dict[str, Any]:
    """The event's fields as JSON values: moments ISO 8601 in UTC, addresses [email, name], tuples lists."""
    return {name: _plain(getattr(event, name)) for name in _FIELDS[type(event)]}


def from_json(name: str, data: dict[str, Any]) -> Event:
    """The inverse of `to_json`. Unknown keys are left out; a field that is missing takes its default.

    Raises KeyError for a kind this version does not know, TypeError when a field without default is missing.
    """
    cls = EVENTS[name]
    hints = _HINTS[cls]
    return cls(**{key: _typed(hints[key], value) for key, value in data.items() if key in hints})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Address):
        return [value.email, value.name]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _typed(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if origin is tuple:
        args = get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(_typed(args[0], item) for item in value)
        return tuple(_typed(arg, item) for arg, item in zip(args, value, strict=True))
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is Address:
        return Address(value[0], value[1])
    return value
