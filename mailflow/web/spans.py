"""How long ago, how soon, how much: short words for lists. Full moments stand beside them in `title` and `datetime`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

_UNITS = ((86_400, "hari", "d"), (3600, "jam", "h"), (60, "mnt", "min"))


def span(length: timedelta, language: str) -> str:
    """ "3 hari", "5 jam", "12 mnt"; "3 d", "5 h", "12 min": the largest unit alone, downwards."""
    seconds = max(0, int(length.total_seconds()))
    for size, indonesian, english in _UNITS:
        if seconds >= size:
            return f"{seconds // size} {indonesian if language == 'id' else english}"
    return "< 1 mnt" if language == "id" else "< 1 min"


def middle(lengths: Sequence[int], language: str) -> str:
    """The median of these seconds; "" without any."""
    return span(timedelta(seconds=median(lengths)), language) if lengths else ""
