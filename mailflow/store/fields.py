"""Instants, JSON and bytes as columns hold them, alike on SQLite and PostgreSQL.

- Desk time: text of fixed width, `2026-11-21T08:00:00.000000Z`, so that text order is time order and a person can read
  it.
- Machine time (leases, retries): REAL seconds since the epoch.
- Values of the core: JSON; an Address is `[email, name]`, a moment its text, a tuple a list, a dataclass an object.
- Bytes: zlib level 1.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import Enum
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from mailflow.core.message import Address

try:  # the same format, four times as fast; not to be had for every machine
    from isal import isal_zlib as deflate
except ImportError:
    import zlib as deflate  # type: ignore[no-redef]

T = TypeVar("T")


@lru_cache(maxsize=256)  # one mail names its moments again and again
def to_text(moment: datetime) -> str:
    """An aware moment as a column holds it. Raises ValueError for a naive one: nobody knows when that is."""
    if moment.tzinfo is None:
        raise ValueError(f"a naive datetime is no moment: {moment!r}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def from_text(text: str) -> datetime:
    """Back to an aware moment in UTC. Raises ValueError for anything `to_text` did not write."""
    if len(text) != 27 or text[-1] != "Z":
        raise ValueError(f"not a stored moment: {text!r}")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)


def to_text_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)


def from_text_or_none(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)


def shown(text: str | None, zone: tzinfo = UTC) -> str | None:
    """A stored moment as outside callers see it: ISO 8601 with offset, in whole seconds,
    `2026-11-21T15:00:00+07:00`."""
    return None if text is None else from_text(text).astimezone(zone).isoformat(timespec="seconds")


def pack(data: bytes) -> bytes:
    """Bytes as a column holds them. Level 1: twice as fast as level 6 for a few percent more disk."""
    return deflate.compress(data, 1)


def unpack(packed: bytes) -> bytes:
    return deflate.decompress(packed)


def to_json(value: Any) -> str:
    """Any value of the core, or a mapping of such, as JSON text. Raises TypeError for what has no plain form."""
    return storable(_DUMP(value))


def storable(text: str) -> str:
    """Text as every database takes it: half surrogate pairs (from bytes that were no text) and NUL become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text.replace("\0", "\ufffd")


def from_json(kind: type[T], text: str) -> T:
    """The value of dataclass `kind` that `to_json` wrote. A field the text lacks takes its default (it is newer than
    the text); one the class lacks is ignored (it is older)."""
    value: T = _reader(cast(Any, kind))(json.loads(text))
    return value


def to_plain(value: Any) -> Any:
    """A value of the core in the types JSON knows."""
    if isinstance(value, Address):
        return [value.email, value.name]
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        names, values = _members(type(value))
        return dict(zip(names, values(value), strict=True))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"no plain form for {type(value).__name__}: {value!r:.80}")


@cache
def _members(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The field names of a dataclass, and what reads them all."""
    names = tuple(f.name for f in fields(kind))
    return names, attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, n) for n in names)


_DUMP = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=to_plain, allow_nan=False).encode

_Reader = Callable[[Any], Any]


def _same(plain: Any) -> Any:
    return plain


@cache
def _reader(kind: Any) -> _Reader:
    """How to make a `kind` of its plain form; worked out once per type."""
    if kind is Address:
        return lambda plain: Address(*plain)
    if kind is datetime:
        return from_text
    if kind is date:
        return date.fromisoformat
    if get_origin(kind) in (Union, types.UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return _dataclass(kind)
    return _same


def _optional(kind: Any) -> _Reader:
    inner = [k for k in get_args(kind) if k is not type(None)]
    if len(inner) != 1:
        return _same  # a union of plain types, e.g. str | int, is its own plain form
    read = _reader(inner[0])
    return lambda plain: None if plain is None else read(plain)


def _tuple(kinds: tuple[Any, ...]) -> _Reader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        read = _reader(kinds[0])
        return tuple if read is _same else lambda plain: tuple(map(read, plain))
    readers = tuple(map(_reader, kinds))
    return lambda plain: tuple(read(item) for read, item in zip(readers, plain, strict=True))


def _dataclass(kind: Any) -> _Reader:
    hints = get_type_hints(kind)
    readers = {f.name: _reader(hints[f.name]) for f in fields(kind) if f.init}

    def read(plain: dict[str, Any]) -> Any:
        return kind(**{name: readers[name](item) for name, item in plain.items() if name in readers})

    return read
