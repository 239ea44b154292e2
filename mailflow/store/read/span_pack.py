"""The sums of a day as bytes, and back. SpanCounts and requesters are JSON by columns; moments are 64 bits each, which
reading takes over as they are."""

from __future__ import annotations

import json
import sys
from array import array

from mailflow.core.plain import JsonObject
from mailflow.core.promises import Fate
from mailflow.core.quarter_columns import QuarterColumns
from mailflow.store.engine.fields import pack, to_json, unpack
from mailflow.store.read.spans import COUNTERS, Promised, Requesters, SpanCounts, SpanLengths

_SINGLE, _DOUBLE = COUNTERS[:2], COUNTERS[2:]  # counted by one thing, and by two


def pack_counts(counts: SpanCounts) -> bytes:
    found: dict[str, object] = {"invited": counts.invited}
    for name in _SINGLE:
        counter = getattr(counts, name)
        found[name] = (list(counter), list(counter.values()))
    for name in _DOUBLE:
        counter = getattr(counts, name)
        found[name] = ([one for one, _ in counter], [other for _, other in counter], list(counter.values()))
    for name, columns in (("opened", counts.opened), ("closed", counts.closed)):
        names = list(dict.fromkeys(columns.categories))
        which = {category: i for i, category in enumerate(names)}
        places = [which[category] for category in columns.categories]
        found[name] = (list(columns.quarters), names, places, list(columns.tickets))
    return pack(to_json(found).encode())


def add_counts(packed: bytes, counts: SpanCounts) -> None:
    """To those of other days."""
    found = json.loads(unpack(packed))
    counts.invited += found["invited"]
    _extend(counts.opened, *found["opened"])
    _extend(counts.closed, *found["closed"])
    for name in COUNTERS:
        *keys, numbers = found[name]
        names, counter = list(zip(*keys, strict=True)) if name in _DOUBLE else keys[0], getattr(counts, name)
        if counter.keys().isdisjoint(names):  # as quarters always are, and quicker
            dict.update(counter, zip(names, numbers, strict=True))
        else:
            counter.update(dict(zip(names, numbers, strict=True)))


def add_opened(packed: bytes, opened: QuarterColumns) -> None:
    """The same, of this alone."""
    _extend(opened, *json.loads(unpack(packed))["opened"])


def _extend(
    columns: QuarterColumns, quarters: list[int], names: list[str | None], places: list[int], tickets: list[int]
) -> None:
    """Each name is said once: a day has some hundred quarters of the same few categories."""
    columns.extend(quarters, map(names.__getitem__, places), tickets)


def pack_times(lengths: SpanLengths, promised: Promised) -> bytes:
    """A line of JSON with the numbers of moments of each column, then the columns."""
    groups = {"first": lengths.first.by_who, "resolved": lengths.resolved.by_who}
    sizes = {name: {who: len(begun) for who, (begun, _) in group.items()} for name, group in groups.items()}
    due = {fate.name: len(moments) for fate, moments in promised.items()}
    columns = [column for group in groups.values() for pair in group.values() for column in pair]
    whole = b"".join(_bytes(column) for column in (*promised.values(), *columns))
    return pack(to_json({"promised": due, **sizes}).encode() + b"\n" + whole)


def add_lengths(packed: bytes, lengths: SpanLengths) -> None:
    """To those of other days."""
    sizes, rest = _opened(packed)
    rest.at = sum(sizes["promised"].values())
    for into, group in ((lengths.first, sizes["first"]), (lengths.resolved, sizes["resolved"])):
        into.extend({who: (rest.take(size), rest.take(size)) for who, size in group.items()})


def promised(packed: bytes) -> Promised:
    sizes, rest = _opened(packed)
    return {Fate[name]: rest.take(size) for name, size in sizes["promised"].items()}


def _opened(packed: bytes) -> tuple[JsonObject, _Rest]:
    head, _, data = unpack(packed).partition(b"\n")
    moments = array("q")
    moments.frombytes(data)
    if sys.byteorder == "big":
        moments.byteswap()
    return json.loads(head), _Rest(moments)


class _Rest:
    """Moments that have not been taken yet."""

    def __init__(self, moments: array[int]) -> None:
        self.moments, self.at = moments, 0

    def take(self, size: int) -> array[int]:
        self.at += size
        return self.moments[self.at - size : self.at]


def _bytes(moments: array[int]) -> bytes:
    if sys.byteorder == "big":
        moments = moments[:]
        moments.byteswap()
    return moments.tobytes()


def pack_requesters(requesters: Requesters) -> bytes:
    return pack(to_json((requesters.asked, requesters.again)).encode())


def unpack_requesters(packed: bytes) -> Requesters:
    return Requesters(*json.loads(unpack(packed)))
