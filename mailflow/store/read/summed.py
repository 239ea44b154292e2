"""What happened in a period, of sums where days have them and of rows for the rest: the ends of the period, the newest
days, and those whose sums were taken back."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, Self, TypeVar

from mailflow.core.period import Promise
from mailflow.core.promises import Fate
from mailflow.core.quarter_columns import QuarterColumns
from mailflow.store.desk import summed_days
from mailflow.store.desk.summed_days import DAY, SummedDay
from mailflow.store.engine.database import Database
from mailflow.store.read import span_pack, spans
from mailflow.store.read.spans import COUNTERS, Promised, Requesters, Span, SpanCounts, SpanLengths


def day(db: Database, number: int) -> SummedDay:
    """Its sums, from the rows."""
    span = (number * DAY, (number + 1) * DAY)
    return SummedDay(
        number,
        span_pack.pack_counts(spans.counts(db, span)),
        span_pack.pack_times(spans.lengths(db, span), spans.promised(db, span)),
        span_pack.pack_requesters(spans.requesters(db, span)),
    )


def is_true(db: Database, number: int) -> bool:
    """Whether the sums of this day, if it has any, are those of its rows."""
    span = (number * DAY, (number + 1) * DAY)
    if not any(packed for _, packed in _pieces(db, span, "counts")):
        return True
    (due,) = [span_pack.promised(packed) for _, packed in _pieces(db, span, "times") if packed]
    (asked,) = requesters(db, span)
    kept = _plain(counts(db, span), lengths(db, span), due, asked)
    return kept == _plain(
        spans.counts(db, span), spans.lengths(db, span), spans.promised(db, span), spans.requesters(db, span)
    )


def _plain(counts: SpanCounts, lengths: SpanLengths, promised: Promised, requesters: Requesters) -> tuple[object, ...]:
    """To be compared: in any order of the rows."""
    return (
        [getattr(counts, name) for name in COUNTERS],
        [sorted(columns, key=repr) for columns in (counts.opened, counts.closed)],
        counts.invited,
        [sorted(some) for some in (lengths.first, lengths.resolved)],
        promised,
        [sorted(some) for some in (requesters.asked, requesters.again)],
    )


def counts(db: Database, span: Span) -> SpanCounts:
    return _sum(SpanCounts(), _read(db, span, "counts", spans.counts), span_pack.add_counts)


def opened(db: Database, span: Span) -> QuarterColumns:
    return _sum(QuarterColumns(), _read(db, span, "counts", spans.opened), span_pack.add_opened)


def lengths(db: Database, span: Span) -> SpanLengths:
    return _sum(SpanLengths(), _read(db, span, "times", spans.lengths), span_pack.add_lengths)


def promises(db: Database, came: Span, due: Span, now: int) -> list[Promise]:
    """Of requests that came in the first span, those that were due in the second: one for each fate, as many as it
    befell. An open one whose moment has not passed at `now` is not among them."""
    passed = (due[0], max(due[0], min(due[1], now + 1)))
    found: Counter[Fate] = Counter()
    for at, packed in _pieces(db, came, "times"):
        some = spans.promised(db, at) if packed is None else span_pack.promised(packed)
        for fate, moments in some.items():
            found[fate] += _within(moments, passed if fate is Fate.OPEN else due)
    answered = {Fate.KEPT: due[0], Fate.BROKEN: due[0] + 1, Fate.OPEN: None}
    return [Promise(due[0], answered[fate], None, "new", count) for fate, count in found.items() if count]


def _within(moments: array[int], span: Span) -> int:
    return bisect_left(moments, span[1]) - bisect_left(moments, span[0])


def requesters(db: Database, span: Span) -> Iterator[Requesters]:
    for piece in _read(db, span, "requesters", spans.requesters):
        yield span_pack.unpack_requesters(piece) if isinstance(piece, bytes) else piece


class _AddedUp(Protocol):
    def add(self, more: Self, /) -> None: ...


_S = TypeVar("_S", bound=_AddedUp)
_P = TypeVar("_P")


def _sum(found: _S, pieces: Iterable[_S | bytes], add_packed: Callable[[bytes, _S], None]) -> _S:
    for piece in pieces:
        if isinstance(piece, bytes):
            add_packed(piece, found)
        else:
            found.add(piece)
    return found


def _read(db: Database, span: Span, part: str, rows: Callable[[Database, Span], _P]) -> Iterator[_P | bytes]:
    """Of each piece of the span its sums, packed, or what its rows say."""
    for at, packed in _pieces(db, span, part):
        yield rows(db, at) if packed is None else packed


def _pieces(db: Database, span: Span, part: str) -> Iterator[tuple[Span, bytes | None]]:
    """The span in pieces that follow each other: whole days with their sums, and what lies between them without."""
    since, until = span
    for number, (packed,) in summed_days.between(db, -(-since // DAY), until // DAY, part):
        if since < number * DAY:
            yield (since, number * DAY), None
        since = (number + 1) * DAY
        yield (number * DAY, since), packed
    if since < until:
        yield (since, until), None
