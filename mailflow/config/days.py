"""Days and moments as rules.yaml writes them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M", "%Y-%m-%dT%H:%M")


class WrittenDay(NamedTuple):
    """A day, or a moment, of the desk's time zone."""

    at: datetime  # naive; a day is its beginning
    whole: bool  # a day


def day_or_moment(value: str) -> WrittenDay:
    """ "2026-12-24", "2026-12-24 13:00"."""
    for form in ("%Y-%m-%d", *_FORMS):
        try:
            return WrittenDay(datetime.strptime(value.strip(), form), form == "%Y-%m-%d")  # noqa: DTZ007  local
        except ValueError:
            continue
    raise ValueError(f'{value!r} is no day: write it as 2026-12-24, or with an hour as "2026-12-24 13:00"')
