"""What became of the answers that acknowledgements promised. Pure."""

from __future__ import annotations

from enum import Enum

from mailflow.core.period import Promise


class Fate(Enum):
    """What became of a promise."""

    KEPT = 1
    BROKEN = 2
    OPEN = 3  # broken as soon as its moment has passed
    VOID = 4  # it does not count


def fate_of(promise: Promise) -> Fate:
    """Ended without any answer it counts only where its moment had passed before."""
    if promise.answered is not None:
        return Fate.KEPT if promise.answered <= promise.due else Fate.BROKEN
    over_before = promise.over is not None and promise.over <= promise.due
    return Fate.VOID if promise.status in ("merged", "discarded") or over_before else Fate.OPEN
