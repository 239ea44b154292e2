"""How much working time lies between two moments, asked many times: the open spans are laid out once."""

from __future__ import annotations

from bisect import bisect_right
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
        self._opens = [opens.timestamp() for opens, _ in spans]
        self._lengths = [(closes - opens).total_seconds() for opens, closes in spans]
        self._before = [0.0, *accumulate(self._lengths)]

    def until(self, moment: int) -> float:
        """Working time from the beginning until then."""
        at = bisect_right(self._opens, moment) - 1
        return 0.0 if at < 0 else self._before[at] + min(moment - self._opens[at], self._lengths[at])

    def between(self, begun: int, ended: int) -> float:
        return max(0.0, self.until(ended) - self.until(begun))
