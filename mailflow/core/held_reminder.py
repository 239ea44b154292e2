"""When the author of a held answer is asked once more. Pure.

Beside `held.py`, because every clock asks for it: what reads an operator's words takes 30 ms to load, which `check` and
`why` need not wait for.
"""

from __future__ import annotations

from datetime import datetime

from mailflow.core import hours
from mailflow.core.holding import HeldAnswer
from mailflow.core.rules import Duration, Rules

_REMIND_AFTER = Duration("4wh", "working-hours", hours.parse("4h").amount)


def reminder_due(held: HeldAnswer, rules: Rules) -> datetime | None:
    """None: the author was asked."""
    return None if held.reminded else hours.after(held.at, _REMIND_AFTER, rules.working_hours)
