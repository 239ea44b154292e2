"""Days and moments as rules.yaml writes them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from mailflow.core import hours
from mailflow.core.rules import Duration

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


def duration_or_never(value: object) -> Duration | None:
    """ "8wh", `never`."""
    text = str(value).strip()
    if value is False or text.lower() in ("never", "off"):
        return None
    found = hours.parse(text)
    if not found.amount:
        raise ValueError(f"{text!r} would end at once: write a length such as 8wh, or never")
    return found
