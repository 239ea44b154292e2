"""Answers on their way, as procedure.md has it: one that comes back has answered nothing. Its clock goes on, unless an
answer behind it stands; a clock that no question started goes on for none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Out:
    number: int  # of its event
    since: datetime | None  # the clock it stopped
    failed: bool = False


Outs = tuple[Out, ...]


def heard(out: Outs) -> Outs:
    """The customer has written since: no clock goes back behind that."""
    return tuple(replace(one, since=None) for one in out)


def came_back(out: Outs, number: int) -> Outs:
    return tuple(replace(one, failed=one.failed or one.number == number) for one in out)


def never_left(out: Outs, number: int) -> Outs:
    """It was taken back; what came behind it has stopped its clock."""
    gone = next((one for one in out if one.number == number), None)
    kept = [one for one in out if one is not gone]
    for at, one in enumerate(kept):
        if gone is not None and one.number > number:
            kept[at] = replace(one, since=one.since or gone.since)
            break
    return tuple(kept)


def owed(out: Outs) -> datetime | None:
    """Since when the customer waits for an answer."""
    last = max((at for at, one in enumerate(out) if not one.failed), default=-1)
    return next((one.since for one in out[last + 1 :] if one.since), None)
