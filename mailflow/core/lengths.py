"""Many lengths of time in little room: sixteen bytes each, where a tuple takes ten times that. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import sub

from mailflow.core.period import Length
from mailflow.core.worked_time import WorkedTime

Columns = tuple["array[int]", "array[int]"]  # begun and ended, in seconds since the epoch


class Lengths:
    """Iterates as `Length`s, by whose work they were."""

    def __init__(self, found: Iterable[Length] = ()) -> None:
        self.by_who: dict[str, Columns] = {}
        for one in found:
            self.add(*one)

    @classmethod
    def of(cls, found: Iterable[Length]) -> Lengths:
        return found if isinstance(found, Lengths) else cls(found)

    def add(self, who: str, begun: int, ended: int) -> None:
        columns = self._columns(who)
        columns[0].append(begun)
        columns[1].append(ended)

    def extend(self, more: Mapping[str, Columns]) -> None:
        for who, (begun, ended) in more.items():
            columns = self._columns(who)
            columns[0].extend(begun)
            columns[1].extend(ended)

    def _columns(self, who: str) -> Columns:
        return self.by_who.setdefault(who, (array("q"), array("q")))

    def __len__(self) -> int:
        return sum(len(begun) for begun, _ in self.by_who.values())

    def __iter__(self) -> Iterator[Length]:
        for who, (begun, ended) in self.by_who.items():
            for pair in zip(begun, ended, strict=True):
                yield Length(who, *pair)

    def elapsed(self) -> Mapping[str, array[int]]:
        """{whose: seconds, ascending}; never below 0."""
        return {who: array("q", _from_0(sorted(map(sub, ended, begun)))) for who, (begun, ended) in self.by_who.items()}

    def worked(self, time: WorkedTime) -> Sequence[array[float]]:
        """Seconds of working time of each of them, ascending."""
        pairs = (zip(begun, ended, strict=True) for begun, ended in self.by_who.values())
        return [array("d", sorted(time.between(some))) for some in pairs]

    @property
    def span(self) -> tuple[int, int]:
        """The first beginning and the last end; ValueError when there are none."""
        return (
            min(min(begun) for begun, _ in self.by_who.values()),
            max(max(ended) for _, ended in self.by_who.values()),
        )


def _from_0(ascending: list[int]) -> list[int]:
    below = bisect_left(ascending, 0)
    ascending[:below] = [0] * below
    return ascending
