"""Values of the core as JSON types, and back.

An Address is `[email, name]`, a datetime its text, a tuple a list, a dataclass an object, an enum member its value.
Used by the event log and by the columns of the store.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from mailflow.core.message import Address

JsonObject = dict[str, Any]  # an object of JSON: what keys it has, whoever wrote it knows
T = TypeVar("T")
PlainReader = Callable[[Any], Any]


def to_plain(value: object, moment: Callable[[datetime], str]) -> object:
    """One step towards JSON: the parts of a value, which may not be plain themselves yet. Raises TypeError for what has
    no plain form. `moment` writes a datetime."""
    if isinstance(value, Address):
        return [value.email, value.name]
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        names, values = members(type(value))
        return dict(zip(names, values(value), strict=True))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"no plain form for {type(value).__name__}: {value!r:.80}")


@cache
def members(kind: type) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    """The field names of a dataclass, and a function that reads them all."""
    names = tuple(f.name for f in fields(kind))
    return names, attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, n) for n in names)


@cache
def reader(kind: Any) -> PlainReader:
    """A function that makes a `kind` from its plain form; built once per type. For a dataclass: a missing field takes
    its default (the text is older), an unknown key is ignored (the text is newer); TypeError for a missing field
    without default."""
    if kind is Address:
        return lambda plain: Address(*plain)
    if kind is datetime:
        return datetime.fromisoformat
    if kind is date:
        return date.fromisoformat
    if get_origin(kind) in (Union, types.UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if get_origin(kind) is Mapping:
        key, item = map(reader, get_args(kind))
        return lambda plain: {key(name): item(value) for name, value in plain.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return _dataclass(kind)
    return _same


def _same(plain: T) -> T:
    return plain


def _optional(kind: object) -> PlainReader:
    inner = [k for k in get_args(kind) if k is not type(None)]
    if len(inner) != 1:
        return _same  # a union of plain types, e.g. str | int, is plain already
    read = reader(inner[0])
    return lambda plain: None if plain is None else read(plain)


def _tuple(kinds: tuple[object, ...]) -> PlainReader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        read = reader(kinds[0])
        return tuple if read is _same else lambda plain: tuple(map(read, plain))
    readers = tuple(map(reader, kinds))
    return lambda plain: tuple(read(item) for read, item in zip(readers, plain, strict=True))


def _dataclass(kind: Any) -> PlainReader:
    hints = get_type_hints(kind)
    readers = {f.name: reader(hints[f.name]) for f in fields(kind) if f.init}
    unlike = [(name, read) for name, read in readers.items() if read is not _same]  # a ticket's parts are mostly plain

    def read(plain: JsonObject) -> object:
        parts = {name: item for name, item in plain.items() if name in readers}
        parts |= {name: read(parts[name]) for name, read in unlike if name in parts}
        return kind(**parts)

    return read
