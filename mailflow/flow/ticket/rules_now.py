"""The rules in force, with who is away at this moment."""

from __future__ import annotations

from mailflow.core.rules import Rules
from mailflow.core.stand_ins import with_absences
from mailflow.flow.parts import Parts
from mailflow.store.desk import presences


def rules_now(parts: Parts) -> Rules:
    """Reads the database."""
    return with_absences(parts.rules, presences.everybody(parts.db), parts.clock.now())
