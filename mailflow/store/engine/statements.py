"""What statements take and give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

Value = str | int | float | bytes | None  # what a column holds
Params = Sequence[Value]
Row = tuple[Any, ...]  # the statement says what its columns are
Memo = dict[str, Any]  # what is remembered for as long as a transaction lasts


class Cursor(Protocol):
    """The part of a DB-API cursor that we use; rows are tuples."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Row | None: ...
    def fetchall(self) -> list[Row]: ...
    def __iter__(self) -> Iterator[Row]: ...


class PageCheck(NamedTuple):
    """What a database found wrong with itself, as text for people, and which tables were not read to their end."""

    faults: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class Reign(NamedTuple):
    """The server a transaction is on, and what of its database this process has seen committed."""

    server: str  # host:port
    system: int  # identifier of the cluster; 0: not known
    timeline: int  # grows with each promotion of a standby
    seen: Mapping[str, str]  # by key of meta
