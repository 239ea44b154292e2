"""How much working time lies between two moments, asked many times: the open spans are laid out once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from mailflow.core.hours import open_spans
from mailflow.core.rules import WorkingHours


class WorkedTime:
    """Moments in seconds since the epoch, from `first` to `last`; others count as the nearer of the two."""

    def __init__(self, first: int, last: int, hours: WorkingHours) -> None:
        day, spans = datetime.fromtimestamp(first, UTC).date() - timedelta(days=1), []
        end = datetime.fromtimestamp(last, UTC).date() + timedelta(days=1)
        while day <= end:
            spans += open_spans(day, hours)
            day += timedelta(days=1)
        # before the first span lies one that is empty
        self._opens = [float("-inf"), *(opens.timestamp() for opens, _ in spans)]
        self._lengths = [0.0, *((closes - opens).total_seconds() for opens, closes in spans)]
        self._before = [0.0, *accumulate(self._lengths)]

    def between(self, pairs: Iterable[tuple[int, int]]) -> list[float]:
        """The working time of each pair of moments."""
        opens, lengths, before, found = self._opens, self._lengths, self._before, []
        for begun, ended in pairs:  # without min() and max(), which take as long as all the rest
            a, b = bisect_right(opens, begun) - 1, bisect_right(opens, ended) - 1
            into, upto = begun - opens[a], ended - opens[b]
            worked = before[b] - before[a]
            worked += upto if upto < lengths[b] else lengths[b]
            worked -= into if into < lengths[a] else lengths[a]
            found.append(worked if worked > 0.0 else 0.0)
        return found
