"""How columns hold timestamps, JSON and bytes, the same on SQLite and PostgreSQL.

- Desk time: text of fixed width, `2026-11-21T08:00:00.000000Z`, so that text order is time order and people can read
  it in the database.
- Machine time (leases, retries): REAL, seconds since the epoch.
- Values of the core: JSON, in the form of core/plain.py.
- Bytes: zlib level 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache, partial
from typing import TypeVar, cast

from mailflow.core.message import Address
from mailflow.core.plain import reader, to_plain

try:  # zlib's format; not available on every platform
    from isal import isal_zlib as deflate
except ImportError:
    import zlib as deflate  # type: ignore[no-redef]

T = TypeVar("T")


@lru_cache(maxsize=256)  # the same few moments for each mail: 0.7 % of requests (bench/caches.py)
def to_text(moment: datetime) -> str:
    """An aware datetime as a column holds it. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"a naive datetime is no moment: {moment!r}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def from_text(text: str) -> datetime:
    """The inverse of `to_text`: an aware datetime in UTC. Raises ValueError for any other text."""
    if len(text) != 27 or text[-1] != "Z":
        raise ValueError(f"not a stored moment: {text!r}")
    return datetime.fromisoformat(text)


def to_text_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)


def from_text_or_none(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)


def shown(text: str | None, zone: tzinfo = UTC) -> str | None:
    """A stored timestamp as JSON output shows it: ISO 8601 with offset, in whole seconds,
    `2026-11-21T15:00:00+07:00`."""
    return None if text is None else from_text(text).astimezone(zone).isoformat(timespec="seconds")


def pack(data: bytes) -> bytes:
    """Compressed bytes as a column holds them. zlib level 1: twice as fast as level 6 for a few percent more disk.
    By isal 30 µs instead of 84 for a mail of 4 KB (bench/tricks.py, 2026-11-29)."""
    return deflate.compress(data, 1)


def unpack(packed: bytes) -> bytes:
    return deflate.decompress(packed)


def to_json(value: object) -> str:
    """Any value of the core, or a mapping of such values, as JSON text. Raises TypeError for what has no JSON form."""
    return storable(_DUMP(value))


def pair(address: Address) -> list[str]:
    """An address as JSON has it, for columns that hold nothing else."""
    return [address.email, address.name]


def pairs(people: Iterable[Address]) -> list[list[str]]:
    return [pair(person) for person in people]


def storable(text: str) -> str:
    """Text that every database accepts: lone surrogates (from undecodable bytes) and NUL become U+FFFD."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text.replace("\0", "\ufffd") if "\0" in text else text


def from_json(kind: type[T], text: str) -> T:
    """The value of dataclass `kind` that `to_json` wrote. A field missing in the text takes its default (the text is
    older); a key the class does not know is ignored (the text is newer)."""
    value: T = reader(cast(object, kind))(json.loads(text))
    return value


def _dumper() -> Callable[[object], str]:
    """`encode` of a JSONEncoder, whose C part is made once, not for each value: 3.9 µs instead of 5.2 for an event
    (bench/tricks.py, 2026-11-30). The library does so where it may not look for circles, which no value of the core
    has."""
    encoder, make = DUMPING, getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # another Python than CPython
        return encoder.encode
    string = json.encoder.encode_basestring
    chunks = make(None, encoder.default, string, None, ":", ",", False, False, False)
    return lambda value: "".join(chunks(value, 0))


DUMPING = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=partial(to_plain, moment=to_text), allow_nan=False
)
_DUMP = _dumper()
