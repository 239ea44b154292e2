"""Instants, JSON and bytes as columns hold them, alike on SQLite and PostgreSQL.

- Desk time: text of fixed width, `2026-11-21T08:00:00.000000Z`, so that text order is time order and a person can read
  it.
- Machine time (leases, retries): REAL seconds since the epoch.
- Values of the core: JSON, as core/plain.py has it.
- Bytes: zlib level 1.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any, TypeVar, cast

from mailflow.core.plain import reader, to_plain

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
    value: T = reader(cast(Any, kind))(json.loads(text))
    return value


def _plain(value: Any) -> Any:
    return to_plain(value, to_text)


_DUMP = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False).encode
